-- What reports keep of the opening hours in a wait, with one look at the calendar.

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

revoke execute on all functions in schema private from public;
