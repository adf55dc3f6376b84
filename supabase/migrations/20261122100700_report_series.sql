-- A metric by day. Each day is a range of the index, so that no row is asked for its day.

create function private.report_times_by_day(scope private.report_scope, metric text)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_days(scope) d
  cross join lateral (
    select private.report_figures(array_agg(x.value)) as figures
    from (
      select case scope.clock when 'business' then r.business_seconds else r.seconds end as value
      from reporting.replies r
      where (metric = 'reply' or (metric = 'first_reply' and r.is_first))
        and r.workspace_id = scope.workspace_id
        and r.at >= d.since_at
        and r.at < d.until_at
        and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
        and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
        and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
      union all
      select case scope.clock when 'business' then r.business_seconds else r.seconds end
      from reporting.resolutions r
      where metric = 'resolution'
        and r.workspace_id = scope.workspace_id
        and r.at >= d.since_at
        and r.at < d.until_at
        and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
        and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
        and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
    ) x
  ) f;
end;
$$;
comment on function private.report_times_by_day(private.report_scope, text) is 'First reply, reply or resolution times of each day.';

create function private.report_unanswered_by_day(scope private.report_scope)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_days(scope) d
  cross join lateral (
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
    ) as figures
    from reporting.turns t
    where t.workspace_id = scope.workspace_id
      and t.started_at >= d.since_at
      and t.started_at < d.until_at
      and (scope.inbox_ids is null or t.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or t.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or t.conversation_id = any (scope.conversation_ids))
  ) f;
end;
$$;
comment on function private.report_unanswered_by_day(private.report_scope) is 'Unanswered turns of each day, first and later ones apart.';

create function private.report_volume_by_day(scope private.report_scope)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select
    d.day,
    jsonb_build_object(
      'conversations', case when scope.agent_ids is null then opened.conversations end,
      'reopened', case when scope.agent_ids is null then opened.reopened end,
      'messages_in', case when scope.agent_ids is null then received.messages_in end,
      'messages_out', sent.messages_out
    )
  from private.report_days(scope) d
  cross join lateral (
    select
      count(*) filter (where not o.is_reopening) as conversations,
      count(*) filter (where o.is_reopening) as reopened
    from reporting.openings o
    where o.workspace_id = scope.workspace_id
      and o.at >= d.since_at
      and o.at < d.until_at
      and (scope.inbox_ids is null or o.inbox_id = any (scope.inbox_ids))
      and (scope.conversation_ids is null or o.conversation_id = any (scope.conversation_ids))
  ) opened
  cross join lateral (
    select count(*) as messages_in
    from reporting.messages m
    where m.author = 'contact'
      and m.workspace_id = scope.workspace_id
      and m.at >= d.since_at
      and m.at < d.until_at
      and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
      and (scope.conversation_ids is null or m.conversation_id = any (scope.conversation_ids))
  ) received
  cross join lateral (
    select count(*) as messages_out
    from reporting.messages m
    where m.author = 'agent'
      and m.workspace_id = scope.workspace_id
      and m.at >= d.since_at
      and m.at < d.until_at
      and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or m.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or m.conversation_id = any (scope.conversation_ids))
  ) sent;
end;
$$;
comment on function private.report_volume_by_day(private.report_scope) is
  'Conversations and messages of each day. Of chosen agents only what they wrote: a customer''s message is nobody''s, null.';

create function public.report_series(
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
  set search_path = '' set work_mem = '64MB' set jit = 'off'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
  v_metric constant text := private.checked_metric(metric, array['first_reply', 'reply', 'resolution', 'volume', 'unanswered', 'ratings']);
  v_days jsonb;
begin
  if v_metric = 'volume' then
    select jsonb_agg(jsonb_build_object('day', d.day) || d.figures order by d.day) into v_days from private.report_volume_by_day(v_scope) d;
  elsif v_metric = 'unanswered' then
    select jsonb_agg(jsonb_build_object('day', d.day) || d.figures order by d.day) into v_days from private.report_unanswered_by_day(v_scope) d;
  elsif v_metric = 'ratings' then
    select jsonb_agg(jsonb_build_object('day', d.day) || d.figures order by d.day) into v_days from private.report_ratings_by_day(v_scope) d;
  else
    select jsonb_agg(jsonb_build_object('day', d.day) || d.figures order by d.day) into v_days from private.report_times_by_day(v_scope, v_metric) d;
  end if;
  return jsonb_build_object('metric', v_metric, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'days', v_days);
end;
$$;
comment on function public.report_series(uuid, date, date, text, uuid[], uuid[], text, uuid[]) is
  'A metric by day, each day of the range. A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.report_series(uuid, date, date, text, uuid[], uuid[], text, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.report_series(uuid, date, date, text, uuid[], uuid[], text, uuid[]) to authenticated;

revoke execute on all functions in schema private from public;
