-- Starting a conversation: the contact, the greeting, the first message.

create function private.insert_message(
  conversation public.conversations,
  author public.actor,
  kind public.message_kind,
  id uuid,
  body text
)
  returns public.messages
  language plpgsql set search_path = ''
as $$
declare
  v_message public.messages;
begin
  insert into public.messages (conversation_id, seq, id, workspace_id, rev, author, kind, agent_id, body, created_at)
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
    conversation.changed_at
  )
  returning * into v_message;
  return v_message;
end;
$$;
comment on function private.insert_message(public.conversations, public.actor, public.message_kind, uuid, text) is
  'Stores a message at the conversation''s last_seq, rev and changed_at.';

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

-- Starting

create function private.checked_context(context jsonb)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
begin
  if context is null then
    return '{}';
  end if;
  if jsonb_typeof(context) <> 'object' then
    raise exception 'The context is no object.' using errcode = 'LC400', hint = 'context_invalid';
  end if;
  return (
    select coalesce(jsonb_object_agg(entry.key, left(entry.value #>> '{}', 2000)), '{}')
    from jsonb_each(context) entry
    where entry.key in ('page_url', 'referrer', 'user_agent', 'locale', 'time_zone')
      and jsonb_typeof(entry.value) = 'string'
  );
end;
$$;
comment on function private.checked_context(jsonb) is 'The texts we know from what a browser said, cut at 2,000 characters; the rest is dropped. LC400 context_invalid.';

create function private.contact_of_caller(inbox public.inboxes, locale text)
  returns uuid
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_contact_id uuid;
begin
  -- Two first messages at once are still one contact: the second waits here. Other callers don't.
  perform pg_advisory_xact_lock(hashtextextended('contact_sessions ' || inbox.id || v_caller, 0));
  select s.contact_id
  into v_contact_id
  from public.contact_sessions s
  where s.inbox_id = inbox.id
    and s.user_id = v_caller;
  if v_contact_id is null then
    insert into public.contacts (workspace_id, inbox_id, locale, last_seen_at)
    values (inbox.workspace_id, inbox.id, contact_of_caller.locale, clock_timestamp())
    returning contacts.id into v_contact_id;
    insert into public.contact_sessions (inbox_id, user_id, contact_id, workspace_id)
    values (inbox.id, v_caller, v_contact_id, inbox.workspace_id);
  end if;
  return v_contact_id;
end;
$$;
comment on function private.contact_of_caller(public.inboxes, text) is 'The contact as whom the caller speaks in the inbox; made at their first message.';

create function private.start_answer(conversation public.conversations)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  return private.contact_conversation(conversation) || jsonb_build_object(
    'messages',
    (
      select jsonb_agg(private.contact_message(m) order by m.seq)
      from public.messages m
      where m.conversation_id = conversation.id
        and m.seq <= 50
    )
  );
end;
$$;
comment on function private.start_answer(public.conversations) is 'ContactConversation with its first 50 messages.';

create function public.start_conversation(
  inbox_key text,
  id uuid,
  message_id uuid,
  body text,
  context jsonb default '{}'
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
    start_conversation.body := private.checked_body(body);
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
      v_message := private.insert_message(v_conversation, 'contact', 'text', message_id, body);
      perform private.start_turn(v_conversation);
      v_conversation.waiting_since := v_now;
      v_conversation.last_message_preview := left(body, 160);
      v_conversation.contact_read_seq := v_conversation.last_seq; -- they saw the greeting before they wrote
      v_conversation.agent_unread_count := 1;
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
comment on function public.start_conversation(text, uuid, uuid, text, jsonb) is
  'Starts a conversation with its first message, behind the inbox''s greeting. Again with the same ids: the same answer, nothing stored. A definer: writes go through functions only. LC400 id_missing, context_invalid, inbox_key_malformed, message_empty, message_too_long, message_control_characters; LC401 sign_in_required; LC404 inbox_not_found; LC409 id_taken.';
revoke execute on function public.start_conversation(text, uuid, uuid, text, jsonb) from public, anon, authenticated, service_role;
grant execute on function public.start_conversation(text, uuid, uuid, text, jsonb) to authenticated;

revoke execute on all functions in schema private from public;
