-- How times spread, and the hours of the week.

create function public.report_distribution(
  workspace_id uuid,
  since date,
  until date,
  metric text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock',
  label_ids uuid[] default null
)
  returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = 'force_custom_plan' set jit = 'off'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
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
    select width_bucket(x.value, v_edges) as place, count(*) as n, sum(count(*)) over ()::bigint as total
    from (
      select case v_scope.clock when 'business' then m.business_seconds else m.seconds end as value
      from reporting.measurements m
      where m.metric = v_metric
        and m.workspace_id = v_scope.workspace_id
        and m.at >= v_scope.since_at
        and m.at < v_scope.until_at
        and (v_scope.inbox_ids is null or m.inbox_id = any (v_scope.inbox_ids))
        and (v_scope.agent_ids is null or m.agent_id = any (v_scope.agent_ids))
        and (v_scope.conversation_ids is null or m.conversation_id = any (v_scope.conversation_ids))
    ) x
    where x.value is not null -- without a calendar: in no figure
    group by 1
  ) counted on counted.place = edge.place;
  return jsonb_build_object('metric', v_metric, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'n', v_n, 'buckets', v_buckets);
end;
$$;
comment on function public.report_distribution(uuid, date, date, text, uuid[], uuid[], text, uuid[]) is
  'How many took how long, in buckets (from included, to not). A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function public.report_heatmap(
  workspace_id uuid,
  since date,
  until date,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock',
  label_ids uuid[] default null
)
  returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = 'force_custom_plan' set work_mem = '64MB' set jit = 'off'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
  v_cells jsonb;
begin
  select
    jsonb_agg(
      jsonb_build_object(
        'weekday', weekday.weekday,
        'hour', hour.hour,
        'turns', coalesce(x.turns, 0),
        'n', coalesce(x.figures -> 'n', '0'),
        'p90_seconds', x.figures -> 'p90_seconds'
      )
      order by weekday.weekday, hour.hour
    )
  into v_cells
  from generate_series(1, 7) weekday (weekday)
  cross join generate_series(0, 23) hour (hour)
  left join (
    select
      h.weekday,
      width_bucket(t.started_at, h.hours) - 1 as hour,
      count(*) as turns,
      private.report_figures(
        array_agg(case v_scope.clock when 'business' then t.business_seconds else t.seconds end) filter (where t.outcome = 'replied')
      ) as figures
    from private.report_hours(v_scope) h
    cross join lateral (
      select x.*
      from reporting.turns x
      where x.workspace_id = v_scope.workspace_id
        and x.started_at >= h.since_at
        and x.started_at < h.until_at
    ) t
    where (v_scope.inbox_ids is null or t.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or t.agent_id = any (v_scope.agent_ids))
      and (v_scope.conversation_ids is null or t.conversation_id = any (v_scope.conversation_ids))
    group by 1, 2
  ) x on x.weekday = weekday.weekday and x.hour = hour.hour;
  return jsonb_build_object('time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'cells', v_cells);
end;
$$;
comment on function public.report_heatmap(uuid, date, date, uuid[], uuid[], text, uuid[]) is
  'Turns by the hour of the week in which they began: how many, and the 90th percentile of those answered. A definer: membership is checked once. LC400 days_invalid, clock_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

revoke execute on function
  public.report_distribution(uuid, date, date, text, uuid[], uuid[], text, uuid[]),
  public.report_heatmap(uuid, date, date, uuid[], uuid[], text, uuid[])
  from public, anon, authenticated, service_role;
grant execute on function
  public.report_distribution(uuid, date, date, text, uuid[], uuid[], text, uuid[]),
  public.report_heatmap(uuid, date, date, uuid[], uuid[], text, uuid[])
  to authenticated;
