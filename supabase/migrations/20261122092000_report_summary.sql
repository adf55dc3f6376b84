-- The strip of figures over the inbox. Definitions: docs/rules.md, REP.

create function private.figures(seconds double precision[])
  returns jsonb
  language sql immutable set search_path = ''
as $$
  select jsonb_build_object(
    'n', count(*),
    'mean_seconds', avg(s),
    'median_seconds', percentile_cont(0.5) within group (order by s),
    'p90_seconds', percentile_cont(0.9) within group (order by s)
  )
  from unnest(seconds) s;
$$;
comment on function private.figures(double precision[]) is 'How many, mean, median, 90th percentile (between two values: interpolated); nulls for none.';

create function public.report_summary(workspace_id uuid, days integer default 7)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_now constant timestamptz := clock_timestamp();
begin
  perform private.require_agent(workspace_id);
  if days is null or days not between 1 and 366 then
    raise exception 'A report spans 1 to 366 days.' using errcode = 'LC400', hint = 'days_invalid';
  end if;
  return (
    select jsonb_build_object(
      'open', count(*) filter (where c.status = 'open'),
      'waiting', count(c.waiting_since),
      'longest_wait_seconds', extract(epoch from v_now - min(c.waiting_since))::double precision
    )
    from public.conversations c
    where c.workspace_id = report_summary.workspace_id
      and c.status <> 'closed'
  ) || (
    select jsonb_build_object(
      'first_reply', private.figures(array_agg(t.seconds) filter (where t.turn = 1)),
      'reply', private.figures(array_agg(t.seconds))
    )
    from public.turns t
    where t.workspace_id = report_summary.workspace_id
      and t.outcome = 'replied'
      and t.ended_at > v_now - make_interval(days => report_summary.days)
  );
end;
$$;
comment on function public.report_summary(uuid, integer) is
  'Open conversations, contacts who wait now (in snoozed ones too) and the longest of them, and the reply times of turns answered in the last days. A definer: membership is checked once. LC400 days_invalid; LC401 sign_in_required; LC404 workspace_not_found.';
revoke execute on function public.report_summary(uuid, integer) from public, anon, authenticated, service_role;
grant execute on function public.report_summary(uuid, integer) to authenticated;

revoke execute on all functions in schema private from public;
