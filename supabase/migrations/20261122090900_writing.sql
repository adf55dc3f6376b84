-- The steps that every write to a conversation is made of: lock, who, change, event, save. The functions of the API follow.

create function private.lock_conversation(id uuid)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  select c.* into v_conversation from public.conversations c where c.id = lock_conversation.id for no key update;
  return v_conversation;
end;
$$;
comment on function private.lock_conversation(uuid) is 'The conversation, locked until the end of the transaction; nulls if there is none.';

create function private.side_of(conversation public.conversations)
  returns public.actor
  language plpgsql stable set search_path = ''
as $$
begin
  perform private.caller();
  if private.is_my_contact(conversation.contact_id) then
    return 'contact'; -- first: in their own conversation even an agent is the customer
  elsif private.is_my_workspace(conversation.workspace_id) then
    return 'agent';
  end if;
  raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
end;
$$;
comment on function private.side_of(public.conversations) is
  'contact or agent: how the caller takes part. LC401 sign_in_required, LC404 conversation_not_found for all others and for a row of nulls.';

create function private.is_erased(contact_id uuid)
  returns boolean
  language sql stable set search_path = ''
as $$
  select coalesce((select c.erased_at is not null from public.contacts c where c.id = is_erased.contact_id), false);
$$;
comment on function private.is_erased(uuid) is 'Whether nothing may be known of them any more: nothing is written or done where they wrote.';

create function private.lock_as_agent(conversation_id uuid)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_conversation constant public.conversations := private.lock_conversation(conversation_id);
begin
  if not private.is_my_workspace(v_conversation.workspace_id) or private.is_erased(v_conversation.contact_id) then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  end if;
  return v_conversation;
end;
$$;
comment on function private.lock_as_agent(uuid) is
  'The conversation, locked, for an agent of its workspace. LC401 sign_in_required, LC404 conversation_not_found, also where the contact was erased.';

create function private.time_of_write(conversation public.conversations)
  returns timestamptz
  language plpgsql set search_path = ''
as $$
begin
  return greatest(clock_timestamp(), conversation.changed_at + interval '1 microsecond');
end;
$$;
comment on function private.time_of_write(public.conversations) is
  'Now, and later than the conversation''s last write even when the clock was set back. Only under the lock.';

create function private.save_conversation(conversation public.conversations)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
begin
  update public.conversations
  set inbox_id = conversation.inbox_id,
    contact_id = conversation.contact_id,
    status = conversation.status,
    priority = conversation.priority,
    label_ids = conversation.label_ids,
    assignee_id = conversation.assignee_id,
    snoozed_until = conversation.snoozed_until,
    rev = conversation.rev,
    last_seq = conversation.last_seq,
    last_message_at = conversation.last_message_at,
    last_message_preview = conversation.last_message_preview,
    last_message_author = conversation.last_message_author,
    contact_read_seq = conversation.contact_read_seq,
    agent_read_seq = conversation.agent_read_seq,
    contact_unread_count = conversation.contact_unread_count,
    agent_unread_count = conversation.agent_unread_count,
    waiting_since = conversation.waiting_since,
    episode = conversation.episode,
    changed_at = conversation.changed_at,
    contact_changed_at = conversation.contact_changed_at,
    closed_at = conversation.closed_at
  where conversations.id = conversation.id;
  return conversation;
end;
$$;
comment on function private.save_conversation(public.conversations) is 'Stores what a write changed in the locked row.';

create function private.add_event(
  conversation public.conversations,
  kind public.conversation_event_kind,
  actor public.actor,
  data jsonb default '{}'
)
  returns jsonb
  language plpgsql set search_path = ''
as $$
declare
  v_event public.conversation_events;
begin
  insert into public.conversation_events (conversation_id, workspace_id, rev, kind, actor, agent_id, data, created_at)
  values (
    conversation.id,
    conversation.workspace_id,
    conversation.rev,
    add_event.kind,
    add_event.actor,
    case when add_event.actor = 'agent' then auth.uid() end,
    add_event.data,
    conversation.changed_at
  )
  returning * into v_event;
  return to_jsonb(v_event);
end;
$$;
comment on function private.add_event(public.conversations, public.conversation_event_kind, public.actor, jsonb) is
  'Stores what happened, at the conversation''s rev and changed_at, and returns the row.';

-- Turns and episodes

create function private.open_episode(conversation public.conversations, opened_by public.actor)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  insert into public.episodes (conversation_id, episode, workspace_id, inbox_id, opened_at, opened_by)
  values (
    conversation.id, conversation.episode, conversation.workspace_id, conversation.inbox_id, conversation.changed_at, open_episode.opened_by
  );
end;
$$;
comment on function private.open_episode(public.conversations, public.actor) is 'Begins the conversation''s current episode, at changed_at.';

create function private.close_episode(conversation public.conversations, closed_by public.actor)
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

create function private.end_turn(conversation public.conversations, outcome public.turn_outcome)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_counted record;
begin
  perform private.lock_calendar(conversation.inbox_id, false);
  v_counted := private.counted_hours(conversation.inbox_id, conversation.waiting_since, conversation.changed_at);
  insert into public.turns (
    conversation_id, episode, turn, workspace_id, inbox_id, outcome, started_at, ended_at, replier_id, assignee_id, calendar_id, business_seconds
  )
  values (
    conversation.id,
    conversation.episode,
    coalesce((select max(t.turn) from public.turns t where t.conversation_id = conversation.id and t.episode = conversation.episode), 0) + 1,
    conversation.workspace_id,
    conversation.inbox_id,
    end_turn.outcome,
    conversation.waiting_since,
    conversation.changed_at,
    case when end_turn.outcome = 'replied' then auth.uid() end,
    conversation.assignee_id,
    v_counted.calendar_id,
    v_counted.business_seconds
  );
end;
$$;
comment on function private.end_turn(public.conversations, public.turn_outcome) is
  'The contact, who has waited since waiting_since, waits no longer: a turn that ended at changed_at, by the calendar of the inbox where the conversation is. Written here, once: with its indexes a row costs as much again whenever it changes.';

revoke execute on all functions in schema private from public;
