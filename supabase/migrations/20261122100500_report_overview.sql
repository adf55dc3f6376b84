-- The tiles: a range of days, and as many days before it.

create function private.report_replies(scope private.report_scope)
  returns jsonb
  language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return (
    select jsonb_build_object(
      'first_reply',
      private.report_figures(
        count(x.value) filter (where r.is_first),
        avg(x.value) filter (where r.is_first),
        percentile_cont(array[0.5, 0.9, 0.95, 1]) within group (order by x.value) filter (where r.is_first),
        count(*) filter (where r.is_first and x.value is null)
      ),
      'reply',
      private.report_figures(
        count(x.value), avg(x.value), percentile_cont(array[0.5, 0.9, 0.95, 1]) within group (order by x.value), count(*) - count(x.value)
      )
    )
    from reporting.replies r
    cross join lateral (select case scope.clock when 'business' then r.business_seconds else r.seconds end as value) x
    where r.workspace_id = scope.workspace_id
      and r.at >= scope.since_at
      and r.at < scope.until_at
      and (scope.inbox_ids is null or r.inbox_id = any (scope.inbox_ids))
      and (scope.agent_ids is null or r.agent_id = any (scope.agent_ids))
      and (scope.conversation_ids is null or r.conversation_id = any (scope.conversation_ids))
  );
end;
$$;
comment on function private.report_replies(private.report_scope) is 'First reply and reply times over the whole range; read once for both.';

create function private.report_period(scope private.report_scope, parts text[])
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
    v_period := v_period || (select jsonb_build_object('resolution', r.figures) from private.report_times(scope, 'resolution', false) r);
  end if;
  if 'unanswered' = any (parts) then
    v_period := v_period || (select jsonb_build_object('unanswered', u.figures) from private.report_unanswered(scope, false) u);
  end if;
  if 'ratings' = any (parts) then
    v_period := v_period || (
      select jsonb_build_object('ratings', r.figures || private.report_rated(scope)) from private.report_ratings(scope, false) r
    );
  end if;
  if 'conversations' = any (parts) then
    v_volume := (select o.figures from private.report_openings(scope, false) o);
  end if;
  if 'messages' = any (parts) then
    v_volume := v_volume || (select m.figures from private.report_messages(scope, false) m);
  end if;
  return v_period || case when v_volume = '{}' then '{}' else jsonb_build_object('volume', v_volume) end;
end;
$$;
comment on function private.report_period(private.report_scope, text[]) is 'The figures of a range: of these parts.';

create function public.report_overview(
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
comment on function public.report_overview(uuid, date, date, uuid[], uuid[], text, uuid[], text[]) is
  'The figures of a range of days and of as many days before: all, or of some parts. A definer: membership is checked once. LC400 days_invalid, clock_invalid, parts_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.report_overview(uuid, date, date, uuid[], uuid[], text, uuid[], text[]) from public, anon, authenticated, service_role;
grant execute on function public.report_overview(uuid, date, date, uuid[], uuid[], text, uuid[], text[]) to authenticated;

revoke execute on all functions in schema private from public;
