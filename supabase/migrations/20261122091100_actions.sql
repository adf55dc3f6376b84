-- What agents do with a conversation: notes, assigning, closing, reopening, snoozing. Doing what is done already changes and sends nothing.

create function public.add_note(conversation_id uuid, id uuid, body text)
  returns public.notes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
  v_note public.notes;
begin
  select n.*
  into v_note
  from public.notes n
  where n.conversation_id = v_conversation.id
    and n.id = private.checked_id(add_note.id);
  if found then
    if v_note.agent_id <> auth.uid() then
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
    return v_note;
  end if;

  body := private.checked_body(body);
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  insert into public.notes (id, conversation_id, workspace_id, rev, agent_id, body, created_at)
  values (
    add_note.id, v_conversation.id, v_conversation.workspace_id, v_conversation.rev, auth.uid(), add_note.body, v_conversation.changed_at
  )
  returning * into v_note;
  v_conversation := private.save_conversation(v_conversation);
  perform private.tell_workspace(
    v_conversation.workspace_id,
    'note_created',
    to_jsonb(v_note) || jsonb_build_object('conversation', private.inbox_conversation(v_conversation))
  );
  return v_note;
end;
$$;
comment on function public.add_note(uuid, uuid, text) is
  'Writes a note, for agents only. Again with the same id: what is stored. A definer: writes go through functions only. LC400 id_missing, message_empty, message_too_long, message_control_characters; LC401 sign_in_required; LC404 conversation_not_found; LC409 id_taken.';

create function private.save_with_event(
  conversation public.conversations,
  kind public.conversation_event_kind,
  data jsonb,
  contact_sees boolean
)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
declare
  v_event jsonb;
begin
  v_event := private.add_event(conversation, kind, 'agent', data);
  if contact_sees then
    conversation.contact_changed_at := conversation.changed_at;
  end if;
  conversation := private.save_conversation(conversation);
  perform private.tell_workspace(
    conversation.workspace_id,
    'event_created',
    v_event || jsonb_build_object('conversation', private.inbox_conversation(conversation))
  );
  if contact_sees then
    perform private.tell_contact(conversation.contact_id, 'conversation_changed', private.contact_conversation(conversation));
  end if;
  return conversation;
end;
$$;
comment on function private.save_with_event(public.conversations, public.conversation_event_kind, jsonb, boolean) is
  'Stores what an agent changed, with its event, and tells the team; the contact too where they can see it.';

create function public.assign_conversation(
  conversation_id uuid,
  assignee_id uuid default auth.uid(),
  only_if_unassigned boolean default false
)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
  v_former_id constant uuid := v_conversation.assignee_id;
begin
  if assignee_id is not distinct from v_former_id then
    return v_conversation;
  end if;
  if assignee_id is not null then
    perform
    from public.agents a
    where a.workspace_id = v_conversation.workspace_id
      and a.user_id = assign_conversation.assignee_id
      and a.removed_at is null
    for share; -- who leaves at this moment waits, and then leaves this conversation too
    if not found then
      raise exception 'There is no such agent.' using errcode = 'LC404', hint = 'agent_not_found';
    end if;
  end if;
  if only_if_unassigned and v_former_id is not null then
    raise exception 'A colleague has this conversation already.' using errcode = 'LC409', hint = 'already_assigned';
  end if;

  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  v_conversation.assignee_id := assignee_id;
  if assignee_id is null then
    return private.save_with_event(v_conversation, 'unassigned', jsonb_build_object('assignee_id', v_former_id), true);
  end if;
  return private.save_with_event(v_conversation, 'assigned', jsonb_build_object('assignee_id', assignee_id), true);
end;
$$;
comment on function public.assign_conversation(uuid, uuid, boolean) is
  'Gives the conversation to an agent, or to nobody (null). only_if_unassigned: of two who claim at once, one wins. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found, agent_not_found; LC409 already_assigned.';

create function public.close_conversation(conversation_id uuid)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
begin
  if v_conversation.status = 'closed' then
    return v_conversation;
  end if;
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  v_conversation.status := 'closed';
  v_conversation.snoozed_until := null;
  v_conversation.closed_at := v_conversation.changed_at;
  if v_conversation.waiting_since is not null then
    perform private.end_turn(v_conversation, 'closed_by_agent');
    v_conversation.waiting_since := null;
  end if;
  perform private.close_episode(v_conversation, 'agent');
  return private.save_with_event(v_conversation, 'closed', '{}', true);
end;
$$;
comment on function public.close_conversation(uuid) is
  'Closes the conversation: the episode ends, a turn that waits ends unanswered. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found.';

create function public.reopen_conversation(conversation_id uuid)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
  v_former constant text := v_conversation.status;
begin
  if v_former = 'open' then
    return v_conversation;
  end if;
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  v_conversation.status := 'open';
  v_conversation.snoozed_until := null;
  v_conversation.closed_at := null;
  if v_former = 'snoozed' then
    return private.save_with_event(v_conversation, 'woken', '{}', false);
  end if;
  v_conversation.episode := v_conversation.episode + 1;
  perform private.open_episode(v_conversation, 'agent');
  return private.save_with_event(v_conversation, 'reopened', '{}', true);
end;
$$;
comment on function public.reopen_conversation(uuid) is
  'Opens a closed conversation, as a new episode without a turn, or wakes a snoozed one. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found.';

create function public.snooze_conversation(conversation_id uuid, until timestamptz)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
begin
  if until is null or until <= clock_timestamp() or until > clock_timestamp() + interval '1 year' then
    raise exception 'Snoozing ends within a year from now.' using errcode = 'LC400', hint = 'until_invalid';
  end if;
  if v_conversation.status = 'closed' then
    raise exception 'The conversation is closed.' using errcode = 'LC409', hint = 'conversation_closed';
  end if;
  if v_conversation.snoozed_until is not distinct from until then
    return v_conversation;
  end if;
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  v_conversation.status := 'snoozed';
  v_conversation.snoozed_until := until;
  return private.save_with_event(v_conversation, 'snoozed', jsonb_build_object('until', until), false);
end;
$$;
comment on function public.snooze_conversation(uuid, timestamptz) is
  'Puts the conversation aside until then; the contact, who sees it open, wakes it by writing. A definer: writes go through functions only. LC400 until_invalid; LC401 sign_in_required; LC404 conversation_not_found; LC409 conversation_closed.';

revoke execute on function
  public.add_note(uuid, uuid, text),
  public.assign_conversation(uuid, uuid, boolean),
  public.close_conversation(uuid),
  public.reopen_conversation(uuid),
  public.snooze_conversation(uuid, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function
  public.add_note(uuid, uuid, text),
  public.assign_conversation(uuid, uuid, boolean),
  public.close_conversation(uuid),
  public.reopen_conversation(uuid),
  public.snooze_conversation(uuid, timestamptz)
  to authenticated;
revoke execute on all functions in schema private from public;
