-- Counting each message cost a sixth of sending it inside Postgres (92 µs of 570). So a contact's messages are counted in fours: those at
-- every fourth place of a conversation, each for four. Off by at most three a conversation, at a quarter of the cost.

create function private.count_messages(contact_id uuid, count integer)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_limits private.limits;
  v_retry_in double precision;
begin
  select l.* into v_limits from private.limits l;
  if v_limits.messages_per_minute is null and v_limits.messages_per_hour is null then
    return;
  end if;
  v_retry_in := private.spend(contact_id, v_limits, count, 0, 0);
  if v_retry_in is not null then
    raise exception 'These are too many messages at once.'
      using errcode = 'LC429', hint = 'too_many_messages', detail = jsonb_build_object('retry_in', v_retry_in);
  end if;
end;
$$;
comment on function private.count_messages(uuid, integer) is 'Counts so many messages of a contact. LC429 too_many_messages.';

drop function private.admit_contact_message(uuid, uuid);
create function private.admit_contact_message(inbox_id uuid, contact_id uuid, place integer default null)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_blocked boolean;
  v_verified_only boolean;
begin
  select c.blocked_at is not null, i.verified_only
  into v_blocked, v_verified_only
  from public.contacts c, public.inboxes i
  where c.id = admit_contact_message.contact_id
    and i.id = admit_contact_message.inbox_id;
  if v_blocked then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if v_verified_only
    and not exists (
      select
      from public.contact_sessions s
      where s.inbox_id = admit_contact_message.inbox_id
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
comment on function private.admit_contact_message(uuid, uuid, integer) is
  'Whether the caller, as this contact of this inbox, may write the message that will have this place (seq) in its conversation; null: the first. Asked once for each that is new. LC403 blocked, verified_only; LC429 too_many_messages.';

create or replace function public.send_message(
  conversation_id uuid,
  id uuid,
  body text,
  seen_seq integer default null,
  attachment_ids uuid[] default '{}'
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation constant public.conversations := private.lock_conversation(conversation_id);
  v_side constant public.actor := private.side_of(v_conversation);
  v_message public.messages;
begin
  select m.*
  into v_message
  from public.messages m
  where m.conversation_id = v_conversation.id
    and m.id = private.checked_id(send_message.id);
  if not found then
    if v_side = 'agent'
      and exists (
        select
        from public.messages m
        where m.conversation_id = v_conversation.id
          and m.seq > send_message.seen_seq
          and m.author = 'agent'
          and m.agent_id <> auth.uid()
      )
    then
      raise exception 'A colleague has answered meanwhile.' using errcode = 'LC409', hint = 'newer_reply';
    end if;
    body := private.checked_message_body(body, cardinality(attachment_ids) > 0);
    if v_side = 'contact' then
      perform private.admit_contact_message(v_conversation.inbox_id, v_conversation.contact_id, v_conversation.last_seq + 1);
    end if;
    v_message := private.add_message(
      v_conversation, v_side, send_message.id, body, private.take_attachments(v_conversation.id, send_message.id, attachment_ids), seen_seq
    );
  elsif v_message.author <> v_side or v_message.agent_id is distinct from (case when v_side = 'agent' then auth.uid() end) then
    raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
  end if;
  return case when v_side = 'contact' then private.contact_message(v_message) else to_jsonb(v_message) end;
end;
$$;
comment on function public.send_message(uuid, uuid, text, integer, uuid[]) is
  'Stores a message of the contact or an agent. Again with the same id: what is stored. A definer: writes go through functions only. LC400 id_missing, message_empty, message_too_long, message_control_characters, and those of attachments; LC401 sign_in_required; LC403 blocked, verified_only; LC404 conversation_not_found; LC409 id_taken, newer_reply; LC429 too_many_messages.';

revoke execute on all functions in schema private from public;
