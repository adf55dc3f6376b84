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
  clock text
);
comment on type private.report_scope is 'What a report is of, checked: whose, which days and instants, which inboxes and agents (null: all), which clock.';

create function private.report_scope(workspace_id uuid, since date, until date, inbox_ids uuid[], agent_ids uuid[], clock text)
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
    inbox_ids, agent_ids, clock
  )::private.report_scope;
end;
$$;
comment on function private.report_scope(uuid, date, date, uuid[], uuid[], text) is
  'Checks what every report is asked with; who asks comes first. LC400 days_invalid, clock_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function private.report_times(scope private.report_scope, metric text)
  returns jsonb
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
    select private.report_figures(
      count(x.value), avg(x.value), percentile_cont(array[0.5, 0.9, 0.95]) within group (order by x.value), max(x.value),
      count(*) - count(x.value)
    )
    from reporting.measurements m
    cross join lateral (select case scope.clock when 'business' then m.business_seconds else m.seconds end as value) x
    where m.metric = report_times.metric
      and m.workspace_id = scope.workspace_id
      and m.at >= scope.since_at
      and m.at < scope.until_at
      and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or m.agent_id = any (scope.agent_ids))
  );
end;
$$;
comment on function private.report_times(private.report_scope, text) is 'Figures of a metric over the whole range.';

create function private.report_share(n bigint, turns bigint, waiting bigint)
  returns jsonb
  language sql immutable parallel safe set search_path = ''
as $$
  select jsonb_build_object('n', n, 'of', turns, 'waiting', waiting, 'share', n::double precision / nullif(turns, 0));
$$;
comment on function private.report_share(bigint, bigint, bigint) is 'Unanswered turns in the shape of docs/api.md.';

create function private.report_unanswered(scope private.report_scope)
  returns jsonb
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
    select jsonb_build_object(
      'first', private.report_share(
        count(*) filter (where t.is_first and t.is_unanswered),
        count(*) filter (where t.is_first),
        count(*) filter (where t.is_first and t.outcome = 'waiting')
      ),
      'later', private.report_share(
        count(*) filter (where not t.is_first and t.is_unanswered),
        count(*) filter (where not t.is_first),
        count(*) filter (where not t.is_first and t.outcome = 'waiting')
      )
    )
    from reporting.turns t
    where t.workspace_id = scope.workspace_id
      and t.started_at >= scope.since_at
      and t.started_at < scope.until_at
      and (scope.inbox_ids is null or t.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or t.agent_id = any (scope.agent_ids))
  );
end;
$$;
comment on function private.report_unanswered(private.report_scope) is 'Turns that began in the range: how many, without an answer, waiting; first and later ones apart.';

create function private.report_volume(scope private.report_scope)
  returns jsonb
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
    select jsonb_build_object(
      'conversations', case when scope.agent_ids is null then count(*) filter (where not o.is_reopening) end,
      'reopened', case when scope.agent_ids is null then count(*) filter (where o.is_reopening) end
    )
    from reporting.openings o
    where o.workspace_id = scope.workspace_id
      and o.at >= scope.since_at
      and o.at < scope.until_at
      and (scope.inbox_ids is null or o.inbox_id = any (scope.inbox_ids))
  ) || (
    select jsonb_build_object(
      'messages_in', case when scope.agent_ids is null then count(*) filter (where m.author = 'contact') end,
      'messages_out', count(*) filter (where m.author = 'agent')
    )
    from reporting.messages m
    where m.workspace_id = scope.workspace_id
      and m.at >= scope.since_at
      and m.at < scope.until_at
      and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or m.agent_id = any (scope.agent_ids))
  );
end;
$$;
comment on function private.report_volume(private.report_scope) is
  'Conversations and messages of the range. Of chosen agents only what they wrote: a customer''s message is nobody''s, null.';

create function private.report_period(scope private.report_scope)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'since', scope.since,
    'until', scope.until,
    'first_reply', private.report_times(scope, 'first_reply'),
    'reply', private.report_times(scope, 'reply'),
    'resolution', private.report_times(scope, 'resolution'),
    'volume', private.report_volume(scope),
    'unanswered', private.report_unanswered(scope)
  );
end;
$$;
comment on function private.report_period(private.report_scope) is 'All figures of a range.';

create function public.report_overview(
  workspace_id uuid, since date, until date, inbox_ids uuid[] default null, agent_ids uuid[] default null, clock text default 'clock'
)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_scope private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock);
  v_result jsonb;
begin
  v_result := jsonb_build_object('time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'period', private.report_period(v_scope));
  v_scope.until := v_scope.since;
  v_scope.until_at := v_scope.since_at;
  v_scope.since := since - (until - since);
  v_scope.since_at := private.instant(v_scope.since::timestamp, v_scope.time_zone);
  return v_result || jsonb_build_object('before', private.report_period(v_scope));
end;
$$;
comment on function public.report_overview(uuid, date, date, uuid[], uuid[], text) is
  'The figures of a range of days and of as many days before. A definer: membership is checked once. LC400 days_invalid, clock_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

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

create function private.report_turns_by_day(scope private.report_scope)
  returns table (day date, is_first boolean, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select
    t.day,
    t.is_first,
    private.report_share(count(*) filter (where t.is_unanswered), count(*), count(*) filter (where t.outcome = 'waiting'))
  from reporting.turns t
  where t.workspace_id = scope.workspace_id
    and t.started_at >= scope.since_at
    and t.started_at < scope.until_at
    and (scope.inbox_ids is null or t.inbox_id = any (scope.inbox_ids))
    and (scope.agent_ids is null or t.agent_id = any (scope.agent_ids))
  group by t.day, t.is_first;
end;
$$;
comment on function private.report_turns_by_day(private.report_scope) is 'Unanswered turns of each day, first and later ones apart.';

create function public.report_series(
  workspace_id uuid,
  since date,
  until date,
  metric text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock'
)
  returns jsonb
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock);
  v_metric constant text := private.checked_metric(metric, array['first_reply', 'reply', 'resolution', 'volume', 'unanswered']);
  v_days jsonb;
begin
  if v_metric = 'volume' then
    select jsonb_agg(
      jsonb_build_object(
        'day', d.day::date,
        'conversations', case when v_scope.agent_ids is null then coalesce(o.conversations, 0) end,
        'reopened', case when v_scope.agent_ids is null then coalesce(o.reopened, 0) end,
        'messages_in', case when v_scope.agent_ids is null then coalesce(m.messages_in, 0) end,
        'messages_out', coalesce(m.messages_out, 0)
      )
      order by d.day
    )
    into v_days
    from generate_series(v_scope.since, v_scope.until - 1, interval '1 day') d (day)
    left join (
      select
        x.day,
        count(*) filter (where not x.is_reopening) as conversations,
        count(*) filter (where x.is_reopening) as reopened
      from reporting.openings x
      where x.workspace_id = v_scope.workspace_id
        and x.at >= v_scope.since_at
        and x.at < v_scope.until_at
        and (v_scope.inbox_ids is null or x.inbox_id = any (v_scope.inbox_ids))
      group by x.day
    ) o on o.day = d.day
    left join (
      select
        x.day,
        count(*) filter (where x.author = 'contact') as messages_in,
        count(*) filter (where x.author = 'agent') as messages_out
      from reporting.messages x
      where x.workspace_id = v_scope.workspace_id
        and x.at >= v_scope.since_at
        and x.at < v_scope.until_at
        and (v_scope.inbox_ids is null or x.inbox_id = any (v_scope.inbox_ids))
        and (v_scope.agent_ids is null or x.agent_id = any (v_scope.agent_ids))
      group by x.day
    ) m on m.day = d.day;
  elsif v_metric = 'unanswered' then
    select jsonb_agg(
      jsonb_build_object(
        'day', d.day::date,
        'first', coalesce(f.figures, private.report_share(0, 0, 0)),
        'later', coalesce(l.figures, private.report_share(0, 0, 0))
      )
      order by d.day
    )
    into v_days
    from generate_series(v_scope.since, v_scope.until - 1, interval '1 day') d (day)
    left join private.report_turns_by_day(v_scope) f on f.day = d.day and f.is_first
    left join private.report_turns_by_day(v_scope) l on l.day = d.day and not l.is_first;
  else
    select jsonb_agg(
      jsonb_build_object('day', d.day::date)
        || coalesce(x.figures, private.report_figures(0, null, null, null, 0))
      order by d.day
    )
    into v_days
    from generate_series(v_scope.since, v_scope.until - 1, interval '1 day') d (day)
    left join (
      select
        m.day,
        private.report_figures(
          count(x.value), avg(x.value), percentile_cont(array[0.5, 0.9, 0.95]) within group (order by x.value), max(x.value),
          count(*) - count(x.value)
        ) as figures
      from reporting.measurements m
      cross join lateral (select case v_scope.clock when 'business' then m.business_seconds else m.seconds end as value) x
      where m.metric = v_metric
        and m.workspace_id = v_scope.workspace_id
        and m.at >= v_scope.since_at
        and m.at < v_scope.until_at
        and (v_scope.inbox_ids is null or m.inbox_id = any (v_scope.inbox_ids))
        and (v_scope.agent_ids is null or m.agent_id = any (v_scope.agent_ids))
      group by m.day
    ) x on x.day = d.day;
  end if;
  return jsonb_build_object('metric', v_metric, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'days', v_days);
end;
$$;
comment on function public.report_series(uuid, date, date, text, uuid[], uuid[], text) is
  'A metric by day, each day of the range. A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function public.report_distribution(
  workspace_id uuid,
  since date,
  until date,
  metric text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock'
)
  returns jsonb
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock);
  v_metric constant text := private.checked_metric(metric, array['first_reply', 'reply', 'resolution']);
  v_edges constant double precision[] := array[0, 60, 300, 900, 3600, 14400, 28800, 86400, 259200, 604800];
  v_buckets jsonb;
  v_n bigint;
begin
  select
    jsonb_agg(
      jsonb_build_object(
        'from_seconds', v_edges[edge.place],
        'to_seconds', v_edges[edge.place + 1],
        'n', coalesce(counted.n, 0),
        'share', coalesce(counted.n, 0)::double precision / nullif(counted.total, 0)
      )
      order by edge.place
    ),
    coalesce(max(counted.total), 0)
  into v_buckets, v_n
  from generate_series(1, cardinality(v_edges)) edge (place)
  left join (
    select
      width_bucket(case v_scope.clock when 'business' then m.business_seconds else m.seconds end, v_edges) as place,
      count(*) as n,
      sum(count(*)) over ()::bigint as total
    from reporting.measurements m
    where m.metric = v_metric
      and m.workspace_id = v_scope.workspace_id
      and m.at >= v_scope.since_at
      and m.at < v_scope.until_at
      and (v_scope.inbox_ids is null or m.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or m.agent_id = any (v_scope.agent_ids))
      and (v_scope.clock = 'clock' or m.business_seconds is not null)
    group by 1
  ) counted on counted.place = edge.place;
  return jsonb_build_object('metric', v_metric, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'n', v_n, 'buckets', v_buckets);
end;
$$;
comment on function public.report_distribution(uuid, date, date, text, uuid[], uuid[], text) is
  'How many took how long, in buckets (from included, to not). A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function public.report_heatmap(
  workspace_id uuid, since date, until date, inbox_ids uuid[] default null, agent_ids uuid[] default null, clock text default 'clock'
)
  returns jsonb
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock);
  v_cells jsonb;
begin
  select
    jsonb_agg(
      jsonb_build_object(
        'weekday', weekday.weekday,
        'hour', hour.hour,
        'turns', coalesce(x.turns, 0),
        'n', coalesce(x.n, 0),
        'p90_seconds', x.p90_seconds
      )
      order by weekday.weekday, hour.hour
    )
  into v_cells
  from generate_series(1, 7) weekday (weekday)
  cross join generate_series(0, 23) hour (hour)
  left join (
    select
      t.weekday,
      t.hour,
      count(*) as turns,
      count(v.value) as n,
      percentile_cont(0.9) within group (order by v.value) as p90_seconds
    from reporting.turns t
    cross join lateral (
      select case when t.outcome = 'replied' then case v_scope.clock when 'business' then t.business_seconds else t.seconds end end as value
    ) v
    where t.workspace_id = v_scope.workspace_id
      and t.started_at >= v_scope.since_at
      and t.started_at < v_scope.until_at
      and (v_scope.inbox_ids is null or t.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or t.agent_id = any (v_scope.agent_ids))
    group by t.weekday, t.hour
  ) x on x.weekday = weekday.weekday and x.hour = hour.hour;
  return jsonb_build_object('time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'cells', v_cells);
end;
$$;
comment on function public.report_heatmap(uuid, date, date, uuid[], uuid[], text) is
  'Turns by the hour of the week in which they began: how many, and the 90th percentile of those answered. A definer: membership is checked once. LC400 days_invalid, clock_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function public.report_breakdown(
  workspace_id uuid,
  since date,
  until date,
  by text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock'
)
  returns jsonb
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock);
  v_none constant jsonb := private.report_figures(0, null, null, null, 0);
  v_rows jsonb;
begin
  if by is null or by not in ('agent', 'inbox') then
    raise exception 'Break down by agent or inbox.' using errcode = 'LC400', hint = 'by_invalid';
  end if;
  with times as (
    select asked.metric, counted.id, counted.figures
    from (values ('first_reply'), ('reply'), ('resolution')) asked (metric)
    cross join lateral ( -- one after the other: each sorts no more than its own
      select
        k.id,
        private.report_figures(
          count(x.value), avg(x.value), percentile_cont(array[0.5, 0.9, 0.95]) within group (order by x.value), max(x.value),
          count(*) - count(x.value)
        ) as figures
      from reporting.measurements m
      cross join lateral (select case v_scope.clock when 'business' then m.business_seconds else m.seconds end as value) x
      cross join lateral (select case by when 'agent' then m.agent_id else m.inbox_id end as id) k
      where m.metric = asked.metric
        and m.workspace_id = v_scope.workspace_id
        and m.at >= v_scope.since_at
        and m.at < v_scope.until_at
        and (v_scope.inbox_ids is null or m.inbox_id = any (v_scope.inbox_ids))
        and (v_scope.agent_ids is null or m.agent_id = any (v_scope.agent_ids))
      group by k.id
    ) counted
  ),
  unanswered as (
    select
      k.id,
      private.report_share(count(*) filter (where t.is_unanswered), count(*), count(*) filter (where t.outcome = 'waiting')) as figures
    from reporting.turns t
    cross join lateral (select case by when 'agent' then t.agent_id else t.inbox_id end as id) k
    where t.workspace_id = v_scope.workspace_id
      and t.started_at >= v_scope.since_at
      and t.started_at < v_scope.until_at
      and (v_scope.inbox_ids is null or t.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or t.agent_id = any (v_scope.agent_ids))
    group by k.id
  ),
  written as (
    select
      k.id,
      count(*) filter (where m.author = 'contact') as messages_in,
      count(*) filter (where m.author = 'agent') as messages_out
    from reporting.messages m
    cross join lateral (select case by when 'agent' then m.agent_id else m.inbox_id end as id) k
    where m.workspace_id = v_scope.workspace_id
      and m.at >= v_scope.since_at
      and m.at < v_scope.until_at
      and (by <> 'agent' or m.author = 'agent')
      and (v_scope.inbox_ids is null or m.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or m.agent_id = any (v_scope.agent_ids))
    group by k.id
  ),
  named as (
    select a.user_id as id, a.name, a.removed_at is not null as is_gone
    from public.agents a
    where by = 'agent'
      and a.workspace_id = v_scope.workspace_id
      and (v_scope.agent_ids is null or a.user_id = any (v_scope.agent_ids))
    union all
    select null, null, false
    where by = 'agent'
      and v_scope.agent_ids is null
    union all
    select i.id, i.name, false
    from public.inboxes i
    where by = 'inbox'
      and i.workspace_id = v_scope.workspace_id
      and (v_scope.inbox_ids is null or i.id = any (v_scope.inbox_ids))
  )
  select
    coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', named.id,
          'name', named.name,
          'first_reply', coalesce(f.figures, v_none),
          'reply', coalesce(r.figures, v_none),
          'resolution', coalesce(s.figures, v_none),
          'unanswered', coalesce(u.figures, private.report_share(0, 0, 0)),
          'messages_in', case when by = 'inbox' and v_scope.agent_ids is null then coalesce(w.messages_in, 0) end,
          'messages_out', coalesce(w.messages_out, 0)
        )
        order by named.id is null, named.name, named.id
      ),
      '[]'
    )
  into v_rows
  from named
  left join times f on f.metric = 'first_reply' and f.id is not distinct from named.id
  left join times r on r.metric = 'reply' and r.id is not distinct from named.id
  left join times s on s.metric = 'resolution' and s.id is not distinct from named.id
  left join unanswered u on u.id is not distinct from named.id
  left join written w on w.id is not distinct from named.id
  where (named.id is not null and not named.is_gone) -- who left, and nobody: only with something to show
    or coalesce(f.figures, r.figures, s.figures, u.figures) is not null
    or w.messages_out > 0;
  return jsonb_build_object('by', by, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'rows', v_rows);
end;
$$;
comment on function public.report_breakdown(uuid, date, date, text, uuid[], uuid[], text) is
  'The figures by agent or by inbox; who left, and nobody (null), only with something to show. A definer: membership is checked once. LC400 days_invalid, clock_invalid, by_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function public.report_live(workspace_id uuid, inbox_ids uuid[] default null)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_board jsonb;
begin
  perform private.require_agent(workspace_id);
  select jsonb_build_object(
    'open', count(*) filter (where c.status = 'open'),
    'snoozed', count(*) filter (where c.status = 'snoozed'),
    'unassigned', count(*) filter (where c.status = 'open' and c.assignee_id is null)
  )
  into v_board
  from public.conversations c
  where c.workspace_id = report_live.workspace_id
    and c.status <> 'closed'
    and (inbox_ids is null or c.inbox_id = any (inbox_ids));
  v_board := v_board || (
    select jsonb_build_object(
      'waiting', count(*),
      'longest_wait_seconds', max(w.seconds),
      'longest_wait_conversation_id', (array_agg(w.conversation_id order by w.waiting_since, w.conversation_id))[1]
    )
    from reporting.waiting_now w
    where w.workspace_id = report_live.workspace_id
      and (inbox_ids is null or w.inbox_id = any (inbox_ids))
  );
  return v_board || (
    select jsonb_build_object(
      'as_of', statement_timestamp(),
      'agents_present', count(*) filter (where private.is_present(a)),
      'agents', jsonb_agg(
        jsonb_build_object(
          'id', a.user_id,
          'name', a.name,
          'avatar_url', a.avatar_url,
          'present', coalesce(private.is_present(a), false),
          'open', (
            select count(*)
            from public.conversations c
            where c.workspace_id = a.workspace_id
              and c.assignee_id = a.user_id
              and c.status = 'open'
              and (inbox_ids is null or c.inbox_id = any (inbox_ids))
          ),
          'waiting', (
            select count(*)
            from reporting.waiting_now w
            where w.workspace_id = a.workspace_id
              and w.agent_id = a.user_id
              and (inbox_ids is null or w.inbox_id = any (inbox_ids))
          )
        )
        order by a.name, a.user_id
      )
    )
    from public.agents a
    where a.workspace_id = report_live.workspace_id
      and a.removed_at is null
  );
end;
$$;
comment on function public.report_live(uuid, uuid[]) is
  'The board of this moment: open, waiting, longest wait, and each agent, present or not. A definer: membership is checked once. LC401 sign_in_required; LC404 workspace_not_found.';

create function private.checked_place(place jsonb)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if place is null or jsonb_typeof(place) = 'null' then
    return null;
  end if;
  perform (place ->> 'at')::timestamptz, (place ->> 'conversation_id')::uuid, (place ->> 'episode')::integer, (place ->> 'turn')::integer;
  if num_nulls(place ->> 'at', place ->> 'conversation_id', place ->> 'episode', place ->> 'turn') > 0 then
    raise exception 'A part is missing.' using errcode = 'invalid_text_representation';
  end if;
  return place;
exception
  when data_exception then
    raise exception 'This is no place in the list: pass next as it came.' using errcode = 'LC400', hint = 'after_invalid';
end;
$$;
comment on function private.checked_place(jsonb) is 'Where a list goes on; null: at its beginning. LC400 after_invalid.';

create function public.report_conversations(
  workspace_id uuid,
  since date,
  until date,
  metric text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock',
  from_seconds double precision default null,
  to_seconds double precision default null,
  weekday integer default null,
  hour integer default null,
  after jsonb default null,
  max integer default 50
)
  returns jsonb
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock);
  v_metric constant text := private.checked_metric(
    metric,
    array['first_reply', 'reply', 'resolution', 'unanswered_first', 'unanswered_later', 'turns', 'conversations', 'reopened']
  );
  v_after constant jsonb := private.checked_place(after);
  v_after_at constant timestamptz := v_after ->> 'at';
  v_after_id constant uuid := v_after ->> 'conversation_id';
  v_after_episode constant integer := v_after ->> 'episode';
  v_after_turn constant integer := v_after ->> 'turn';
  v_max constant integer := least(greatest(coalesce(max, 50), 1), 200);
  v_rows jsonb;
  v_next jsonb;
begin
  select
    coalesce(
      jsonb_agg(
        jsonb_build_object(
          'conversation_id', page.conversation_id,
          'episode', page.episode,
          'turn', page.turn,
          'inbox_id', page.inbox_id,
          'agent_id', page.agent_id,
          'contact', jsonb_build_object('id', k.id, 'name', k.name, 'email', k.email),
          'status', c.status,
          'preview', c.last_message_preview,
          'outcome', page.outcome,
          'started_at', page.started_at,
          'ended_at', page.ended_at,
          'seconds', page.value
        )
        order by page.place
      ) filter (where page.place <= v_max),
      '[]'
    ),
    case
      when count(*) > v_max then
        jsonb_agg(
          jsonb_build_object('at', page.at, 'conversation_id', page.conversation_id, 'episode', page.episode, 'turn', coalesce(page.turn, 0))
        ) filter (where page.place = v_max) -> 0
    end
  into v_rows, v_next
  from (
    select
      x.*,
      row_number() over (order by x.at desc, x.conversation_id desc, x.episode desc, coalesce(x.turn, 0) desc) as place
    from (
      select
        m.metric, m.workspace_id, m.inbox_id, m.agent_id, m.conversation_id, m.episode, m.turn, m.at, m.weekday, m.hour,
        null as outcome, m.started_at, m.at as ended_at,
        case v_scope.clock when 'business' then m.business_seconds else m.seconds end as value
      from reporting.measurements m
      union all
      select
        k.metric, t.workspace_id, t.inbox_id, t.agent_id, t.conversation_id, t.episode, t.turn, t.started_at, t.weekday, t.hour,
        t.outcome::text, t.started_at, t.ended_at,
        case v_scope.clock when 'business' then t.business_seconds else t.seconds end
      from reporting.turns t
      cross join lateral (
        select 'turns' as metric
        union all
        select case when t.is_first then 'unanswered_first' else 'unanswered_later' end where t.is_unanswered
      ) k
      union all
      select
        case when o.is_reopening then 'reopened' else 'conversations' end, o.workspace_id, o.inbox_id, null, o.conversation_id, o.episode,
        null, o.at, o.weekday, o.hour, null, o.at, null, null
      from reporting.openings o
    ) x
    where x.metric = v_metric
      and x.workspace_id = v_scope.workspace_id
      and x.at >= v_scope.since_at
      and x.at < v_scope.until_at
      and (v_scope.inbox_ids is null or x.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or x.agent_id = any (v_scope.agent_ids))
      and (x.value is not null or v_metric not in ('first_reply', 'reply', 'resolution')) -- without a calendar: in no figure
      and (from_seconds is null or x.value >= from_seconds)
      and (to_seconds is null or x.value < to_seconds)
      and (report_conversations.weekday is null or x.weekday = report_conversations.weekday)
      and (report_conversations.hour is null or x.hour = report_conversations.hour)
      and (
        v_after is null
        or (x.at, x.conversation_id, x.episode, coalesce(x.turn, 0)) < (v_after_at, v_after_id, v_after_episode, v_after_turn)
      )
    order by x.at desc, x.conversation_id desc, x.episode desc, coalesce(x.turn, 0) desc
    limit v_max + 1
  ) page
  join public.conversations c on c.id = page.conversation_id
  join public.contacts k on k.id = c.contact_id;
  return jsonb_build_object('metric', v_metric, 'clock', v_scope.clock, 'rows', v_rows, 'next', v_next);
end;
$$;
comment on function public.report_conversations(uuid, date, date, text, uuid[], uuid[], text, double precision, double precision, integer, integer, jsonb, integer) is
  'What a figure is made of, newest first: from its bucket (from_seconds, to_seconds) or its hour of the week. A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid, after_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

revoke execute on function
  public.report_overview(uuid, date, date, uuid[], uuid[], text),
  public.report_series(uuid, date, date, text, uuid[], uuid[], text),
  public.report_distribution(uuid, date, date, text, uuid[], uuid[], text),
  public.report_heatmap(uuid, date, date, uuid[], uuid[], text),
  public.report_breakdown(uuid, date, date, text, uuid[], uuid[], text),
  public.report_live(uuid, uuid[]),
  public.report_conversations(uuid, date, date, text, uuid[], uuid[], text, double precision, double precision, integer, integer, jsonb, integer)
  from public, anon, authenticated, service_role;
grant execute on function
  public.report_overview(uuid, date, date, uuid[], uuid[], text),
  public.report_series(uuid, date, date, text, uuid[], uuid[], text),
  public.report_distribution(uuid, date, date, text, uuid[], uuid[], text),
  public.report_heatmap(uuid, date, date, uuid[], uuid[], text),
  public.report_breakdown(uuid, date, date, text, uuid[], uuid[], text),
  public.report_live(uuid, uuid[]),
  public.report_conversations(uuid, date, date, text, uuid[], uuid[], text, double precision, double precision, integer, integer, jsonb, integer)
  to authenticated;
revoke execute on all functions in schema private from public;
