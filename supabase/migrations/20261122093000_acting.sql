-- What is done to a conversation, each as one step on a locked row: for one by hand, for many at once, and for what time brings.

create function private.close_locked(conversation public.conversations, actor public.actor)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
begin
  if conversation.status = 'closed' then
    return conversation;
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  conversation.status := 'closed';
  conversation.snoozed_until := null;
  conversation.closed_at := conversation.changed_at;
  if conversation.waiting_since is not null then
    perform private.end_turn(conversation, 'closed_by_agent');
    conversation.waiting_since := null;
  end if;
  perform private.close_episode(conversation, actor);
  return private.save_with_event(conversation, 'closed', '{}', true, actor);
end;
$$;
comment on function private.close_locked(public.conversations, public.actor) is
  'Closes a locked conversation for the team, or for time (system), which closes none where a contact waits.';

create function private.reopen_locked(conversation public.conversations, actor public.actor)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_former constant text := conversation.status;
begin
  if v_former = 'open' then
    return conversation;
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  conversation.status := 'open';
  conversation.snoozed_until := null;
  conversation.closed_at := null;
  if v_former = 'snoozed' then
    return private.save_with_event(conversation, 'woken', '{}', false, actor);
  end if;
  conversation.episode := conversation.episode + 1;
  perform private.open_episode(conversation, actor);
  return private.save_with_event(conversation, 'reopened', '{}', true, actor);
end;
$$;
comment on function private.reopen_locked(public.conversations, public.actor) is 'Opens a locked conversation, as a new episode without a turn, or wakes it.';

create function private.snooze_locked(conversation public.conversations, until timestamptz)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
begin
  if until is null or until <= clock_timestamp() or until > clock_timestamp() + interval '1 year' then
    raise exception 'Snoozing ends within a year from now.' using errcode = 'LC400', hint = 'until_invalid';
  end if;
  if conversation.status = 'closed' then
    raise exception 'The conversation is closed.' using errcode = 'LC409', hint = 'conversation_closed';
  end if;
  if conversation.snoozed_until is not distinct from until then
    return conversation;
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  conversation.status := 'snoozed';
  conversation.snoozed_until := until;
  return private.save_with_event(conversation, 'snoozed', jsonb_build_object('until', until), false);
end;
$$;
comment on function private.snooze_locked(public.conversations, timestamptz) is
  'Puts a locked conversation aside until then. LC400 until_invalid; LC409 conversation_closed.';

create function private.require_assignable(workspace_id uuid, agent_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform
  from public.agents a
  where a.workspace_id = require_assignable.workspace_id
    and a.user_id = require_assignable.agent_id
    and a.removed_at is null
  for share; -- who leaves at this moment waits, and then leaves these conversations too
  if not found then
    raise exception 'There is no such agent.' using errcode = 'LC404', hint = 'agent_not_found';
  end if;
end;
$$;
comment on function private.require_assignable(uuid, uuid) is 'That somebody is an agent of the workspace, until the end of the transaction. LC404 agent_not_found.';

create function private.assign_locked(conversation public.conversations, assignee_id uuid, actor public.actor)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_former_id constant uuid := conversation.assignee_id;
begin
  if assignee_id is not distinct from v_former_id then
    return conversation;
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  conversation.assignee_id := assign_locked.assignee_id;
  if assignee_id is null then
    return private.save_with_event(conversation, 'unassigned', jsonb_build_object('assignee_id', v_former_id), true, actor);
  end if;
  return private.save_with_event(conversation, 'assigned', jsonb_build_object('assignee_id', assign_locked.assignee_id), true, actor);
end;
$$;
comment on function private.assign_locked(public.conversations, uuid, public.actor) is 'Gives a locked conversation to an agent, whom the caller has locked, or to nobody.';

create function private.move_locked(conversation public.conversations, inbox_id uuid)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_former_id constant uuid := conversation.inbox_id;
  v_name text;
begin
  select i.name
  into v_name
  from public.inboxes i
  where i.id = move_locked.inbox_id
    and i.workspace_id = conversation.workspace_id
  for key share;
  if not found then
    raise exception 'There is no such inbox.' using errcode = 'LC404', hint = 'inbox_not_found';
  end if;
  if v_former_id = move_locked.inbox_id then
    return conversation;
  end if;
  conversation.changed_at := private.time_of_write(conversation);
  conversation.rev := conversation.rev + 1;
  conversation.inbox_id := move_locked.inbox_id;
  update public.episodes e
  set inbox_id = move_locked.inbox_id
  where e.conversation_id = conversation.id
    and e.closed_at is null;
  return private.save_with_event(
    conversation, 'moved',
    jsonb_build_object('inbox_id', move_locked.inbox_id, 'name', v_name, 'former_inbox_id', v_former_id),
    false
  );
end;
$$;
comment on function private.move_locked(public.conversations, uuid) is
  'Moves a locked conversation to another inbox of the workspace; the open episode goes with it, and who waits, what has ended stays where it ended. The contact stays in the inbox whose widget they write from, and notices nothing. LC404 inbox_not_found.';

create function public.move_conversation(conversation_id uuid, inbox_id uuid)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
begin
  return private.move_locked(private.lock_as_agent(conversation_id), inbox_id);
end;
$$;
comment on function public.move_conversation(uuid, uuid) is
  'Moves the conversation to another inbox of the workspace: its calendar, assignment and reports are then those of that inbox. The contact stays where they are, and keeps seeing it. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found, inbox_not_found.';

-- Many at once

create function private.checked_action(action jsonb)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if action is null
    or jsonb_typeof(action) <> 'object'
    or not coalesce(
      case action ->> 'do'
        when 'close' then true
        when 'reopen' then true
        when 'snooze' then (action ->> 'until')::timestamptz is not null
        when 'assign' then coalesce(jsonb_typeof(action -> 'assignee_id') = 'null' or private.is_uuid(action -> 'assignee_id'), true)
        when 'label' then private.is_uuid(action -> 'label_id')
        when 'unlabel' then private.is_uuid(action -> 'label_id')
        when 'priority' then (action -> 'priority')::text in ('0', '1', '2', '3', '4')
        when 'move' then private.is_uuid(action -> 'inbox_id')
      end,
      false
    )
  then
    raise exception 'That is nothing to do.' using errcode = 'LC400', hint = 'action_invalid';
  end if;
  return action;
exception
  when data_exception then
    raise exception 'That is nothing to do.' using errcode = 'LC400', hint = 'action_invalid';
end;
$$;
comment on function private.checked_action(jsonb) is
  'What bulk_update() shall do: { do: close | reopen | snooze (until) | assign (assignee_id; null: nobody; missing: the caller) | label, unlabel (label_id) | priority | move (inbox_id) }. LC400 action_invalid.';

create function public.bulk_update(workspace_id uuid, conversation_ids uuid[], action jsonb)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_action constant jsonb := private.checked_action(action);
  v_assignee_id constant uuid := case when v_action ? 'assignee_id' then (v_action ->> 'assignee_id')::uuid else v_agent.user_id end;
  v_ids constant uuid[] := array(select distinct id from unnest(conversation_ids) id where id is not null);
  v_conversation public.conversations;
  v_locked uuid[] := '{}';
  v_done uuid[] := '{}';
  v_refused jsonb := '[]';
  v_hint text;
begin
  if cardinality(v_ids) > 100 then
    raise exception 'At most 100 conversations at once.' using errcode = 'LC400', hint = 'too_many_at_once';
  end if;
  if v_action ->> 'do' = 'assign' and v_assignee_id is not null then
    perform private.require_assignable(v_agent.workspace_id, v_assignee_id); -- before the conversations: who leaves locks in this order
  end if;
  -- All of them first, by id: two who take some of the same wait for each other, never in a circle.
  for v_conversation in
    select c.*
    from public.conversations c
    where c.workspace_id = v_agent.workspace_id
      and c.id = any (v_ids)
    order by c.id
    for no key update
  loop
    continue when private.is_erased(v_conversation.contact_id);
    v_locked := v_locked || v_conversation.id;
    begin
      case v_action ->> 'do'
        when 'close' then perform private.close_locked(v_conversation, 'agent');
        when 'reopen' then perform private.reopen_locked(v_conversation, 'agent');
        when 'snooze' then perform private.snooze_locked(v_conversation, (v_action ->> 'until')::timestamptz);
        when 'assign' then perform private.assign_locked(v_conversation, v_assignee_id, 'agent');
        when 'label' then perform private.label_locked(v_conversation, (v_action ->> 'label_id')::uuid, true);
        when 'unlabel' then perform private.label_locked(v_conversation, (v_action ->> 'label_id')::uuid, false);
        when 'priority' then perform private.prioritise_locked(v_conversation, (v_action ->> 'priority')::integer);
        when 'move' then perform private.move_locked(v_conversation, (v_action ->> 'inbox_id')::uuid);
      end case;
      v_done := v_done || v_conversation.id;
    exception
      when sqlstate 'LC400' or sqlstate 'LC404' or sqlstate 'LC409' then
        get stacked diagnostics v_hint = pg_exception_hint;
        v_refused := v_refused || jsonb_build_object('id', v_conversation.id, 'hint', v_hint);
    end;
  end loop;
  return jsonb_build_object(
    'done', v_done,
    'refused', v_refused || (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'hint', 'conversation_not_found')), '[]')
      from unnest(v_ids) id
      where id <> all (v_locked)
    )
  );
end;
$$;
comment on function public.bulk_update(uuid, uuid[], jsonb) is
  'Does the same to up to 100 conversations, each by itself: { done, refused: [{ id, hint }] }. What is done already counts as done. A definer: writes go through functions only. LC400 action_invalid, too_many_at_once; LC401 sign_in_required; LC404 workspace_not_found, agent_not_found.';

revoke execute on function public.move_conversation(uuid, uuid), public.bulk_update(uuid, uuid[], jsonb)
  from public, anon, authenticated, service_role;
grant execute on function public.move_conversation(uuid, uuid), public.bulk_update(uuid, uuid[], jsonb) to authenticated;

revoke execute on all functions in schema private from public;
