-- When an inbox is open, and how much of a time falls into its opening hours.

create function private.open_week(week jsonb)
  returns tsmultirange
  language sql immutable set search_path = ''
as $$
  select coalesce(range_agg(tsrange(d.day + h.opens, d.day + h.closes + case when h.closes <= h.opens then interval '1 day' else interval '0' end)), '{}')
  from generate_series(-1, 13) n (n)
  cross join lateral (select timestamp '2001-01-01' + n * interval '1 day' as day) d
  cross join lateral (
    select (e ->> 'from')::interval as opens, (e ->> 'to')::interval as closes from jsonb_array_elements(week -> ((n + 7) % 7)) e
  ) h;
$$;
comment on function private.open_week(jsonb) is
  'Local times at which a week says open, as if it began on Monday, 1 January 2001: from the day before, for what goes on past midnight, to the end of the next week.';

create table public.calendars (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  inbox_id uuid not null,
  valid_from timestamptz not null,
  time_zone text not null,
  week jsonb,
  exceptions jsonb not null default '[]',
  agent_id uuid,
  open_week tsmultirange generated always as (private.open_week(week)) stored,
  constraint calendars_pkey primary key (id),
  constraint calendars_valid_from_key unique (inbox_id, valid_from),
  constraint calendars_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint calendars_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint calendars_week_check check (week is null or (jsonb_typeof(week) = 'array' and jsonb_array_length(week) = 7)),
  constraint calendars_exceptions_check check (jsonb_typeof(exceptions) = 'array')
);
comment on table public.calendars is
  'Opening hours of an inbox, one row a version: in force from valid_from until the next one''s. Versions are never changed, so that what was counted by one stays true.';
comment on column public.calendars.time_zone is 'IANA name: the hours are local times of this zone.';
comment on column public.calendars.week is
  'Seven lists, Monday first, of { from, to } as HH:MM. to may be 24:00; not after from, it is the next day''s. Null: no calendar from here on, always open.';
comment on column public.calendars.exceptions is
  'Days with hours of their own: { date: YYYY-MM-DD, or MM-DD for each year, name?, hours: [{ from, to }] }, none on a holiday. They stand for what would begin on that day; what began the evening before goes on.';
comment on column public.calendars.open_week is 'week as ranges, made from it: what counting an answered turn asks. See private.open_week().';
comment on column public.calendars.agent_id is 'Who set it; null: not an agent.';
create index calendars_workspace_id_idx on public.calendars (workspace_id);

alter table public.calendars enable row level security;
create policy calendars_select on public.calendars
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy calendars_select on public.calendars is 'Agents see the calendars of their workspaces; the widget is told by get_inbox() whether it is open.';
revoke all on public.calendars from anon, authenticated, service_role;
grant select on public.calendars to authenticated, service_role;

-- Hours as instants. In plpgsql, which keeps its plans: every answered turn asks.

create function private.hours_of_day(calendar public.calendars, day date)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
declare
  v_hours jsonb := calendar.week -> (extract(isodow from day)::integer - 1);
begin
  if calendar.exceptions <> '[]' then
    select e -> 'hours'
    into v_hours
    from (
      select e, length(e ->> 'date') as length from jsonb_array_elements(calendar.exceptions) e
      where e ->> 'date' in (to_char(day, 'YYYY-MM-DD'), to_char(day, 'MM-DD'))
    ) that
    order by length desc -- that very day before one of each year
    limit 1;
    if not found then
      v_hours := calendar.week -> (extract(isodow from day)::integer - 1);
    end if;
  end if;
  return v_hours;
end;
$$;
comment on function private.hours_of_day(public.calendars, date) is 'The intervals that begin on this day, as [{ from, to }].';

create function private.opening_hours(calendar public.calendars, since timestamptz, until timestamptz)
  returns tstzmultirange
  language plpgsql stable set search_path = ''
as $$
declare
  v_day date := (since at time zone calendar.time_zone)::date - 2; -- what began before may go on: past midnight, or over a day that a zone left out
  v_last_day constant date := (until at time zone calendar.time_zone)::date;
  v_hours jsonb;
  v_from time;
  v_to time;
  v_opens_at timestamptz;
  v_closes_at timestamptz;
  v_open tstzrange[] := '{}';
begin
  while v_day <= v_last_day loop
    v_hours := private.hours_of_day(calendar, v_day);
    for v_place in 0 .. coalesce(jsonb_array_length(v_hours), 0) - 1 loop
      v_from := v_hours -> v_place ->> 'from';
      v_to := v_hours -> v_place ->> 'to';
      v_opens_at := private.instant(v_day + v_from, calendar.time_zone);
      if v_opens_at < until then
        v_closes_at := private.instant(v_day + v_to + case when v_to <= v_from then interval '1 day' else interval '0' end, calendar.time_zone);
        if v_closes_at > since and v_opens_at < v_closes_at then -- in the spring gap an interval may have nothing left
          v_open := v_open || tstzrange(v_opens_at, v_closes_at);
        end if;
      end if;
    end loop;
    v_day := v_day + 1;
  end loop;
  if v_open = '{}' then
    return '{}';
  end if;
  return tstzmultirange(variadic v_open) * tstzmultirange(tstzrange(since, until));
end;
$$;
comment on function private.opening_hours(public.calendars, timestamptz, timestamptz) is
  'When the calendar says open, between two instants. Local times become instants by private.instant().';

create function private.has_exception(exceptions jsonb, first date, last date)
  returns boolean
  language plpgsql immutable set search_path = ''
as $$
declare
  v_exceptions constant text := exceptions;
begin
  for v_day in 0 .. last - first loop
    if strpos(v_exceptions, to_char(first + v_day, 'MM-DD"')) > 0 then -- that day, or one of each year
      return true;
    end if;
  end loop;
  return false;
end;
$$;
comment on function private.has_exception(jsonb, date, date) is
  'Whether one of these days is an exception of the calendar; true also where a name looks like it.';

create function private.business_seconds(calendar public.calendars, since timestamptz, until timestamptz)
  returns double precision
  language plpgsql stable set search_path = ''
as $$
declare
  v_since constant timestamp := since at time zone calendar.time_zone;
  v_until constant timestamp := until at time zone calendar.time_zone;
  v_monday constant timestamp := date_trunc('week', v_since);
  v_local tsrange;
begin
  -- Mostly no clock was changed then or just before, and no day is an exception: then local times do, and the week is at hand.
  if v_until - v_since = until - since
    and (since - interval '48 hours') at time zone calendar.time_zone = v_since - interval '48 hours'
    and v_until < v_monday + interval '13 days'
    and (calendar.exceptions = '[]' or not private.has_exception(calendar.exceptions, v_since::date - 1, v_until::date))
  then
    v_local := tsrange(v_since - v_monday + timestamp '2001-01-01', v_until - v_monday + timestamp '2001-01-01');
    if calendar.open_week @> v_local then -- and no query
      return extract(epoch from until - since);
    elsif not calendar.open_week && v_local then
      return 0;
    end if;
    return (select sum(extract(epoch from upper(open) - lower(open))) from unnest(calendar.open_week * tsmultirange(v_local)) open);
  end if;
  return (
    select coalesce(sum(extract(epoch from upper(open) - lower(open))), 0) from unnest(private.opening_hours(calendar, since, until)) open
  );
end;
$$;
comment on function private.business_seconds(public.calendars, timestamptz, timestamptz) is 'Seconds between two instants at which this calendar says open.';

create function private.calendar_versions(inbox_id uuid, since timestamptz, until timestamptz)
  returns table (calendar public.calendars, part_since timestamptz, part_until timestamptz)
  language plpgsql stable rows 1 set search_path = ''
as $$
begin
  return query
  select version.calendar, greatest(version.valid_from, calendar_versions.since), least(version.valid_until, calendar_versions.until)
  from (
    select
      c as calendar,
      c.valid_from,
      lead(c.valid_from, 1, 'infinity') over (order by c.valid_from) as valid_until
    from public.calendars c
    where c.inbox_id = calendar_versions.inbox_id
  ) version
  where calendar_versions.until < 'infinity' -- null, of what has not ended: no row
    and version.valid_until > calendar_versions.since
    and (version.valid_from <= calendar_versions.since or version.valid_from < calendar_versions.until);
end;
$$;
comment on function private.calendar_versions(uuid, timestamptz, timestamptz) is 'The versions of an inbox''s calendar between two instants, each with its part.';

create function private.business_seconds(inbox_id uuid, since timestamptz, until timestamptz)
  returns double precision
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case
      when min(v.part_since) = business_seconds.since and bool_and((v.calendar).week is not null) then sum(private.business_seconds(v.calendar, v.part_since, v.part_until))
    end
    from private.calendar_versions(inbox_id, since, until) v
  );
end;
$$;
comment on function private.business_seconds(uuid, timestamptz, timestamptz) is
  'Seconds between two instants in the inbox''s opening hours, each version of its calendar for its part; null unless one was in force all the time.';

create function private.calendar_at(inbox_id uuid, at timestamptz)
  returns uuid
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select (v.calendar).id
    from private.calendar_versions(inbox_id, at, at) v
    where (v.calendar).week is not null
  );
end;
$$;
comment on function private.calendar_at(uuid, timestamptz) is 'The version of the inbox''s calendar in force then; null: none.';

create function private.next_opening(inbox_id uuid, at timestamptz)
  returns timestamptz
  language plpgsql stable set search_path = ''
as $$
declare
  v_opening timestamptz;
  v_from timestamptz := at;
begin
  if not exists (select from private.calendar_versions(inbox_id, at, at) v where (v.calendar).week is not null) then
    return at;
  end if;
  for v_window in 1..30 loop -- fortnights: more than a year
    select min(case when (v.calendar).week is null then v.part_since else lower(open) end)
    into v_opening
    from private.calendar_versions(inbox_id, v_from, v_from + interval '14 days') v
    left join lateral unnest(private.opening_hours(v.calendar, v.part_since, v.part_until)) open on (v.calendar).week is not null;
    if v_opening is not null then
      return v_opening;
    end if;
    v_from := v_from + interval '14 days';
  end loop;
  return null;
end;
$$;
comment on function private.next_opening(uuid, timestamptz) is
  'The first instant from here on at which the inbox is open: this one if it is, and without a calendar. Null: not within a year.';

-- Setting them

create function private.lock_calendar(inbox_id uuid, to_change boolean)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_key constant bigint := hashtextextended('calendar ' || inbox_id::text, 0);
begin
  if to_change then
    perform pg_advisory_xact_lock(v_key);
  else
    perform pg_advisory_xact_lock_shared(v_key);
  end if;
end;
$$;
comment on function private.lock_calendar(uuid, boolean) is
  'Who counts by a calendar and who changes it wait for each other: a version begins after all that was counted without it. No row is touched.';

create function private.hours_are_valid(hours jsonb)
  returns boolean
  language sql immutable set search_path = ''
as $$
  select jsonb_typeof(hours) = 'array'
    and jsonb_array_length(case jsonb_typeof(hours) when 'array' then hours else '[]' end) <= 12
    and coalesce(
      (
        select bool_and(
          jsonb_typeof(h) = 'object'
            and h ->> 'from' ~ '^([01]\d|2[0-3]):[0-5]\d$'
            and h ->> 'to' ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$'
            and h ->> 'from' <> h ->> 'to'
            and h - array['from', 'to'] = '{}'
        )
        from jsonb_array_elements(case jsonb_typeof(hours) when 'array' then hours else '[]' end) h
      ),
      jsonb_typeof(hours) = 'array' and hours = '[]'
    );
$$;
comment on function private.hours_are_valid(jsonb) is 'At most 12 intervals { from, to } of HH:MM.';

create function private.is_date(value text)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  if value ~ '^\d\d-\d\d$' then
    return ('2000-' || value)::date is not null; -- a leap year: 02-29 is a day of some years
  end if;
  return value ~ '^\d{4}-\d\d-\d\d$' and value::date is not null;
exception
  when data_exception then
    return false;
end;
$$;
comment on function private.is_date(text) is 'YYYY-MM-DD, or MM-DD, and there is such a day.';

create function public.set_calendar(inbox_id uuid, time_zone text, week jsonb, exceptions jsonb default '[]')
  returns public.calendars
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox public.inboxes;
  v_calendar public.calendars;
begin
  select i.* into v_inbox from public.inboxes i where i.id = set_calendar.inbox_id;
  if not found or not private.is_my_workspace(v_inbox.workspace_id) then
    raise exception 'There is no such inbox.' using errcode = 'LC404', hint = 'inbox_not_found';
  end if;
  perform private.require_manager(v_inbox.workspace_id);
  time_zone := private.checked_time_zone(time_zone);
  week := nullif(week, 'null');
  if exceptions is null
    or jsonb_typeof(exceptions) <> 'array'
    or jsonb_array_length(exceptions) > 500
    or (week is not null and (jsonb_typeof(week) <> 'array' or jsonb_array_length(week) <> 7))
    or exists (select from jsonb_array_elements(coalesce(week, '[]')) d where not private.hours_are_valid(d))
    or exists (
      select
      from jsonb_array_elements(exceptions) e
      where jsonb_typeof(e) <> 'object'
        or not coalesce(private.is_date(e ->> 'date') and private.hours_are_valid(e -> 'hours'), false)
        or char_length(coalesce(e ->> 'name', '')) > 100
        or e - array['date', 'name', 'hours'] <> '{}'
    )
    or (select count(*) <> count(distinct e -> 'date') from jsonb_array_elements(exceptions) e)
  then
    raise exception 'A calendar has hours for seven days, and exceptions with a date each.' using errcode = 'LC400', hint = 'calendar_invalid';
  end if;

  perform private.lock_calendar(v_inbox.id, true);
  select c.* into v_calendar from public.calendars c where c.inbox_id = v_inbox.id order by c.valid_from desc limit 1;
  if (v_calendar.time_zone, v_calendar.week, v_calendar.exceptions) is not distinct from (time_zone, week, exceptions) then
    return v_calendar;
  end if;
  insert into public.calendars (workspace_id, inbox_id, valid_from, time_zone, week, exceptions, agent_id)
  values (
    v_inbox.workspace_id,
    v_inbox.id,
    greatest(clock_timestamp(), v_calendar.valid_from + interval '1 microsecond'),
    set_calendar.time_zone,
    set_calendar.week,
    set_calendar.exceptions,
    v_caller
  )
  returning * into v_calendar;
  return v_calendar;
end;
$$;
comment on function public.set_calendar(uuid, text, jsonb, jsonb) is
  'A new version of an inbox''s opening hours, in force from now; week null: always open. The same again: the version that is. For owners and admins. A definer: writes go through functions only. LC400 time_zone_invalid, calendar_invalid; LC401 sign_in_required; LC403 not_allowed; LC404 inbox_not_found.';
revoke execute on function public.set_calendar(uuid, text, jsonb, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.set_calendar(uuid, text, jsonb, jsonb) to authenticated;

revoke execute on all functions in schema private from public;
