-- Who is blocked says nothing more of themselves either, is not seen typing or coming back, and does not begin anew as somebody else: for some
-- hours nobody who is new is let in from their devices and addresses. Who was here before, and whom the site has named, are not touched by it.

alter table private.limits
  add column blocked_hours smallint default 4,
  add constraint limits_blocked_hours_check check (blocked_hours between 1 and 24);
comment on column private.limits.blocked_hours is
  'For how long nobody new may write in an inbox from where a contact was blocked: their devices and last address. Null: only the contact is blocked.';

create unlogged table private.contact_addresses (
  contact_id uuid not null,
  inbox_id uuid not null,
  address_hash bytea not null,
  seen_at timestamptz not null,
  constraint contact_addresses_pkey primary key (contact_id),
  constraint contact_addresses_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint contact_addresses_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade
);
comment on table private.contact_addresses is
  'From where a contact began their last conversation, hashed as in address_limits: forgotten after a day, and with it the salt. What block_contact() has to go by.';
create index contact_addresses_seen_at_idx on private.contact_addresses (seen_at);
create index contact_addresses_inbox_id_idx on private.contact_addresses (inbox_id);
alter table private.contact_addresses enable row level security;

create table private.blocked_origins (
  inbox_id uuid not null,
  origin bytea not null,
  contact_id uuid not null,
  until timestamptz not null,
  constraint blocked_origins_pkey primary key (inbox_id, origin, contact_id),
  constraint blocked_origins_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint blocked_origins_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade
);
comment on table private.blocked_origins is 'Devices (a hash of their auth user) and addresses (hashed with the salt of a day) from which nobody new may write for some hours.';
create index blocked_origins_contact_id_idx on private.blocked_origins (contact_id);
create index blocked_origins_until_idx on private.blocked_origins (until);
alter table private.blocked_origins enable row level security;

-- The salt of a day is kept to the end of the next one, or no block would outlast midnight.
create or replace function private.hashed_address(address text)
  returns bytea
  language plpgsql set search_path = ''
as $$
declare
  v_today constant date := (clock_timestamp() at time zone 'UTC')::date;
  v_salt bytea;
begin
  select s.salt into v_salt from private.address_salts s where s.day = v_today;
  if not found then
    insert into private.address_salts (day) values (v_today) on conflict on constraint address_salts_pkey do nothing;
    delete from private.address_salts s where s.day < v_today - 1;
    select s.salt into v_salt from private.address_salts s where s.day = v_today;
  end if;
  return substring(sha256(v_salt || convert_to(address, 'UTF8')) for 16);
end;
$$;
comment on function private.hashed_address(text) is 'An address, as far as it is kept: 16 bytes that nobody can turn back the day after tomorrow.';
comment on table private.address_salts is 'What addresses are hashed with, anew each day (UTC), and thrown away at the end of the next.';

create function private.device_origin(user_id uuid)
  returns bytea
  language sql immutable set search_path = ''
as $$
  select substring(sha256(convert_to('device ' || user_id, 'UTF8')) for 16);
$$;
comment on function private.device_origin(uuid) is 'A device, as blocked_origins names it.';

create function private.traceable_address(limits private.limits)
  returns text
  language plpgsql stable set search_path = ''
as $$
declare
  v_address constant text := private.address_of_caller(limits);
begin
  -- What the machine itself asks for comes from everybody: a server that forwards, a developer who tries.
  return case when not v_address::inet <<= '127.0.0.0/8' and not v_address::inet <<= '::1/64' then v_address end;
end;
$$;
comment on function private.traceable_address(private.limits) is 'address_of_caller(), but for loopback.';

create function private.note_address(inbox_id uuid, contact_id uuid, limits private.limits)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_address constant text := private.traceable_address(limits);
begin
  if v_address is null or limits.blocked_hours is null then
    return;
  end if;
  insert into private.contact_addresses (contact_id, inbox_id, address_hash, seen_at)
  values (note_address.contact_id, note_address.inbox_id, private.hashed_address(v_address), clock_timestamp())
  on conflict on constraint contact_addresses_pkey do update
    set inbox_id = excluded.inbox_id, address_hash = excluded.address_hash, seen_at = excluded.seen_at;
end;
$$;
comment on function private.note_address(uuid, uuid, private.limits) is 'Keeps from where the contact writes, if that is known.';

create function private.block_origins(contact_id uuid, since timestamptz)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_hours constant smallint := (select l.blocked_hours from private.limits l);
begin
  if v_hours is null or since + make_interval(hours => v_hours) < clock_timestamp() then
    return;
  end if;
  insert into private.blocked_origins as b (inbox_id, origin, contact_id, until)
  select x.inbox_id, x.origin, block_origins.contact_id, block_origins.since + make_interval(hours => v_hours)
  from (
    select a.inbox_id, a.address_hash as origin
    from private.contact_addresses a
    where a.contact_id = block_origins.contact_id
      and a.seen_at > clock_timestamp() - interval '1 day'
    union
    select s.inbox_id, private.device_origin(s.user_id)
    from public.contact_sessions s
    where s.contact_id = block_origins.contact_id
  ) x
  on conflict on constraint blocked_origins_pkey do update set until = greatest(b.until, excluded.until);
end;
$$;
comment on function private.block_origins(uuid, timestamptz) is 'From the contact''s devices and last address nobody new may write until some hours after that time.';

create function private.is_blocked_origin(inbox_id uuid, limits private.limits)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_address text;
begin
  if not exists (select from private.blocked_origins b where b.inbox_id = is_blocked_origin.inbox_id and b.until > v_now) then
    return false; -- nearly always
  end if;
  v_address := private.traceable_address(limits);
  return exists (
    select
    from private.blocked_origins b
    where b.inbox_id = is_blocked_origin.inbox_id
      and b.until > v_now
      and b.origin = any (
        array(select substring(sha256(s.salt || convert_to(v_address, 'UTF8')) for 16) from private.address_salts s where v_address is not null)
        || private.device_origin(auth.uid())
      )
  );
end;
$$;
comment on function private.is_blocked_origin(uuid, private.limits) is 'Whether somebody was blocked in this inbox, some hours ago, on the caller''s device or address.';

create function private.admit_newcomer(inbox_id uuid, contact_id uuid, limits private.limits)
  returns void
  language plpgsql stable set search_path = ''
as $$
begin
  if private.is_blocked_origin(inbox_id, limits)
    and not exists (select from public.conversations c where c.contact_id = admit_newcomer.contact_id)
    and not exists (
      select
      from public.contact_sessions s
      where s.inbox_id = admit_newcomer.inbox_id
        and s.user_id = auth.uid()
        and s.verified_until > clock_timestamp()
    )
  then
    raise exception 'Nobody new may write from here for some hours.' using errcode = 'LC403', hint = 'blocked';
  end if;
end;
$$;
comment on function private.admit_newcomer(uuid, uuid, private.limits) is
  'Raises where somebody was blocked, for who is new and not named by the site. contact_id null: not even a contact yet. LC403 blocked.';

create or replace function private.admit_conversation(inbox_id uuid, contact_id uuid, conversation_id uuid, solution text)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_limits private.limits;
  v_open integer;
  v_retry_in double precision;
  v_address_ok boolean;
  v_inbox_ok boolean;
begin
  select l.* into v_limits from private.limits l;
  perform private.admit_newcomer(inbox_id, contact_id, v_limits);
  select count(*)
  into v_open
  from public.conversations c
  where c.contact_id = admit_conversation.contact_id
    and c.status <> 'closed';
  if v_open >= v_limits.open_conversations then
    raise exception 'There are % open conversations already.', v_open using errcode = 'LC429', hint = 'too_many_conversations';
  end if;
  if v_limits.conversations_per_hour is not null then
    v_retry_in := private.spend(contact_id, v_limits, 0, 0, 1);
    if v_retry_in is not null then
      raise exception 'These are too many new conversations.'
        using errcode = 'LC429', hint = 'too_many_conversations', detail = jsonb_build_object('retry_in', v_retry_in);
    end if;
  end if;
  v_address_ok := private.spend_address(v_limits);
  v_inbox_ok := private.spend_inbox(inbox_id, v_limits);
  if not (v_address_ok and v_inbox_ok) and not private.is_solved(solution, inbox_id, conversation_id, v_limits) then
    raise exception 'This needs a little work first.'
      using errcode = 'LC429', hint = 'challenge_required',
        detail = jsonb_build_object(
          'challenge',
          private.new_challenge(
            inbox_id, conversation_id, v_limits, v_limits.challenge_bits, extract(epoch from clock_timestamp())::bigint + 600
          ),
          'bits', v_limits.challenge_bits
        );
  end if;
  perform private.note_address(inbox_id, contact_id, v_limits);
end;
$$;
comment on function private.admit_conversation(uuid, uuid, uuid, text) is
  'Whether the caller, as this contact, may begin a conversation now. LC403 blocked; LC429 too_many_conversations (with retry_in, or because too many are open), challenge_required.';

create or replace function private.admit_contact_file(inbox public.inboxes, user_id uuid, contact_id uuid)
  returns void
  language plpgsql stable set search_path = ''
as $$
declare
  v_session public.contact_sessions;
  v_verified_only boolean := inbox.verified_only;
  v_limits private.limits;
begin
  select s.*
  into v_session
  from public.contact_sessions s
  where s.user_id = admit_contact_file.user_id
    and case when admit_contact_file.contact_id is null then s.inbox_id = inbox.id else s.contact_id = admit_contact_file.contact_id end
  order by (s.inbox_id = inbox.id) desc, s.created_at, s.inbox_id
  limit 1;
  if v_session.inbox_id <> inbox.id then
    select i.verified_only into v_verified_only from public.inboxes i where i.id = v_session.inbox_id;
  end if;
  if (select c.blocked_at is not null from public.contacts c where c.id = v_session.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if v_verified_only and coalesce(v_session.verified_until <= clock_timestamp(), true) then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
  if admit_contact_file.contact_id is null then
    select l.* into v_limits from private.limits l;
    perform private.admit_newcomer(inbox.id, v_session.contact_id, v_limits);
  end if;
end;
$$;

create or replace function public.block_contact(contact_id uuid, blocked boolean default true)
  returns public.contacts
  language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := private.lock_contact_as_agent(contact_id);
  v_conversation_id uuid;
  v_conversation public.conversations;
begin
  if coalesce(block_contact.blocked, false) = (v_contact.blocked_at is not null) then
    return v_contact;
  end if;
  update public.contacts c
  set blocked_at = case when block_contact.blocked then clock_timestamp() end
  where c.id = v_contact.id
  returning * into v_contact;
  if block_contact.blocked then
    perform private.block_origins(v_contact.id, v_contact.blocked_at);
  else
    delete from private.blocked_origins b
    where b.contact_id in (select c.id from public.contacts c where c.id = v_contact.id or c.merged_into = v_contact.id);
  end if;
  select c.id into v_conversation_id from public.conversations c where c.contact_id = v_contact.id order by c.last_message_at desc limit 1;
  if found then
    v_conversation := private.lock_conversation(v_conversation_id);
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.rev := v_conversation.rev + 1;
    perform private.save_with_event(
      v_conversation, case when block_contact.blocked then 'blocked' else 'unblocked' end::public.conversation_event_kind, '{}', false
    );
  end if;
  return v_contact;
end;
$$;
comment on function public.block_contact(uuid, boolean) is
  'From now on the contact may not write, or may again; they still read. For some hours nobody new may write from their devices and last address. Told with their newest conversation. A definer: writes go through functions only. LC401 sign_in_required; LC404 contact_not_found.';

create or replace function public.logout(inbox_key text, everywhere boolean default false)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_contact_id uuid;
begin
  perform private.lock_caller(v_inbox);
  v_contact_id := private.my_contact_in(v_inbox.id);
  if (select c.blocked_at is not null from public.contacts c where c.id = v_contact_id) then
    perform private.note_address(v_inbox.id, v_contact_id, l) from private.limits l;
    perform private.block_origins(v_contact_id, clock_timestamp());
  end if;
  delete from public.contact_sessions s where s.inbox_id = v_inbox.id and s.user_id = v_caller;
  if everywhere and v_contact_id is not null then
    delete from public.contact_sessions s where s.contact_id = v_contact_id;
    perform private.move_topic(v_contact_id);
  end if;
end;
$$;

create or replace function public.update_contact(inbox_key text, name text default null, email text default null, attributes jsonb default null)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_name constant text := case when not private.is_blank(name) then private.checked_name(name) end;
  v_email constant text := case when not private.is_blank(email) then private.checked_email(email) end;
  v_limits private.limits;
  v_retry_in double precision;
  v_former public.contacts;
  v_contact public.contacts;
begin
  select c.* into v_former from public.contacts c where c.id = private.my_contact_in(v_inbox.id) for no key update;
  if not found then
    raise exception 'There is no contact before the first message.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  if v_former.blocked_at is not null then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  v_contact := v_former;
  if not v_contact.verified then
    v_contact.name := coalesce(v_name, v_contact.name);
    v_contact.email := coalesce(v_email, v_contact.email);
    v_contact.attributes := private.with_attributes(v_contact.attributes, update_contact.attributes);
  else -- what the site vouched for stays; a claim beside it is an attribute like others
    v_contact.attributes := private.with_attributes(
      v_contact.attributes,
      coalesce(nullif(update_contact.attributes, 'null'), '{}')
        || case when v_contact.name is null and v_name is not null then jsonb_build_object('name', v_name) else '{}' end
        || case when v_contact.email is null and v_email is not null then jsonb_build_object('email', v_email) else '{}' end
    );
  end if;
  if v_contact is distinct from v_former then
    select l.* into v_limits from private.limits l;
    if v_limits.changes_per_minute is not null then
      v_retry_in := private.spend(v_contact.id, v_limits, 0, 1, 0);
    end if;
    if v_retry_in is not null then
      raise exception 'These are too many changes at once.'
        using errcode = 'LC429', hint = 'too_many_changes', detail = jsonb_build_object('retry_in', v_retry_in);
    end if;
    update public.contacts c
    set name = v_contact.name,
      email = v_contact.email,
      attributes = v_contact.attributes
    where c.id = v_contact.id;
    perform private.tell_of_contact(v_contact);
  end if;
  return private.contact_card(v_contact);
end;
$$;
comment on function public.update_contact(text, text, text, jsonb) is
  'What the caller says of themselves; what is null or empty stays, an attribute that is null goes. Never overwrites what is verified. A definer: writes go through functions only. LC400 inbox_key_malformed, name_invalid, email_invalid, attributes_invalid; LC401 sign_in_required; LC403 blocked; LC404 inbox_not_found, contact_not_found; LC429 too_many_changes.';

create or replace function public.contact_heartbeat(inbox_key text, page jsonb default null)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_page constant jsonb := private.checked_page(page);
  v_limits private.limits;
  v_contact public.contacts;
  v_conversation public.conversations;
begin
  select c.* into v_contact from public.contacts c where c.id = private.my_contact_in(v_inbox.id) for no key update of c;
  if not found then
    return; -- no contact before the first message
  end if;
  if v_contact.blocked_at is not null then
    if coalesce(v_contact.last_seen_at < clock_timestamp() - interval '10 seconds', true) then
      update public.contacts set last_seen_at = clock_timestamp() where contacts.id = v_contact.id;
      perform private.note_address(v_inbox.id, v_contact.id, l) from private.limits l;
      perform private.block_origins(v_contact.id, v_contact.blocked_at); -- no longer than that: others may share the address
    end if;
    return; -- the title of a page is a text like any other: the team is told of none
  end if;
  if v_contact.last_seen_at > clock_timestamp() - interval '10 seconds' then
    if v_page is null or v_page is not distinct from v_contact.page then
      return; -- several tabs, or haste
    end if;
    select l.* into v_limits from private.limits l;
    if v_limits.changes_per_minute is not null and private.spend(v_contact.id, v_limits, 0, 1, 0) is not null then
      return; -- nobody reads that fast; what is left out leaks away, and the next minute's call tells where they are
    end if;
  end if;
  update public.contacts
  set last_seen_at = clock_timestamp(),
    page = coalesce(v_page, contacts.page)
  where contacts.id = v_contact.id;

  -- The team hears of it when the contact comes back, and each time while somebody looks.
  select c.*
  into v_conversation
  from public.conversations c
  where c.contact_id = v_contact.id
  order by private.is_viewed(c.id) desc, c.last_message_at desc
  limit 1;
  if private.is_viewed(v_conversation.id)
    or (v_conversation.status <> 'closed' and coalesce(v_contact.last_seen_at < clock_timestamp() - interval '150 seconds', true))
  then
    v_conversation := private.lock_conversation(v_conversation.id); -- so that no older state is told after a newer one
    perform private.tell_workspace(v_inbox.workspace_id, 'conversation_changed', private.inbox_conversation(v_conversation));
  end if;
end;
$$;

create or replace function public.typing(conversation_id uuid)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_sent_at timestamptz;
begin
  perform private.caller();
  select c.* into v_conversation from public.conversations c where c.id = typing.conversation_id; -- no lock: nothing is written to it
  if private.side_of(v_conversation) <> 'contact' then
    raise exception 'Agents say it themselves, on the conversation''s topic.' using errcode = 'LC403', hint = 'not_allowed';
  end if;
  if not private.is_viewed(v_conversation.id)
    or (select c.blocked_at is not null from public.contacts c where c.id = v_conversation.contact_id)
  then
    return jsonb_build_object('again_in', 5); -- nobody would see it, so nothing is sent or stored
  end if;
  insert into private.contact_typing as t (conversation_id, sent_at)
  values (v_conversation.id, clock_timestamp())
  on conflict on constraint contact_typing_pkey do update
    set sent_at = excluded.sent_at
    where t.sent_at <= excluded.sent_at - interval '3 seconds';
  if not found then
    select t.sent_at into v_sent_at from private.contact_typing t where t.conversation_id = v_conversation.id;
    return jsonb_build_object(
      'again_in',
      greatest(round(extract(epoch from v_sent_at + interval '3 seconds' - clock_timestamp()), 3), 0)
    );
  end if;
  perform private.tell_conversation(v_conversation.id, 'contact_typing', jsonb_build_object('id', v_conversation.id));
  return jsonb_build_object('again_in', 3);
end;
$$;

revoke execute on all functions in schema private from public;
