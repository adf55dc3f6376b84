-- Storing a message.

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
  language plpgsql immutable set search_path = ''
as $$
begin
  return left(coalesce(nullif(message.body, ''), message.attachments -> 0 ->> 'name'), 160);
end;
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

revoke execute on all functions in schema private from public;
