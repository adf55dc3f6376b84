-- A metric by day.

create function private.report_measure(scope private.report_scope, metric text)
  returns table (day date, figures jsonb)
  language plpgsql stable set search_path = ''
as $$
begin
  if metric = 'volume' then
    return query
    select o.day, o.figures || m.figures
    from private.report_openings(scope, true) o
    join private.report_messages(scope, true) m on m.day = o.day;
  elsif metric = 'unanswered' then
    return query select * from private.report_unanswered(scope, true);
  elsif metric = 'ratings' then
    return query select * from private.report_ratings(scope, true);
  else
    return query select * from private.report_times(scope, metric, true);
  end if;
end;
$$;
comment on function private.report_measure(private.report_scope, text) is 'The figures of a metric for each day of the range.';

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
  select jsonb_agg(jsonb_build_object('day', d.day) || d.figures order by d.day)
  into v_days
  from private.report_measure(v_scope, v_metric) d;
  return jsonb_build_object('metric', v_metric, 'time_zone', v_scope.time_zone, 'clock', v_scope.clock, 'days', v_days);
end;
$$;
comment on function public.report_series(uuid, date, date, text, uuid[], uuid[], text, uuid[]) is
  'A metric by day, each day of the range. A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.report_series(uuid, date, date, text, uuid[], uuid[], text, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.report_series(uuid, date, date, text, uuid[], uuid[], text, uuid[]) to authenticated;

revoke execute on all functions in schema private from public;
