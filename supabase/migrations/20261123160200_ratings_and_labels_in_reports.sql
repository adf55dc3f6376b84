-- Ratings, over a range and by day; the filter by label finds its conversations.

create or replace function private.labelled_conversations(workspace_id uuid, label_ids uuid[])
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

create function private.rating_figures(n bigint, mean_score double precision, good bigint)
  returns jsonb
  language sql immutable parallel safe set search_path = ''
as $$
  select jsonb_build_object('n', n, 'mean_score', mean_score, 'good', good, 'good_share', good::double precision / nullif(n, 0));
$$;
comment on function private.rating_figures(bigint, double precision, bigint) is 'Ratings in the shape of docs/api.md: of n, so many were 4 or 5.';

create function private.rated_share(rated bigint, closed bigint)
  returns jsonb
  language sql immutable parallel safe set search_path = ''
as $$
  select jsonb_build_object('closed', closed, 'rated', rated, 'response_share', rated::double precision / nullif(closed, 0));
$$;
comment on function private.rated_share(bigint, bigint) is 'Of the episodes closed, so many were rated: in the shape of docs/api.md.';

create function private.report_ratings(scope private.report_scope)
  returns jsonb
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
    select private.rating_figures(count(*), avg(r.score)::double precision, count(*) filter (where r.is_good))
    from reporting.ratings r
    where r.workspace_id = scope.workspace_id
      and r.at >= scope.since_at
      and r.at < scope.until_at
      and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
  ) || (
    select private.rated_share(count(g.score), count(*))
    from reporting.resolutions r
    left join reporting.ratings g on g.conversation_id = r.conversation_id and g.episode = r.episode and g.workspace_id = scope.workspace_id
    where r.workspace_id = scope.workspace_id
      and r.at >= scope.since_at
      and r.at < scope.until_at
      and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
  );
end;
$$;
comment on function private.report_ratings(private.report_scope) is
  'Ratings given in the range; and of the episodes closed in it, how many were rated, then or later.';

create function private.report_ratings_by_day(scope private.report_scope)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_days(scope) d
  cross join lateral (
    select private.rating_figures(count(*), avg(r.score)::double precision, count(*) filter (where r.is_good)) as figures
    from reporting.ratings r
    where r.workspace_id = scope.workspace_id
      and r.at >= d.since_at
      and r.at < d.until_at
      and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
  ) f;
end;
$$;
comment on function private.report_ratings_by_day(private.report_scope) is 'Ratings given on each day.';

create or replace function private.report_period(scope private.report_scope, parts text[])
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
declare
  v_period jsonb := jsonb_build_object('since', scope.since, 'until', scope.until);
  v_volume jsonb := '{}';
begin
  if 'replies' = any (parts) then
    v_period := v_period || private.report_replies(scope);
  end if;
  if 'resolutions' = any (parts) then
    v_period := v_period || private.report_resolutions(scope);
  end if;
  if 'unanswered' = any (parts) then
    v_period := v_period || jsonb_build_object('unanswered', private.report_unanswered(scope));
  end if;
  if 'ratings' = any (parts) then
    v_period := v_period || jsonb_build_object('ratings', private.report_ratings(scope));
  end if;
  if 'conversations' = any (parts) then
    v_volume := private.report_openings(scope);
  end if;
  if 'messages' = any (parts) then
    v_volume := v_volume || private.report_messages(scope);
  end if;
  return v_period || case when v_volume = '{}' then '{}' else jsonb_build_object('volume', v_volume) end;
end;
$$;

create or replace function public.report_overview(
  workspace_id uuid,
  since date,
  until date,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock',
  label_ids uuid[] default null,
  parts text[] default '{replies,resolutions,unanswered,ratings,conversations,messages}'
)
  returns jsonb
  language plpgsql stable security definer
  set search_path = '' set work_mem = '64MB' set jit = 'off'
as $$
declare
  v_scope private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
  v_result jsonb;
begin
  perform private.checked_parts(parts, array['replies', 'resolutions', 'unanswered', 'ratings', 'conversations', 'messages']);
  v_result := jsonb_build_object('time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'period', private.report_period(v_scope, parts));
  v_scope.until := v_scope.since;
  v_scope.until_at := v_scope.since_at;
  v_scope.since := since - (until - since);
  v_scope.since_at := private.instant(v_scope.since::timestamp, v_scope.time_zone);
  return v_result || jsonb_build_object('before', private.report_period(v_scope, parts));
end;
$$;

create or replace function public.report_series(
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

revoke execute on all functions in schema private from public;
