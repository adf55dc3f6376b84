-- A message may carry attachments, and three questions are asked before one is stored, each answered by a function of its own that the
-- files after this one replace: may this contact write now, which files come with it, and who shall answer.

alter table public.messages add column attachments jsonb not null default '[]';
alter table public.messages drop constraint messages_body_check;
alter table public.messages
  add constraint messages_body_check check (char_length(body) <= 10000 and (body <> '' or attachments <> '[]')),
  add constraint messages_attachments_check check (jsonb_typeof(attachments) = 'array');
comment on column public.messages.attachments is
  'Files in their order, as both sides see them: id, name, type, size (bytes), width and height (pixels, null but for images).';
comment on column public.messages.body is 'Null: deleted. Empty: only files.';

alter table public.conversations add column priority smallint not null default 0;
alter table public.conversations add constraint conversations_priority_check check (priority between 0 and 4);
comment on column public.conversations.priority is '0 none, 1 low, 2 medium, 3 high, 4 urgent.';

-- The questions

create function private.admit_contact_message(inbox_id uuid, contact_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
begin
end;
$$;
comment on function private.admit_contact_message(uuid, uuid) is
  'Raises if the caller, as this contact of this inbox, may not write a message now. Asked once for each message that is new.';

create function private.take_attachments(conversation_id uuid, message_id uuid, attachment_ids uuid[])
  returns jsonb
  language plpgsql set search_path = ''
as $$
begin
  if cardinality(attachment_ids) > 0 then
    raise exception 'Attachments are not supported.' using errcode = 'LC400', hint = 'attachments_unsupported';
  end if;
  return '[]';
end;
$$;
comment on function private.take_attachments(uuid, uuid, uuid[]) is
  'Gives the caller''s finished files to the message and returns them as messages.attachments keeps them. LC400 attachments_unsupported.';

create function private.next_assignee(conversation public.conversations)
  returns uuid
  language plpgsql set search_path = ''
as $$
begin
  return conversation.assignee_id;
end;
$$;
comment on function private.next_assignee(public.conversations) is
  'Who shall have the locked conversation now that the contact has written and it was new, reopened or nobody''s: an agent, or null.';

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

-- The steps, as they were, and with attachments

create or replace function private.contact_message(message public.messages)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', message.id,
    'conversation_id', message.conversation_id,
    'seq', message.seq,
    'author', message.author,
    'kind', message.kind,
    'agent', case when message.agent_id is not null then
      private.agent_card(message.workspace_id, message.agent_id) - 'availability'
    end,
    'body', message.body,
    'attachments', message.attachments,
    'created_at', message.created_at,
    'deleted_at', message.deleted_at
  );
end;
$$;

create or replace function private.save_conversation(conversation public.conversations)
  returns public.conversations
  language plpgsql set search_path = ''
as $$
begin
  update public.conversations
  set inbox_id = conversation.inbox_id,
    contact_id = conversation.contact_id,
    status = conversation.status,
    priority = conversation.priority,
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

drop function private.insert_message(public.conversations, public.actor, public.message_kind, uuid, text);
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
  insert into public.messages (conversation_id, seq, id, workspace_id, rev, author, kind, agent_id, body, attachments, created_at)
  values (
    conversation.id,
    conversation.last_seq,
    insert_message.id,
    conversation.workspace_id,
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

drop function private.add_message(public.conversations, public.actor, uuid, text, integer);
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

-- What the API offers

create or replace function public.send_message(
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
      perform private.admit_contact_message(v_conversation.inbox_id, v_conversation.contact_id);
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

drop function public.start_conversation(text, uuid, uuid, text, jsonb);
create function public.start_conversation(
  inbox_key text,
  id uuid,
  message_id uuid,
  body text,
  context jsonb default '{}',
  attachment_ids uuid[] default '{}'
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_greeting constant text := nullif(btrim(v_inbox.texts ->> 'greeting'), '');
  v_context jsonb;
  v_contact_id uuid;
  v_conversation public.conversations;
  v_message public.messages;
  v_events jsonb;
  v_now timestamptz;
begin
  perform private.checked_id(start_conversation.id);
  perform private.checked_id(message_id);
  v_context := private.checked_context(context);
  v_contact_id := private.contact_of_caller(v_inbox, left(v_context ->> 'locale', 35));

  v_conversation := private.lock_conversation(start_conversation.id);
  if v_conversation.id is null then
    start_conversation.body := private.checked_message_body(body, cardinality(attachment_ids) > 0);
    perform private.admit_contact_message(v_inbox.id, v_contact_id);
    v_now := clock_timestamp();
    insert into public.conversations (
      id, workspace_id, inbox_id, contact_id, context,
      last_message_at, last_message_author, created_at, changed_at, contact_changed_at
    )
    values (
      start_conversation.id, v_inbox.workspace_id, v_inbox.id, v_contact_id, v_context,
      v_now, 'contact', v_now, v_now, v_now
    )
    on conflict on constraint conversations_pkey do nothing
    returning * into v_conversation;
    if not found then -- another device of theirs, or a stranger, was faster by a moment
      v_conversation := private.lock_conversation(start_conversation.id);
    else
      v_conversation.rev := 1;
      perform private.open_episode(v_conversation, 'contact');
      v_events := jsonb_build_array(private.add_event(v_conversation, 'opened', 'contact'));
      if v_greeting is not null then
        v_conversation.rev := v_conversation.rev + 1;
        v_conversation.last_seq := 1;
        perform private.insert_message(v_conversation, 'system', 'greeting', gen_random_uuid(), v_greeting);
      end if;
      v_conversation.rev := v_conversation.rev + 1;
      v_conversation.last_seq := v_conversation.last_seq + 1;
      v_message := private.insert_message(
        v_conversation, 'contact', 'text', message_id, body, private.take_attachments(v_conversation.id, message_id, attachment_ids)
      );
      perform private.start_turn(v_conversation);
      v_conversation.waiting_since := v_now;
      v_conversation.last_message_preview := private.preview(v_message);
      v_conversation.contact_read_seq := v_conversation.last_seq; -- they saw the greeting before they wrote
      v_conversation.agent_unread_count := 1;
      v_conversation.assignee_id := private.next_assignee(v_conversation);
      if v_conversation.assignee_id is not null then
        v_conversation.rev := v_conversation.rev + 1;
        v_events := v_events || private.routing_event(v_conversation, null);
      end if;
      v_conversation := private.save_conversation(v_conversation);
      perform private.tell_message(v_message, v_conversation, v_events);
      return private.start_answer(v_conversation);
    end if;
  end if;

  if v_conversation.contact_id is distinct from v_contact_id
    or not exists (
      select
      from public.messages m
      where m.conversation_id = v_conversation.id
        and m.id = start_conversation.message_id
        and m.author = 'contact'
    )
  then
    raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
  end if;
  return private.start_answer(v_conversation);
end;
$$;
comment on function public.start_conversation(text, uuid, uuid, text, jsonb, uuid[]) is
  'Starts a conversation with its first message, behind the inbox''s greeting. Again with the same ids: the same answer, nothing stored. A definer: writes go through functions only. LC400 id_missing, context_invalid, inbox_key_malformed, message_empty, message_too_long, message_control_characters, attachments_unsupported; LC401 sign_in_required; LC404 inbox_not_found; LC409 id_taken.';
revoke execute on function public.start_conversation(text, uuid, uuid, text, jsonb, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.start_conversation(text, uuid, uuid, text, jsonb, uuid[]) to authenticated;

revoke execute on all functions in schema private from public;
