-- Whether a contact may write is asked of the inbox whose widget they write from, also when their conversation was moved to another.

create or replace function private.admit_contact_message(inbox_id uuid, contact_id uuid, place integer default null)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  -- Where they write from: a conversation may have been moved to an inbox in which they never were.
  v_inbox_id constant uuid := (
    select s.inbox_id
    from public.contact_sessions s
    where s.contact_id = admit_contact_message.contact_id
      and s.user_id = auth.uid()
    order by (s.inbox_id = admit_contact_message.inbox_id) desc, s.created_at, s.inbox_id
    limit 1
  );
  v_blocked boolean;
  v_verified_only boolean;
begin
  select c.blocked_at is not null,
    (select i.verified_only from public.inboxes i where i.id = v_inbox_id)
  into v_blocked, v_verified_only
  from public.contacts c
  where c.id = admit_contact_message.contact_id;
  if v_blocked then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if v_verified_only
    and not exists (
      select
      from public.contact_sessions s
      where s.inbox_id = v_inbox_id
        and s.user_id = auth.uid()
        and s.contact_id = admit_contact_message.contact_id
        and s.verified_until > clock_timestamp()
    )
  then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
  if place is null then
    perform private.count_messages(contact_id, 1);
  elsif place % 4 = 0 then
    perform private.count_messages(contact_id, 4);
  end if;
end;
$$;
revoke execute on all functions in schema private from public;
