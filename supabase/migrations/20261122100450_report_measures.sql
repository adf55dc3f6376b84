-- What is measured and counted in a range: over the whole of it (by_day false), or on each of its days. Each day is a range of the index, so
-- that no row is asked for its day.

create function private.report_share(n bigint, turns bigint, waiting bigint)
  returns jsonb
  language sql immutable parallel safe set search_path = ''
as $$
  select jsonb_build_object('n', n, 'of', turns, 'waiting', waiting, 'share', n::double precision / nullif(turns, 0));
$$;
comment on function private.report_share(bigint, bigint, bigint) is 'Unanswered turns in the shape of docs/api.md.';

create function private.report_times(scope private.report_scope, metric text, by_day boolean)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_spans(scope, by_day) d
  cross join lateral (
    select private.report_figures(array_agg(case scope.clock when 'business' then m.business_seconds else m.seconds end)) as figures
    from reporting.measurements m
    where m.metric = report_times.metric
      and m.workspace_id = scope.workspace_id
      and m.at >= d.since_at
      and m.at < d.until_at
      and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or m.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or m.conversation_id = any (scope.conversation_ids))
  ) f;
end;
$$;
comment on function private.report_times(private.report_scope, text, boolean) is 'First reply, reply or resolution times.';

create function private.report_unanswered(scope private.report_scope, by_day boolean)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_spans(scope, by_day) d
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
comment on function private.report_unanswered(private.report_scope, boolean) is
  'Turns that began then: how many, without an answer, waiting; first and later ones apart.';

create function private.report_openings(scope private.report_scope, by_day boolean)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select d.day, f.figures
  from private.report_spans(scope, by_day) d
  cross join lateral (
    select jsonb_build_object(
      'conversations', case when scope.agent_ids is null then count(*) filter (where not o.is_reopening) end,
      'reopened', case when scope.agent_ids is null then count(*) filter (where o.is_reopening) end
    ) as figures
    from reporting.openings o
    where o.workspace_id = scope.workspace_id
      and o.at >= d.since_at
      and o.at < d.until_at
      and (scope.inbox_ids is null or o.inbox_id = any (scope.inbox_ids))
      and (scope.conversation_ids is null or o.conversation_id = any (scope.conversation_ids))
  ) f;
end;
$$;
comment on function private.report_openings(private.report_scope, boolean) is
  'Conversations begun and reopened. They are no agent''s: null for chosen ones.';

create function private.report_messages(scope private.report_scope, by_day boolean)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
  select
    d.day,
    jsonb_build_object(
      'messages_in',
      case when scope.agent_ids is null then
        (
          select count(*)
          from reporting.messages m
          where m.author = 'contact'
            and m.workspace_id = scope.workspace_id
            and m.at >= d.since_at
            and m.at < d.until_at
            and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
            and (scope.conversation_ids is null or m.conversation_id = any (scope.conversation_ids))
        )
      end,
      'messages_out',
      (
        select count(*)
        from reporting.messages m
        where m.author = 'agent'
          and m.workspace_id = scope.workspace_id
          and m.at >= d.since_at
          and m.at < d.until_at
          and (scope.inbox_ids is null or m.inbox_id = any (scope.inbox_ids))
          and (scope.agent_ids is null or m.agent_id = any (scope.agent_ids))
          and (scope.conversation_ids is null or m.conversation_id = any (scope.conversation_ids))
      )
    )
  from private.report_spans(scope, by_day) d;
end;
$$;
comment on function private.report_messages(private.report_scope, boolean) is
  'Messages of customers and of agents. Of chosen agents only what they wrote: a customer''s message is nobody''s, null.';

revoke execute on all functions in schema private from public;
