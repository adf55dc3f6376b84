-- What a figure is made of.

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
  max integer default 50,
  label_ids uuid[] default null
)
  returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = 'force_custom_plan' set jit = 'off'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
  v_metric constant text := private.checked_metric(
    metric,
    array['first_reply', 'reply', 'resolution', 'unanswered_first', 'unanswered_later', 'turns', 'conversations', 'reopened', 'ratings']
  );
  v_after constant jsonb := private.checked_place(
    after, '{"at": "timestamptz", "conversation_id": "uuid", "episode": "integer", "turn": "integer"}'
  );
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
          'seconds', page.value,
          'score', page.score
        )
        order by page.place
      ) filter (where page.place <= v_max and c.id is not null),
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
    from ( -- one of these: the others are not even planned
      select
        m.workspace_id, m.inbox_id, m.agent_id, m.conversation_id, m.episode, m.turn, m.at, m.weekday, m.hour,
        null as outcome, m.started_at, m.at as ended_at,
        case v_scope.clock when 'business' then m.business_seconds else m.seconds end as value, null::integer as score
      from reporting.measurements m
      where m.metric = v_metric
      union all
      select
        t.workspace_id, t.inbox_id, t.agent_id, t.conversation_id, t.episode, t.turn, t.started_at, t.weekday, t.hour,
        t.outcome::text, t.started_at, t.ended_at,
        case v_scope.clock when 'business' then t.business_seconds else t.seconds end, null
      from reporting.turns t
      where v_metric = 'turns'
        or (v_metric = 'unanswered_first' and t.is_unanswered and t.is_first)
        or (v_metric = 'unanswered_later' and t.is_unanswered and not t.is_first)
      union all
      select
        o.workspace_id, o.inbox_id, null, o.conversation_id, o.episode, null, o.at, o.weekday, o.hour,
        null, o.at, null, null, null
      from reporting.openings o
      where v_metric = case when o.is_reopening then 'reopened' else 'conversations' end
      union all
      select
        g.workspace_id, g.inbox_id, g.agent_id, g.conversation_id, g.episode, null, g.at, g.weekday, g.hour,
        null, g.at, g.at, null, g.score
      from reporting.ratings g
      where v_metric = 'ratings'
    ) x
    where x.workspace_id = v_scope.workspace_id
      and x.at >= v_scope.since_at
      and x.at < v_scope.until_at
      and (v_scope.inbox_ids is null or x.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or x.agent_id = any (v_scope.agent_ids))
      and (v_scope.conversation_ids is null or x.conversation_id = any (v_scope.conversation_ids))
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
  left join public.conversations c on c.id = page.conversation_id -- of what was dropped there are only figures
  left join public.contacts k on k.id = c.contact_id;
  return jsonb_build_object('metric', v_metric, 'clock', v_scope.clock, 'rows', v_rows, 'next', v_next);
end;
$$;
comment on function public.report_conversations(uuid, date, date, text, uuid[], uuid[], text, double precision, double precision, integer, integer, jsonb, integer, uuid[]) is
  'What a figure is made of, newest first: from its bucket (from_seconds, to_seconds) or its hour of the week. A definer: membership is checked once. LC400 days_invalid, clock_invalid, metric_invalid, after_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

revoke execute on function
  public.report_conversations(uuid, date, date, text, uuid[], uuid[], text, double precision, double precision, integer, integer, jsonb, integer, uuid[])
  from public, anon, authenticated, service_role;
grant execute on function
  public.report_conversations(uuid, date, date, text, uuid[], uuid[], text, double precision, double precision, integer, integer, jsonb, integer, uuid[])
  to authenticated;

revoke execute on all functions in schema private from public;
