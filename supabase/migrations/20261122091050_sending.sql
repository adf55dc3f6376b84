-- Sending a message, and all that follows from it.

create function private.unread_by_agents(conversation public.conversations)
  returns integer
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.messages m
    where m.conversation_id = conversation.id
      and m.seq > conversation.agent_read_seq
      and m.author = 'contact'
  );
end;
$$;
comment on function private.unread_by_agents(public.conversations) is 'Messages by the contact after agent_read_seq.';

create function private.add_message(conversation public.conversations, author public.actor, id uuid, body text, seen_seq integer)
  returns public.messages
  language plpgsql set search_path = ''
as $$
declare
  v_message public.messages;
  v_events jsonb := '[]';
begin
  conversation.changed_at := private.time_of_write(conversation);
  conversation.contact_changed_at := conversation.changed_at;

  if conversation.status = 'closed' then
    conversation.status := 'open';
    conversation.closed_at := null;
    conversation.episode := conversation.episode + 1;
    conversation.rev := conversation.rev + 1;
    perform private.open_episode(conversation, author);
    v_events := v_events || private.add_event(conversation, 'reopened', author);
    if conversation.assignee_id is not null
      and exists (
        select
        from public.agents a
        where a.workspace_id = conversation.workspace_id
          and a.user_id = conversation.assignee_id
          and a.removed_at is not null
      )
    then -- left while it was closed
      conversation.rev := conversation.rev + 1;
      v_events := v_events
        || private.add_event(conversation, 'unassigned', 'system', jsonb_build_object('assignee_id', conversation.assignee_id));
      conversation.assignee_id := null;
    end if;
  elsif conversation.status = 'snoozed' and author = 'contact' then
    conversation.status := 'open';
    conversation.snoozed_until := null;
    conversation.rev := conversation.rev + 1;
    v_events := v_events || private.add_event(conversation, 'woken', 'contact');
  end if;

  conversation.rev := conversation.rev + 1;
  conversation.last_seq := conversation.last_seq + 1;
  v_message := private.insert_message(conversation, author, 'text', id, body);
  conversation.last_message_at := v_message.created_at;
  conversation.last_message_preview := left(body, 160);
  conversation.last_message_author := author;

  if author = 'contact' then
    conversation.agent_unread_count := conversation.agent_unread_count + 1;
    if conversation.contact_unread_count = 0 then
      conversation.contact_read_seq := conversation.last_seq;
    end if;
    if conversation.waiting_since is null then
      perform private.start_turn(conversation);
      conversation.waiting_since := conversation.changed_at;
    end if;
  else
    conversation.contact_unread_count := conversation.contact_unread_count + 1;
    if conversation.assignee_id is null or conversation.assignee_id = auth.uid() then -- who answers has read what they had seen
      conversation.agent_read_seq := greatest(
        conversation.agent_read_seq,
        least(coalesce(seen_seq, conversation.last_seq), conversation.last_seq)
      );
      conversation.agent_unread_count := private.unread_by_agents(conversation);
      if conversation.agent_unread_count = 0 then
        conversation.agent_read_seq := conversation.last_seq;
      end if;
    end if;
    if conversation.waiting_since is not null then
      perform private.end_turn(conversation, 'replied');
      conversation.waiting_since := null;
    end if;
  end if;

  conversation := private.save_conversation(conversation);
  perform private.tell_message(v_message, conversation, v_events);
  return v_message;
end;
$$;
comment on function private.add_message(public.conversations, public.actor, uuid, text, integer) is
  'A message in a locked conversation and all that follows from it: reopening, waking, cursors, turns, both broadcasts.';

create function public.send_message(
  conversation_id uuid,
  id uuid,
  body text,
  seen_seq integer default null,
  attachment_ids uuid[] default '{}'
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation constant public.conversations := private.lock_conversation(conversation_id);
  v_side constant public.actor := private.side_of(v_conversation);
  v_message public.messages;
begin
  select m.*
  into v_message
  from public.messages m
  where m.conversation_id = v_conversation.id
    and m.id = private.checked_id(send_message.id);
  if not found then
    if v_side = 'agent'
      and exists (
        select
        from public.messages m
        where m.conversation_id = v_conversation.id
          and m.seq > send_message.seen_seq
          and m.author = 'agent'
          and m.agent_id <> auth.uid()
      )
    then
      raise exception 'A colleague has answered meanwhile.' using errcode = 'LC409', hint = 'newer_reply';
    end if;
    if cardinality(attachment_ids) > 0 then
      raise exception 'Attachments are not supported.' using errcode = 'LC400', hint = 'attachments_unsupported';
    end if;
    v_message := private.add_message(v_conversation, v_side, send_message.id, private.checked_body(body), seen_seq);
  elsif v_message.author <> v_side or v_message.agent_id is distinct from (case when v_side = 'agent' then auth.uid() end) then
    raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
  end if;
  return case when v_side = 'contact' then private.contact_message(v_message) else to_jsonb(v_message) end;
end;
$$;
comment on function public.send_message(uuid, uuid, text, integer, uuid[]) is
  'Sends a message and returns it as the caller may see it. Again with the same id: what is stored. seen_seq, for agents: the newest message on their screen; a colleague''s newer one refuses. A definer: writes go through functions only. LC400 id_missing, message_empty, message_too_long, message_control_characters, attachments_unsupported; LC401 sign_in_required; LC404 conversation_not_found; LC409 id_taken, newer_reply.';
revoke execute on function public.send_message(uuid, uuid, text, integer, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.send_message(uuid, uuid, text, integer, uuid[]) to authenticated;

revoke execute on all functions in schema private from public;
