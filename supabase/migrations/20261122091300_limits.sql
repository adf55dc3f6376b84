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
  blocked_hours smallint default 4,
  constraint limits_pkey primary key (only_one),
  constraint limits_only_one_check check (only_one),
  constraint limits_challenge_bits_check check (challenge_bits between 1 and 24),
  constraint limits_address_hop_check check (address_hop > 0),
  constraint limits_blocked_hours_check check (blocked_hours between 1 and 24)
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
comment on column private.limits.blocked_hours is
  'For how long nobody new may write in an inbox from where a contact was blocked: their devices and last address. Null: only the contact is blocked.';
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
comment on table private.address_salts is 'What addresses are hashed with, anew each day (UTC), and thrown away at the end of the next.';
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
    delete from private.address_salts s where s.day < v_today - 1;
    select s.salt into v_salt from private.address_salts s where s.day = v_today;
  end if;
  return substring(sha256(v_salt || convert_to(address, 'UTF8')) for 16);
end;
$$;
comment on function private.hashed_address(text) is 'An address, as far as it is kept: 16 bytes that nobody can turn back the day after tomorrow.';

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

revoke execute on all functions in schema private from public;
