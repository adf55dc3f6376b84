-- Who ends a turn or an episode counts its business seconds; the widget is told whether it is open.

create or replace function private.close_episode(conversation public.conversations, closed_by public.actor)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform private.lock_calendar(conversation.inbox_id, false);
  update public.episodes
  set closed_at = conversation.changed_at,
    closed_by = close_episode.closed_by,
    closed_by_agent_id = case when close_episode.closed_by = 'agent' then auth.uid() end,
    assignee_id = conversation.assignee_id,
    inbox_id = conversation.inbox_id,
    calendar_id = private.calendar_at(conversation.inbox_id, conversation.changed_at),
    business_seconds = private.business_seconds(conversation.inbox_id, episodes.opened_at, conversation.changed_at)
  where episodes.conversation_id = conversation.id
    and episodes.closed_at is null;
end;
$$;
comment on function private.close_episode(public.conversations, public.actor) is
  'Ends the open episode, at changed_at, by the calendar of the inbox where the conversation is.';

create or replace function private.end_turn(conversation public.conversations, outcome public.turn_outcome)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform private.lock_calendar(conversation.inbox_id, false);
  update public.turns
  set outcome = end_turn.outcome,
    ended_at = conversation.changed_at,
    replier_id = case when end_turn.outcome = 'replied' then auth.uid() end,
    assignee_id = conversation.assignee_id,
    inbox_id = conversation.inbox_id,
    calendar_id = private.calendar_at(conversation.inbox_id, conversation.changed_at),
    business_seconds = private.business_seconds(conversation.inbox_id, turns.started_at, conversation.changed_at)
  where turns.conversation_id = conversation.id
    and turns.outcome = 'waiting';
end;
$$;
comment on function private.end_turn(public.conversations, public.turn_outcome) is
  'The contact waits no longer, at changed_at, by the calendar of the inbox where the conversation is.';

create or replace function public.get_inbox(inbox_key text)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_agents jsonb;
  v_available boolean;
  v_now constant timestamptz := clock_timestamp();
  v_opening constant timestamptz := private.next_opening(v_inbox.id, v_now);
begin
  select coalesce(jsonb_agg(private.agent_card(shown.workspace_id, shown.user_id) order by shown.place), '[]'), coalesce(bool_or(shown.present), false)
  into v_agents, v_available
  from (
    select
      a.workspace_id,
      a.user_id,
      private.is_present(a) as present,
      row_number() over (order by private.is_present(a) desc nulls last, a.last_seen_at desc nulls last, a.created_at, a.user_id) as place
    from public.agents a
    where a.workspace_id = v_inbox.workspace_id
      and a.removed_at is null
    order by place
    limit 5
  ) shown;
  return jsonb_build_object(
    'id', v_inbox.id,
    'name', v_inbox.name,
    'locale', v_inbox.locale,
    'texts', v_inbox.texts,
    'theme', v_inbox.theme,
    'form', v_inbox.form,
    'open_now', v_opening is not distinct from v_now,
    'next_opening', case when v_opening > v_now then v_opening end,
    'agents', v_agents,
    'available', v_available,
    'expected_reply_seconds', (
      select case when count(*) >= 5 then round(percentile_cont(0.5) within group (order by recent.seconds)) end
      from (
        select t.seconds
        from public.turns t
        where t.inbox_id = v_inbox.id
          and t.outcome = 'replied'
          and t.turn = 1
          and t.ended_at > clock_timestamp() - interval '30 days'
        order by t.ended_at desc
        limit 50
      ) recent
    )
  );
end;
$$;
comment on function public.get_inbox(text) is
  'What the widget shows before anybody writes: texts, look, whether it is open and else the next opening within a year, up to five agents (those who are there first), and the median of the last 50 first replies, null for fewer than 5. A definer: visitors select from no table. LC400 inbox_key_malformed; LC404 inbox_not_found.';

revoke execute on all functions in schema private from public;
