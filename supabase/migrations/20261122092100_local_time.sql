-- Local times of a zone, and instants.

create function private.instant(local_time timestamp, time_zone text)
  returns timestamptz
  language plpgsql stable parallel safe set search_path = ''
as $$
declare
  v_instant constant timestamptz := local_time at time zone time_zone; -- in a gap: moved forward by it; of two: the second
  v_day_before constant timestamptz := v_instant - interval '1 day';
  v_first constant timestamptz := (local_time - ((v_day_before at time zone time_zone) - (v_day_before at time zone 'UTC'))) at time zone 'UTC';
begin
  if v_first < v_instant and v_first at time zone time_zone = local_time then
    return v_first;
  end if;
  return v_instant;
end;
$$;
comment on function private.instant(timestamp, text) is
  'When it is this local time in the zone. Twice in autumn: the first. Never, in the spring gap: moved forward by the gap.';

create function private.checked_time_zone(time_zone text)
  returns text
  language plpgsql stable set search_path = ''
as $$
begin
  if time_zone is null
    or not exists (select from pg_catalog.pg_timezone_names n where n.name = checked_time_zone.time_zone)
    or time_zone !~ '^([A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+|UTC)$' -- as browsers know them: no posix/…, localtime, EST5EDT
  then
    raise exception 'A time zone has an IANA name, as Europe/Paris.' using errcode = 'LC400', hint = 'time_zone_invalid';
  end if;
  return time_zone;
end;
$$;
comment on function private.checked_time_zone(text) is 'An IANA name that this Postgres knows. LC400 time_zone_invalid.';

create function public.set_time_zone(workspace_id uuid, time_zone text)
  returns public.workspaces
  language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace public.workspaces;
begin
  perform private.require_manager(workspace_id);
  update public.workspaces w
  set time_zone = private.checked_time_zone(set_time_zone.time_zone)
  where w.id = set_time_zone.workspace_id
  returning w.* into v_workspace;
  return v_workspace;
end;
$$;
comment on function public.set_time_zone(uuid, text) is
  'Whose days the reports count, past ones too. For owners and admins. A definer: writes go through functions only. LC400 time_zone_invalid; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found.';
revoke execute on function public.set_time_zone(uuid, text) from public, anon, authenticated, service_role;
grant execute on function public.set_time_zone(uuid, text) to authenticated;

revoke execute on all functions in schema private from public;
