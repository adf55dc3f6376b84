-- Ratings, and of what was closed, how much was rated.

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

create function private.report_ratings(scope private.report_scope, by_day boolean)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_spans(scope, by_day) d
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
comment on function private.report_ratings(private.report_scope, boolean) is 'Ratings given then.';

create function private.report_rated(scope private.report_scope)
  returns jsonb
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
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
comment on function private.report_rated(private.report_scope) is 'Of the episodes closed in the range, how many were rated, then or later.';

create function private.report_ratings_by(scope private.report_scope, by text, parts text[])
  returns table (id uuid, ratings jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  if 'ratings' <> all (parts) then
    return;
  end if;
  return query
  select coalesce(given.id, closings.id), coalesce(given.figures, private.rating_figures(0, null, 0)) || coalesce(closings.figures, private.rated_share(0, 0))
  from (
    select k.id, private.rating_figures(count(*), avg(r.score)::double precision, count(*) filter (where r.is_good)) as figures
    from reporting.ratings r
    left join reporting.labelled l on by = 'label' and l.conversation_id = r.conversation_id and l.workspace_id = scope.workspace_id
    cross join lateral (select case by when 'agent' then r.agent_id when 'inbox' then r.inbox_id else l.label_id end as id) k
    where r.workspace_id = scope.workspace_id
      and r.at >= scope.since_at
      and r.at < scope.until_at
      and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
    group by k.id
  ) given
  full join (
    select k.id, private.rated_share(count(g.score), count(*)) as figures
    from reporting.resolutions r
    left join reporting.ratings g on g.conversation_id = r.conversation_id and g.episode = r.episode and g.workspace_id = scope.workspace_id
    left join reporting.labelled l on by = 'label' and l.conversation_id = r.conversation_id and l.workspace_id = scope.workspace_id
    cross join lateral (select case by when 'agent' then r.agent_id when 'inbox' then r.inbox_id else l.label_id end as id) k
    where r.workspace_id = scope.workspace_id
      and r.at >= scope.since_at
      and r.at < scope.until_at
      and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
    group by k.id
  ) closings on coalesce(closings.id, scope.workspace_id) = coalesce(given.id, scope.workspace_id); -- for a full join: null is one of them
end;
$$;
comment on function private.report_ratings_by(private.report_scope, text, text[]) is
  'Ratings by agent, inbox or label; and of the episodes closed, by the assignee at closing, how many were rated.';

revoke execute on all functions in schema private from public;
