-- Who ends a turn or an episode counts business seconds, which cost a third of an answer: the calendar was looked up twice, and a query over
-- days, intervals and ranges was started for what is mostly one interval of today, or none. The figures are the same.

create or replace function private.hours_of_day(calendar public.calendars, day date)
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

create or replace function private.opening_hours(calendar public.calendars, since timestamptz, until timestamptz)
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

create or replace function private.business_seconds(calendar public.calendars, since timestamptz, until timestamptz)
  returns double precision
  language plpgsql stable set search_path = ''
as $$
declare
  v_local constant timestamp := since at time zone calendar.time_zone;
  v_hours constant jsonb := private.hours_of_day(calendar, v_local::date);
  v_from time;
  v_open tstzmultirange;
begin
  -- Mostly both lie in one interval of the day. The local time only says which one to try: instants decide.
  for v_place in 0 .. coalesce(jsonb_array_length(v_hours), 0) - 1 loop
    v_from := v_hours -> v_place ->> 'from';
    if v_from <= v_local::time
      and v_from < (v_hours -> v_place ->> 'to')::time
      and private.instant(v_local::date + v_from, calendar.time_zone) <= since
      and private.instant(v_local::date + (v_hours -> v_place ->> 'to')::time, calendar.time_zone) >= until
    then
      return extract(epoch from until - since);
    end if;
  end loop;
  v_open := private.opening_hours(calendar, since, until);
  if isempty(v_open) then
    return 0;
  elsif v_open = tstzmultirange(range_merge(v_open)) then -- one piece: no query
    return extract(epoch from upper(v_open) - lower(v_open));
  end if;
  return (select sum(extract(epoch from upper(open) - lower(open))) from unnest(v_open) open);
end;
$$;

create function private.counted_hours(inbox_id uuid, since timestamptz, until timestamptz, out calendar_id uuid, out business_seconds double precision)
  language plpgsql stable set search_path = ''
as $$
declare
  v_calendar public.calendars;
begin
  select c.*
  into v_calendar
  from public.calendars c
  where c.inbox_id = counted_hours.inbox_id
    and c.valid_from <= counted_hours.until
  order by c.valid_from desc
  limit 1;
  if v_calendar.week is not null then
    calendar_id := v_calendar.id;
    business_seconds := case
      when v_calendar.valid_from <= since then private.business_seconds(v_calendar, since, until)
      else private.business_seconds(counted_hours.inbox_id, since, until) -- the calendar was changed meanwhile
    end;
  end if;
end;
$$;
comment on function private.counted_hours(uuid, timestamptz, timestamptz) is
  'What is kept of what ended (until): the version of the inbox''s calendar in force then, as calendar_at(), and the seconds in its opening hours, as business_seconds(). One look at the calendar.';

create or replace function private.end_turn(conversation public.conversations, outcome public.turn_outcome)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_counted record;
begin
  perform private.lock_calendar(conversation.inbox_id, false);
  v_counted := private.counted_hours(conversation.inbox_id, conversation.waiting_since, conversation.changed_at);
  update public.turns
  set outcome = end_turn.outcome,
    ended_at = conversation.changed_at,
    replier_id = case when end_turn.outcome = 'replied' then auth.uid() end,
    assignee_id = conversation.assignee_id,
    inbox_id = conversation.inbox_id,
    calendar_id = v_counted.calendar_id,
    business_seconds = v_counted.business_seconds
  where turns.conversation_id = conversation.id
    and turns.outcome = 'waiting';
end;
$$;

revoke execute on all functions in schema private from public;
