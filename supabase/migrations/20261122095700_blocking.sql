-- Who is blocked says nothing more of themselves either, is not seen typing or coming back, and does not begin anew as somebody else: for some
-- hours nobody who is new is let in from their devices and addresses. Who was here before, and whom the site has named, are not touched by it.

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

revoke execute on all functions in schema private from public;
