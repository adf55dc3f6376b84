-- Sending a message, and all that follows from it.

create function private.tell_message(message public.messages, conversation public.conversations, events jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform private.tell_workspace(
    conversation.workspace_id,
    'message_created',
    to_jsonb(message)
      || jsonb_build_object('conversation', private.inbox_conversation(conversation))
      || case when events = '[]' then '{}' else jsonb_build_object('events', events) end
  );
  perform private.tell_contact(
    conversation.contact_id,
    'message_created',
    private.contact_message(message) || jsonb_build_object('conversation', private.contact_conversation(conversation))
  );
end;
$$;
comment on function private.tell_message(public.messages, public.conversations, jsonb) is
  'A new message, to both sides: one broadcast each, with the conversation as it is now.';

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

create function private.checked_message_body(body text, has_attachments boolean)
  returns text
  language plpgsql immutable set search_path = ''
as $$
begin
  if has_attachments and (body is null or private.is_blank(body)) then
    return '';
  end if;
  return private.checked_body(body);
end;
$$;
comment on function private.checked_message_body(text, boolean) is
  'The text as it will be stored; it may be missing where files are. LC400 message_empty, message_too_long, message_control_characters.';

create function private.preview(message public.messages)
  returns text
  language sql immutable set search_path = ''
as $$
  select left(coalesce(nullif(message.body, ''), message.attachments -> 0 ->> 'name'), 160);
$$;
comment on function private.preview(public.messages) is 'What a list shows of a message: its first 160 characters, or the name of its first file.';
create function private.insert_message(
  conversation public.conversations,
  author public.actor,
  kind public.message_kind,
  id uuid,
  body text,
  attachments jsonb default '[]'
)
  returns public.messages
  language plpgsql set search_path = ''
as $$
declare
  v_message public.messages;
begin
  insert into public.messages (
    conversation_id, seq, id, workspace_id, inbox_id, rev, author, kind, agent_id, body, attachments, created_at
  )
  values (
    conversation.id,
    conversation.last_seq,
    insert_message.id,
    conversation.workspace_id,
    conversation.inbox_id,
    conversation.rev,
    insert_message.author,
    insert_message.kind,
    case when insert_message.author = 'agent' then auth.uid() end,
    insert_message.body,
    insert_message.attachments,
    conversation.changed_at
  )
  returning * into v_message;
  return v_message;
end;
$$;
comment on function private.insert_message(public.conversations, public.actor, public.message_kind, uuid, text, jsonb) is
  'Stores a message at the conversation''s last_seq, rev and changed_at.';

create function private.routing_event(conversation public.conversations, former_id uuid)
  returns jsonb
  language plpgsql set search_path = ''
as $$
begin
  if conversation.assignee_id is null then
    return private.add_event(conversation, 'unassigned', 'system', jsonb_build_object('assignee_id', former_id));
  end if;
  return private.add_event(conversation, 'assigned', 'system', jsonb_build_object('assignee_id', conversation.assignee_id));
end;
$$;
comment on function private.routing_event(public.conversations, uuid) is 'The event of an assignment that nobody made by hand.';
create function private.add_message(
  conversation public.conversations,
  author public.actor,
  id uuid,
  body text,
  attachments jsonb,
  seen_seq integer
)
  returns public.messages
  language plpgsql set search_path = ''
as $$
declare
  v_message public.messages;
  v_events jsonb := '[]';
  v_former_id uuid;
  v_to_route boolean := author = 'contact' and conversation.assignee_id is null;
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
    v_to_route := author = 'contact';
    v_former_id := conversation.assignee_id;
    if v_former_id is not null
      and exists (
        select
        from public.agents a
        where a.workspace_id = conversation.workspace_id
          and a.user_id = v_former_id
          and a.removed_at is not null
      )
    then -- left while it was closed
      conversation.assignee_id := null;
      conversation.rev := conversation.rev + 1;
      v_events := v_events || private.routing_event(conversation, v_former_id);
    end if;
  elsif conversation.status = 'snoozed' and author = 'contact' then
    conversation.status := 'open';
    conversation.snoozed_until := null;
    conversation.rev := conversation.rev + 1;
    v_events := v_events || private.add_event(conversation, 'woken', 'contact');
  end if;

  conversation.rev := conversation.rev + 1;
  conversation.last_seq := conversation.last_seq + 1;
  v_message := private.insert_message(conversation, author, 'text', id, body, attachments);
  conversation.last_message_at := v_message.created_at;
  conversation.last_message_preview := private.preview(v_message);
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

  if v_to_route then
    v_former_id := conversation.assignee_id;
    conversation.assignee_id := private.next_assignee(conversation);
    if conversation.assignee_id is distinct from v_former_id then
      conversation.rev := conversation.rev + 1;
      v_events := v_events || private.routing_event(conversation, v_former_id);
    end if;
  end if;

  conversation := private.save_conversation(conversation);
  perform private.tell_message(v_message, conversation, v_events);
  return v_message;
end;
$$;
comment on function private.add_message(public.conversations, public.actor, uuid, text, jsonb, integer) is
  'A message in a locked conversation and all that follows from it: reopening, waking, cursors, turns, who shall answer, both broadcasts.';

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
    body := private.checked_message_body(body, cardinality(attachment_ids) > 0);
    if v_side = 'contact' then
      perform private.admit_contact_message(v_conversation.inbox_id, v_conversation.contact_id, v_conversation.last_seq + 1);
    end if;
    v_message := private.add_message(
      v_conversation, v_side, send_message.id, body, private.take_attachments(v_conversation.id, send_message.id, attachment_ids), seen_seq
    );
  elsif v_message.author <> v_side or v_message.agent_id is distinct from (case when v_side = 'agent' then auth.uid() end) then
    raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
  end if;
  return case when v_side = 'contact' then private.contact_message(v_message) else to_jsonb(v_message) end;
end;
$$;
comment on function public.send_message(uuid, uuid, text, integer, uuid[]) is
  'Stores a message of the contact or an agent. Again with the same id: what is stored. A definer: writes go through functions only. LC400 id_missing, message_empty, message_too_long, message_control_characters, and those of attachments; LC401 sign_in_required; LC403 blocked, verified_only; LC404 conversation_not_found; LC409 id_taken, newer_reply; LC429 too_many_messages.';
revoke execute on function public.send_message(uuid, uuid, text, integer, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.send_message(uuid, uuid, text, integer, uuid[]) to authenticated;

revoke execute on all functions in schema private from public;
