-- Limits against abuse. A contact's are counted in a row of their own, so no conversation waits for another's. Where many may stand behind one
-- address, or an inbox is flooded, a browser is asked to do a little work first: a challenge, never a wall.

create table private.limits (
  only_one boolean not null default true,
  messages_per_minute integer default 20,
  messages_at_once integer not null default 30,
  messages_per_hour integer default 300,
  changes_per_minute integer default 20,
  conversations_per_hour integer default 10,
  open_conversations integer default 5,
  conversations_per_address_and_hour integer default 60,
  conversations_per_inbox_and_minute integer default 60,
  challenge_bits smallint not null default 13,
  challenge_secret bytea not null default extensions.gen_random_bytes(32),
  address_header text not null default 'x-forwarded-for',
  address_hop smallint not null default 1,
  constraint limits_pkey primary key (only_one),
  constraint limits_only_one_check check (only_one),
  constraint limits_challenge_bits_check check (challenge_bits between 1 and 24),
  constraint limits_address_hop_check check (address_hop > 0)
);
comment on table private.limits is
  'What one contact, one address and one inbox may do; a null lifts a limit. One row, for the project''s owner to change in SQL: see docs/production.md.';
comment on column private.limits.messages_at_once is 'How many messages may come in one burst; after it, messages_per_minute.';
comment on column private.limits.changes_per_minute is 'Of what contacts say of themselves, and pages that they say they are on.';
comment on column private.limits.conversations_per_address_and_hour is 'New ones. Behind it a challenge.';
comment on column private.limits.conversations_per_inbox_and_minute is 'New ones. Behind it a challenge, for everybody.';
comment on column private.limits.challenge_bits is 'How many leading bits of a hash must be 0: 13 take a phone a fraction of a second.';
comment on column private.limits.address_header is 'The request header that says where a request comes from, as your own front writes it.';
comment on column private.limits.address_hop is 'Which address in it, counted from the end: 1 is what the last proxy has seen.';
insert into private.limits default values;
alter table private.limits enable row level security;

create unlogged table private.contact_limits (
  contact_id uuid not null,
  counted_at timestamptz not null,
  minute_level real not null,
  hour_level real not null,
  change_level real not null,
  conversation_level real not null,
  constraint contact_limits_pkey primary key (contact_id),
  constraint contact_limits_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade
) with (fillfactor = 60);
comment on table private.contact_limits is
  'How full each contact''s buckets are: they leak at the limit''s pace, and what would run over is refused. Unlogged: after a crash all are empty.';
alter table private.contact_limits enable row level security;

create unlogged table private.address_limits (
  address_hash bytea not null,
  counted_at timestamptz not null,
  level real not null,
  constraint address_limits_pkey primary key (address_hash)
) with (fillfactor = 60);
comment on table private.address_limits is 'The same for where new conversations come from. Nobody can read an address out of it: the salt is of the day, and thrown away.';
create index address_limits_counted_at_idx on private.address_limits (counted_at);
alter table private.address_limits enable row level security;

create table private.address_salts (
  day date not null,
  salt bytea not null default extensions.gen_random_bytes(32),
  constraint address_salts_pkey primary key (day)
);
comment on table private.address_salts is 'What addresses are hashed with, anew each day (UTC).';
alter table private.address_salts enable row level security;

create unlogged table private.inbox_starts (
  inbox_id uuid not null,
  shard smallint not null,
  minute bigint not null,
  count integer not null,
  constraint inbox_starts_pkey primary key (inbox_id, shard),
  constraint inbox_starts_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade
) with (fillfactor = 60);
comment on table private.inbox_starts is 'New conversations of an inbox in the current minute, in 16 rows, so that those who begin at once rarely meet.';
alter table private.inbox_starts enable row level security;

-- Contacts

create function private.spend(contact_id uuid, limits private.limits, messages real, changes real, conversations real)
  returns double precision
  language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_minute_pace constant double precision := limits.messages_per_minute / 60.0;
  v_hour_pace constant double precision := limits.messages_per_hour / 3600.0;
  v_change_pace constant double precision := limits.changes_per_minute / 60.0;
  v_conversation_pace constant double precision := limits.conversations_per_hour / 3600.0;
  v_row private.contact_limits;
  v_seconds double precision;
begin
  insert into private.contact_limits as l (contact_id, counted_at, minute_level, hour_level, change_level, conversation_level)
  values (spend.contact_id, v_now, messages, messages, changes, conversations)
  on conflict on constraint contact_limits_pkey do update
    set counted_at = greatest(l.counted_at, v_now),
      minute_level = messages + greatest(l.minute_level - coalesce(v_minute_pace, 1e9) * greatest(extract(epoch from v_now - l.counted_at), 0), 0),
      hour_level = messages + greatest(l.hour_level - coalesce(v_hour_pace, 1e9) * greatest(extract(epoch from v_now - l.counted_at), 0), 0),
      change_level = changes + greatest(l.change_level - coalesce(v_change_pace, 1e9) * greatest(extract(epoch from v_now - l.counted_at), 0), 0),
      conversation_level =
        conversations + greatest(l.conversation_level - coalesce(v_conversation_pace, 1e9) * greatest(extract(epoch from v_now - l.counted_at), 0), 0)
  returning * into v_row;
  v_seconds := greatest(
    case when messages > 0 then (v_row.minute_level - limits.messages_at_once) / v_minute_pace end,
    case when messages > 0 then (v_row.hour_level - limits.messages_per_hour) / v_hour_pace end,
    case when changes > 0 then (v_row.change_level - limits.changes_per_minute) / v_change_pace end,
    case when conversations > 0 then (v_row.conversation_level - limits.conversations_per_hour) / v_conversation_pace end
  );
  return case when v_seconds > 0 then ceil(v_seconds) end;
end;
$$;
comment on function private.spend(uuid, private.limits, real, real, real) is
  'Counts what a contact does. Returns null, or in how many seconds they may: then the caller raises, which takes the count back.';

create or replace function private.admit_contact_message(inbox_id uuid, contact_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_limits private.limits;
  v_blocked boolean;
  v_verified_only boolean;
  v_retry_in double precision;
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
  select l.* into v_limits from private.limits l;
  if v_limits.messages_per_minute is null and v_limits.messages_per_hour is null then
    return;
  end if;
  v_retry_in := private.spend(contact_id, v_limits, 1, 0, 0);
  if v_retry_in is not null then
    raise exception 'These are too many messages at once.'
      using errcode = 'LC429', hint = 'too_many_messages', detail = jsonb_build_object('retry_in', v_retry_in);
  end if;
end;
$$;
comment on function private.admit_contact_message(uuid, uuid) is
  'Whether the caller, as this contact of this inbox, may write a message now; asked once for each that is new. LC403 blocked, verified_only; LC429 too_many_messages.';

-- Addresses

create function private.address_of_caller(limits private.limits)
  returns text
  language plpgsql stable set search_path = ''
as $$
declare
  v_hops constant text[] := string_to_array(nullif(current_setting('request.headers', true), '')::json ->> lower(limits.address_header), ',');
  v_address text := regexp_replace(
    btrim(v_hops[cardinality(v_hops) + 1 - limits.address_hop]), '^::ffff:(?=[0-9.]+$)|(?<=^[0-9.]+):[0-9]+$', '', 'i'
  );
begin
  if v_address is null or v_address = '' or not pg_input_is_valid(v_address, 'inet') then
    return null;
  end if;
  return case family(v_address::inet) when 6 then network(set_masklen(v_address::inet, 64)) else v_address::inet end::text;
end;
$$;
comment on function private.address_of_caller(private.limits) is
  'Where the request comes from: an IPv4 address, or the /64 of an IPv6 one, which is one household. Null in SQL, and where the front says nothing.';

create function private.hashed_address(address text)
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
    delete from private.address_salts s where s.day < v_today;
    select s.salt into v_salt from private.address_salts s where s.day = v_today;
  end if;
  return substring(sha256(v_salt || convert_to(address, 'UTF8')) for 16);
end;
$$;
comment on function private.hashed_address(text) is 'An address, as far as it is kept: 16 bytes that nobody can turn back tomorrow.';

create function private.spend_address(limits private.limits)
  returns boolean
  language plpgsql set search_path = ''
as $$
declare
  v_now constant timestamptz := clock_timestamp();
  v_address constant text := private.address_of_caller(limits);
  v_pace constant double precision := limits.conversations_per_address_and_hour / 3600.0;
  v_level real;
begin
  if v_address is null or v_pace is null then
    return true;
  end if;
  delete from private.address_limits a
  where a.ctid = any (
    array(
      select old.ctid from private.address_limits old where old.counted_at < v_now - interval '1 hour' limit 5 for update skip locked
    )
  );
  insert into private.address_limits as a (address_hash, counted_at, level)
  values (private.hashed_address(v_address), v_now, 1)
  on conflict on constraint address_limits_pkey do update
    set counted_at = greatest(a.counted_at, v_now),
      level = 1 + greatest(a.level - v_pace * greatest(extract(epoch from v_now - a.counted_at), 0), 0)
  returning a.level into v_level;
  return v_level <= limits.conversations_per_address_and_hour;
end;
$$;
comment on function private.spend_address(private.limits) is 'Counts a new conversation from where the request comes from. False: more than usual, even for an office.';

create function private.spend_inbox(inbox_id uuid, limits private.limits)
  returns boolean
  language plpgsql set search_path = ''
as $$
declare
  v_minute constant bigint := extract(epoch from clock_timestamp())::bigint / 60;
begin
  if limits.conversations_per_inbox_and_minute is null then
    return true;
  end if;
  insert into private.inbox_starts as s (inbox_id, shard, minute, count)
  values (spend_inbox.inbox_id, floor(random() * 16)::smallint, v_minute, 1)
  on conflict on constraint inbox_starts_pkey do update
    set count = case s.minute when v_minute then s.count else 0 end + 1,
      minute = v_minute;
  return (
    select coalesce(sum(s.count), 0) <= limits.conversations_per_inbox_and_minute
    from private.inbox_starts s
    where s.inbox_id = spend_inbox.inbox_id
      and s.minute = v_minute
  );
end;
$$;
comment on function private.spend_inbox(uuid, private.limits) is 'Counts a new conversation in an inbox. False: more than usual, for all of the inbox together.';

-- The challenge

create function private.new_challenge(inbox_id uuid, conversation_id uuid, limits private.limits, bits smallint, expires bigint)
  returns text
  language sql immutable set search_path = ''
as $$
  select bits || '.' || expires || '.' || encode(
    extensions.hmac(
      convert_to(concat_ws(' ', inbox_id, auth.uid(), conversation_id, bits, expires), 'UTF8'), limits.challenge_secret, 'sha256'
    ),
    'hex'
  );
$$;
comment on function private.new_challenge(uuid, uuid, private.limits, smallint, bigint) is
  'Work for one caller and one conversation, until then. Nothing is stored: the signature says that it is ours.';

create function private.is_solved(solution text, inbox_id uuid, conversation_id uuid, limits private.limits)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
declare
  v_challenge constant text := split_part(solution, ':', 1);
  v_bits smallint;
  v_expires bigint;
begin
  if solution is null or solution !~ '^[1-9][0-9]?\.[0-9]{10}\.[0-9a-f]{64}:[0-9]{1,16}$' then
    return false;
  end if;
  v_bits := split_part(v_challenge, '.', 1)::smallint;
  v_expires := split_part(v_challenge, '.', 2)::bigint;
  return v_bits between limits.challenge_bits and 24
    and v_expires >= extract(epoch from clock_timestamp())
    and sha256(convert_to(v_challenge, 'UTF8'))
      = sha256(convert_to(private.new_challenge(inbox_id, conversation_id, limits, v_bits, v_expires), 'UTF8'))
    and ('x' || substr(encode(sha256(convert_to(solution, 'UTF8')), 'hex'), 1, 8))::bit(32)::bigint >> (32 - v_bits) = 0;
end;
$$;
comment on function private.is_solved(text, uuid, uuid, private.limits) is 'Whether the challenge is ours, for this caller and conversation, and the work was done.';

create function private.admit_conversation(inbox_id uuid, contact_id uuid, conversation_id uuid, solution text)
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
end;
$$;
comment on function private.admit_conversation(uuid, uuid, uuid, text) is
  'Whether the caller, as this contact, may begin a conversation now. LC429 too_many_conversations (with retry_in, or because too many are open), challenge_required.';

-- Who asks

create or replace function public.start_conversation(
  inbox_key text,
  id uuid,
  message_id uuid,
  body text,
  context jsonb default '{}',
  attachment_ids uuid[] default '{}'
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_greeting text;
  v_context jsonb;
  v_contact_id uuid;
  v_conversation public.conversations;
  v_message public.messages;
  v_events jsonb;
  v_now timestamptz;
begin
  perform private.checked_id(start_conversation.id);
  perform private.checked_id(message_id);
  v_context := private.checked_context(context);
  v_contact_id := private.contact_of_caller(v_inbox, left(v_context ->> 'locale', 35));

  v_conversation := private.lock_conversation(start_conversation.id);
  if v_conversation.id is null then
    start_conversation.body := private.checked_message_body(body, cardinality(attachment_ids) > 0);
    perform private.admit_contact_message(v_inbox.id, v_contact_id);
    perform private.admit_conversation(v_inbox.id, v_contact_id, start_conversation.id, context ->> 'challenge');
    v_greeting := nullif(
      btrim(
        private.inbox_texts(v_inbox, private.language_of(coalesce(v_context ->> 'language', v_context ->> 'locale'), v_inbox.locale))
          ->> 'greeting'
      ),
      ''
    );
    v_now := clock_timestamp();
    insert into public.conversations (
      id, workspace_id, inbox_id, contact_id, context,
      last_message_at, last_message_author, created_at, changed_at, contact_changed_at
    )
    values (
      start_conversation.id, v_inbox.workspace_id, v_inbox.id, v_contact_id, v_context,
      v_now, 'contact', v_now, v_now, v_now
    )
    on conflict on constraint conversations_pkey do nothing
    returning * into v_conversation;
    if not found then -- another device of theirs, or a stranger, was faster by a moment
      v_conversation := private.lock_conversation(start_conversation.id);
    else
      perform private.take_answers(v_contact_id, context -> 'form');
      v_conversation.rev := 1;
      perform private.open_episode(v_conversation, 'contact');
      v_events := jsonb_build_array(private.add_event(v_conversation, 'opened', 'contact'));
      if v_greeting is not null then
        v_conversation.rev := v_conversation.rev + 1;
        v_conversation.last_seq := 1;
        perform private.insert_message(v_conversation, 'system', 'greeting', gen_random_uuid(), v_greeting);
      end if;
      v_conversation.rev := v_conversation.rev + 1;
      v_conversation.last_seq := v_conversation.last_seq + 1;
      v_message := private.insert_message(
        v_conversation, 'contact', 'text', message_id, body, private.take_attachments(v_conversation.id, message_id, attachment_ids)
      );
      perform private.start_turn(v_conversation);
      v_conversation.waiting_since := v_now;
      v_conversation.last_message_preview := private.preview(v_message);
      v_conversation.contact_read_seq := v_conversation.last_seq; -- they saw the greeting before they wrote
      v_conversation.agent_unread_count := 1;
      v_conversation.assignee_id := private.next_assignee(v_conversation);
      if v_conversation.assignee_id is not null then
        v_conversation.rev := v_conversation.rev + 1;
        v_events := v_events || private.routing_event(v_conversation, null);
      end if;
      v_conversation := private.save_conversation(v_conversation);
      perform private.tell_message(v_message, v_conversation, v_events);
      return private.start_answer(v_conversation);
    end if;
  end if;

  if v_conversation.contact_id is distinct from v_contact_id
    or not exists (
      select
      from public.messages m
      where m.conversation_id = v_conversation.id
        and m.id = start_conversation.message_id
        and m.author = 'contact'
    )
  then
    raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
  end if;
  return private.start_answer(v_conversation);
end;
$$;
comment on function public.start_conversation(text, uuid, uuid, text, jsonb, uuid[]) is
  'Starts a conversation with its first message, behind the inbox''s greeting. Again with the same ids: the same answer, nothing stored. A definer: writes go through functions only. LC400 id_missing, context_invalid, inbox_key_malformed, message_empty, message_too_long, message_control_characters, and those of attachments; LC401 sign_in_required; LC403 blocked, verified_only; LC404 inbox_not_found; LC409 id_taken; LC429 too_many_messages, too_many_conversations, challenge_required.';

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
  'What the caller says of themselves; what is null or empty stays, an attribute that is null goes. Never overwrites what is verified. A definer: writes go through functions only. LC400 inbox_key_malformed, name_invalid, email_invalid, attributes_invalid; LC401 sign_in_required; LC404 inbox_not_found, contact_not_found; LC429 too_many_changes.';

revoke execute on all functions in schema private from public;
