-- What agents do to a conversation, one by one.

create function private.save_with_event(
  conversation public.conversations,
  kind public.conversation_event_kind,
  data jsonb,
  contact_sees boolean
)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
begin
  return private.save_with_event(conversation, kind, data, contact_sees, 'agent');
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
  v_conversation constant public.conversations := private.lock_as_agent(conversation_id);
begin
  if assignee_id is not distinct from v_conversation.assignee_id then
    return v_conversation;
  end if;
  if assignee_id is not null then
    perform private.require_assignable(v_conversation.workspace_id, assign_conversation.assignee_id);
  end if;
  if only_if_unassigned and v_conversation.assignee_id is not null then
    raise exception 'A colleague has this conversation already.'
      using errcode = 'LC409', hint = 'already_assigned', detail = jsonb_build_object('assignee_id', v_conversation.assignee_id)::text;
  end if;
  return private.assign_locked(v_conversation, assign_conversation.assignee_id, 'agent');
end;
$$;
comment on function public.assign_conversation(uuid, uuid, boolean) is
  'Gives the conversation to an agent, or to nobody (null). only_if_unassigned: of two who claim at once, one wins; the other''s error tells who, as details { assignee_id }. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found, agent_not_found; LC409 already_assigned.';

create function public.close_conversation(conversation_id uuid)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
begin
  return private.close_locked(private.lock_as_agent(conversation_id), 'agent');
end;
$$;
comment on function public.close_conversation(uuid) is
  'Closes the conversation: the episode ends, a turn that waits ends unanswered. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found.';

create function public.reopen_conversation(conversation_id uuid)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
begin
  return private.reopen_locked(private.lock_as_agent(conversation_id), 'agent');
end;
$$;
comment on function public.reopen_conversation(uuid) is
  'Opens a closed conversation, as a new episode without a turn, or wakes a snoozed one. A definer: writes go through functions only. LC401 sign_in_required; LC404 conversation_not_found.';

create function public.snooze_conversation(conversation_id uuid, until timestamptz)
  returns public.conversations
  language plpgsql security definer set search_path = ''
as $$
begin
  return private.snooze_locked(private.lock_as_agent(conversation_id), until);
end;
$$;
comment on function public.snooze_conversation(uuid, timestamptz) is
  'Puts the conversation aside until then; the contact, who sees it open, wakes it by writing. A definer: writes go through functions only. LC400 until_invalid; LC401 sign_in_required; LC404 conversation_not_found; LC409 conversation_closed.';

revoke execute on function
  public.assign_conversation(uuid, uuid, boolean),
  public.close_conversation(uuid),
  public.reopen_conversation(uuid),
  public.snooze_conversation(uuid, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function
  public.assign_conversation(uuid, uuid, boolean),
  public.close_conversation(uuid),
  public.reopen_conversation(uuid),
  public.snooze_conversation(uuid, timestamptz)
  to authenticated;

revoke execute on all functions in schema private from public;
