-- Schema `realtime` as a hosted project has it, for an empty database whose roles exist (roles.sql). Run by the superuser
-- `supabase_admin`; running it again changes nothing. What hosted does not show to SQL (our own upkeep) stands in `_realtime`.

create schema if not exists realtime authorization supabase_admin;
create schema if not exists _realtime authorization supabase_admin;
revoke all on schema _realtime from public;

-- Messages: one row a broadcast, one partition a day ---------------------------------------------------------------

create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp without time zone not null default now(),
  inserted_at timestamp without time zone not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  constraint messages_pkey primary key (id, inserted_at)
) partition by range (inserted_at);

do $$
begin
  if not exists (select from pg_constraint where conname = 'messages_payload_exclusive') then
    alter table realtime.messages
      add constraint messages_payload_exclusive check (payload is null or binary_payload is null) not valid;
  end if;
end;
$$;

create index if not exists messages_inserted_at_topic_index
  on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;

alter table realtime.messages enable row level security;
alter table realtime.messages owner to supabase_realtime_admin;

grant usage on schema realtime to postgres with grant option;
grant usage on schema realtime to anon, authenticated, service_role, supabase_realtime_admin;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres;

-- Hosted lets `postgres` write policies through the extension supautils, which stock Postgres lacks. Membership without
-- `set` gives it the owner's rights on the table; guard.sql takes back all but the policies.
grant supabase_realtime_admin to postgres with inherit true, set false;

-- Functions --------------------------------------------------------------------------------------------------------

create or replace function realtime.topic()
  returns text
  language sql stable
as $$
  select nullif(pg_catalog.current_setting('realtime.topic', true), '')::text;
$$;
comment on function realtime.topic() is 'The topic that is being joined or written to, without the prefix `realtime:`.';

create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
  returns void
  language plpgsql
as $$
declare
  v_id uuid := pg_catalog.gen_random_uuid();
  v_payload jsonb;
begin
  begin
    if send.payload operator(pg_catalog.?) 'id' then
      v_payload := send.payload;
    else -- raises for an array or a scalar, and leaves a null as it is: so does hosted
      v_payload := pg_catalog.jsonb_set(send.payload, '{id}', pg_catalog.to_jsonb(v_id));
    end if;
    perform pg_catalog.set_config('realtime.topic', send.topic, true);
    insert into realtime.messages (id, payload, event, topic, private, extension)
      values (v_id, v_payload, send.event, send.topic, send.private, 'broadcast');
  exception when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
  end;
end;
$$;
comment on function realtime.send(jsonb, text, text, boolean) is
  'Broadcasts at commit. Never fails: every error becomes a warning and nothing is sent.';

create or replace function realtime.send_binary(payload bytea, event text, topic text, private boolean default true)
  returns void
  language plpgsql
as $$
begin
  begin
    perform pg_catalog.set_config('realtime.topic', send_binary.topic, true);
    insert into realtime.messages (id, binary_payload, event, topic, private, extension)
      values (pg_catalog.gen_random_uuid(), send_binary.payload, send_binary.event, send_binary.topic, send_binary.private, 'broadcast');
  exception when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
  end;
end;
$$;
comment on function realtime.send_binary(bytea, text, text, boolean) is 'As send, with bytes for a payload and no id in it.';

create or replace function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
)
  returns void
  language plpgsql
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    pg_catalog.jsonb_build_object(
      'old_record', old, 'record', new, 'operation', operation, 'table', table_name, 'schema', table_schema),
    event_name,
    topic_name);
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end;
$$;
comment on function realtime.broadcast_changes(text, text, text, text, text, record, record, text) is
  'For a row trigger: broadcasts the old and the new row on a private topic.';

-- Publications: the empty one that migrations expect, and the one our server reads ---------------------------------

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
  if not exists (select from pg_publication where pubname = 'supabase_realtime_messages_publication') then
    create publication supabase_realtime_messages_publication for table realtime.messages;
  end if;
end;
$$;

-- Partitions -------------------------------------------------------------------------------------------------------

create or replace function _realtime.maintain_partitions(today date default (now() at time zone 'utc')::date)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_day date;
  v_name text;
begin
  for v_day in select generate_series(today - 1, today + 3, interval '1 day')::date loop
    v_name := 'messages_' || to_char(v_day, 'YYYY_MM_DD');
    if to_regclass('realtime.' || v_name) is null then
      execute format(
        'create table if not exists realtime.%I partition of realtime.messages for values from (%L) to (%L)',
        v_name, v_day::timestamp, (v_day + 1)::timestamp);
      execute format('alter table realtime.%I owner to supabase_realtime_admin', v_name);
    end if;
  end loop;

  for v_name in
    select relname
    from pg_catalog.pg_inherits
    join pg_catalog.pg_class on pg_class.oid = inhrelid
    where inhparent = 'realtime.messages'::regclass
      and relname ~ '^messages_\d{4}_\d{2}_\d{2}$'
      and to_date(right(relname, 10), 'YYYY_MM_DD') < today - 3
  loop
    execute format('drop table if exists realtime.%I', v_name);
  end loop;
end;
$$;
comment on function _realtime.maintain_partitions(date) is
  'Makes the partitions of yesterday to today + 3 and drops those older than 72 h. Without a partition every broadcast is lost, silently.';

select _realtime.maintain_partitions();
