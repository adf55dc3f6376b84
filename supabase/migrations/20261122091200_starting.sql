-- Starting a conversation.

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
    where entry.key in ('page_url', 'referrer', 'user_agent', 'locale', 'time_zone', 'language')
      and jsonb_typeof(entry.value) = 'string'
  );
end;
$$;
comment on function private.checked_context(jsonb) is
  'The texts we know from what a browser said, cut at 2,000 characters; the rest is dropped. language: in which the chat is shown, where that differs from the browser''s locale. LC400 context_invalid.';

create function private.contact_of_caller(inbox public.inboxes, locale text)
  returns uuid
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_contact_id uuid;
begin
  perform private.lock_caller(inbox); -- two first messages at once are still one contact
  select s.contact_id
  into v_contact_id
  from public.contact_sessions s
  where s.inbox_id = inbox.id
    and s.user_id = v_caller
    and (s.verified_until is null or s.verified_until > clock_timestamp())
  for share; -- who merges contacts waits for the conversation that begins here, or this waits for them
  if v_contact_id is null then
    insert into public.contacts (workspace_id, inbox_id, locale, last_seen_at)
    values (inbox.workspace_id, inbox.id, contact_of_caller.locale, clock_timestamp())
    returning contacts.id into v_contact_id;
    insert into public.contact_sessions (inbox_id, user_id, contact_id, workspace_id)
    values (inbox.id, v_caller, v_contact_id, inbox.workspace_id)
    on conflict on constraint contact_sessions_pkey do update -- whom a token once named is a stranger again
      set contact_id = excluded.contact_id, verified_until = null;
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
  context jsonb default '{}',
  attachment_ids uuid[] default '{}'
)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_greeting text;
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
    perform private.admit_first_message(v_inbox, v_contact_id);
    perform private.admit_conversation(v_inbox.id, v_contact_id, start_conversation.id, context ->> 'challenge');
    v_greeting := nullif(
      btrim(
        private.inbox_texts(v_inbox, private.language_of(coalesce(v_context ->> 'language', v_context ->> 'locale'), v_inbox.locale))
          ->> 'greeting'
      ),
      ''
    );
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
      perform private.take_answers(v_contact_id, context -> 'form');
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
  'Starts a conversation with its first message, behind the inbox''s greeting. Again with the same ids: the same answer, nothing stored. A definer: writes go through functions only. LC400 id_missing, context_invalid, inbox_key_malformed, message_empty, message_too_long, message_control_characters, and those of attachments; LC401 sign_in_required; LC403 blocked, verified_only; LC404 inbox_not_found; LC409 id_taken; LC429 too_many_messages, too_many_conversations, challenge_required.';
revoke execute on function public.start_conversation(text, uuid, uuid, text, jsonb, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.start_conversation(text, uuid, uuid, text, jsonb, uuid[]) to authenticated;

revoke execute on all functions in schema private from public;
