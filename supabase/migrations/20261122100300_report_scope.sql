-- The page's reports: the views of `reporting`, for one workspace, a range of its days, and filters. Shapes: docs/api.md.

create type private.report_scope as (
  workspace_id uuid,
  time_zone text,
  since date,
  until date,
  since_at timestamptz,
  until_at timestamptz,
  inbox_ids uuid[],
  agent_ids uuid[],
  clock text,
  conversation_ids uuid[]
);
comment on type private.report_scope is
  'What a report is of, checked: whose, which days and instants, which inboxes, agents and conversations (null: all), which clock.';

create function private.labelled_conversations(workspace_id uuid, label_ids uuid[])
  returns uuid[]
  language plpgsql stable set search_path = ''
as $$
begin
  if label_ids is null then
    return null;
  end if;
  return (
    select coalesce(array_agg(distinct l.conversation_id), '{}')
    from reporting.labelled l
    where l.workspace_id = labelled_conversations.workspace_id
      and l.label_id = any (label_ids)
  );
end;
$$;
comment on function private.labelled_conversations(uuid, uuid[]) is
  'The conversations that have one of these labels now; null, for all, without labels to look for.';

create function private.report_scope(
  workspace_id uuid, since date, until date, inbox_ids uuid[], agent_ids uuid[], clock text, label_ids uuid[]
)
  returns private.report_scope
  language plpgsql stable set search_path = ''
as $$
declare
  v_zone text;
begin
  perform private.require_agent(workspace_id);
  select w.time_zone into v_zone from public.workspaces w where w.id = report_scope.workspace_id;
  if since is null or until is null or since < date '2000-01-01' or until > date '2100-01-01' or until - since not between 1 and 366 then
    raise exception 'A report spans 1 to 366 days.' using errcode = 'LC400', hint = 'days_invalid';
  end if;
  if clock is null or clock not in ('clock', 'business') then
    raise exception 'The clock is clock or business.' using errcode = 'LC400', hint = 'clock_invalid';
  end if;
  return row(
    workspace_id, v_zone, since, until,
    private.instant(since::timestamp, v_zone), private.instant(until::timestamp, v_zone),
    inbox_ids, agent_ids, clock, private.labelled_conversations(workspace_id, label_ids)
  )::private.report_scope;
end;
$$;
comment on function private.report_scope(uuid, date, date, uuid[], uuid[], text, uuid[]) is
  'Checks what every report is asked with; who asks comes first. LC400 days_invalid, clock_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function private.report_days(scope private.report_scope)
  returns table (day date, since_at timestamptz, until_at timestamptz)
  language sql stable rows 31 set search_path = ''
as $$
  select
    scope.since + n,
    private.instant((scope.since + n)::timestamp, scope.time_zone),
    private.instant((scope.since + n + 1)::timestamp, scope.time_zone)
  from generate_series(0, scope.until - scope.since - 1) n;
$$;
comment on function private.report_days(private.report_scope) is
  'The days of a range and the instants between which each lies: 23, 24 or 25 hours, or what else the zone did.';

create function private.report_spans(scope private.report_scope, by_day boolean)
  returns table (day date, since_at timestamptz, until_at timestamptz)
  language sql stable rows 31 set search_path = ''
as $$
  select d.day, d.since_at, d.until_at
  from private.report_days(scope) d
  where by_day
  union all
  select null, scope.since_at, scope.until_at
  where not by_day;
$$;
comment on function private.report_spans(private.report_scope, boolean) is
  'What figures are asked of: each day of a range, or all of it at once (its day is null).';

create function private.report_hours(scope private.report_scope)
  returns table (weekday integer, since_at timestamptz, until_at timestamptz, hours timestamptz[])
  language sql stable rows 31 set search_path = ''
as $$
  select
    extract(isodow from d.day)::integer,
    d.since_at,
    d.until_at,
    case d.until_at - d.since_at
      when interval '24 hours' then array(select d.since_at + make_interval(hours => h) from generate_series(0, 23) h order by h)
      else array(select private.instant(d.day + make_time(h, 0, 0), scope.time_zone) from generate_series(0, 23) h order by h)
    end
  from private.report_days(scope) d;
$$;
comment on function private.report_hours(private.report_scope) is
  'The days of a range, each with the 24 instants at which its local hours begin: width_bucket() tells the hour. One that comes twice is one hour; one that is left out ends as it begins.';

create function private.report_figures(n bigint, mean_seconds double precision, percentiles double precision[], no_calendar bigint)
  returns jsonb
  language sql immutable parallel safe set search_path = ''
as $$
  select jsonb_build_object(
    'n', n,
    'mean_seconds', mean_seconds,
    'p50_seconds', percentiles[1],
    'p90_seconds', percentiles[2],
    'p95_seconds', percentiles[3],
    'max_seconds', percentiles[4],
    'no_calendar', no_calendar
  );
$$;
comment on function private.report_figures(bigint, double precision, double precision[], bigint) is
  'Figures in the shape of docs/api.md; percentiles are the 50th, 90th, 95th and 100th.';

create function private.report_figures(seconds double precision[])
  returns jsonb
  language sql immutable parallel safe set search_path = ''
as $$
  select private.report_figures(
    count(x.value), avg(x.value), percentile_cont(array[0.5, 0.9, 0.95, 1]) within group (order by x.value), count(*) - count(x.value)
  )
  from (select unnest(seconds) as value) x;
$$;
comment on function private.report_figures(double precision[]) is
  'The same of gathered times: array_agg() lets groups be hashed, and each sorts no more than its own. Nulls are times without a calendar.';

create function private.checked_parts(parts text[], allowed text[])
  returns text[]
  language plpgsql immutable set search_path = ''
as $$
begin
  if parts is null or not parts <@ allowed then
    raise exception 'There is no such part.' using errcode = 'LC400', hint = 'parts_invalid';
  end if;
  return parts;
end;
$$;
comment on function private.checked_parts(text[], text[]) is 'Which parts of a report are asked for, each of those that it has. LC400 parts_invalid.';

create function private.checked_metric(metric text, allowed text[])
  returns text
  language plpgsql immutable set search_path = ''
as $$
begin
  if metric is null or metric <> all (allowed) then
    raise exception 'There is no such metric here.' using errcode = 'LC400', hint = 'metric_invalid';
  end if;
  return metric;
end;
$$;
comment on function private.checked_metric(text, text[]) is 'One of those that the report knows. LC400 metric_invalid.';

revoke execute on all functions in schema private from public;
