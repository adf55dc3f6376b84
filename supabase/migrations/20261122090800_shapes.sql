-- What contacts and agents see of a row: the written lists of columns that both functions and broadcasts are built from.

create function private.is_present(agent public.agents)
  returns boolean
  language sql stable set search_path = ''
as $$
  select agent.availability = 'online' and agent.removed_at is null and agent.last_seen_at > clock_timestamp() - interval '150 seconds';
$$;
comment on function private.is_present(public.agents) is 'Whether the agent is there: says so, and was heard from within 150 s.';

create function private.agent_card(workspace_id uuid, agent_id uuid)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', a.user_id,
      'name', a.name,
      'avatar_url', a.avatar_url,
      'availability', case when private.is_present(a) then 'online' else 'away' end
    )
    from public.agents a
    where a.workspace_id = agent_card.workspace_id
      and a.user_id = agent_card.agent_id
  );
end;
$$;
comment on function private.agent_card(uuid, uuid) is 'AgentCard: all that a contact sees of an agent.';

create function private.contact_message(message public.messages)
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
comment on function private.contact_message(public.messages) is 'ContactMessage: all that a contact sees of a message.';

create function private.contact_conversation(conversation public.conversations)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
declare
  v_rating jsonb;
  v_may_rate boolean := false;
begin
  if conversation.status = 'closed' then
    select jsonb_build_object('score', r.score, 'comment', r.comment)
    into v_rating
    from public.ratings r
    where r.conversation_id = conversation.id
      and r.episode = conversation.episode;
    v_may_rate := v_rating is null and (select i.ask_rating from public.inboxes i where i.id = conversation.inbox_id);
  end if;
  return jsonb_build_object(
    'id', conversation.id,
    'inbox_id', conversation.inbox_id,
    'contact_id', conversation.contact_id,
    'status', case when conversation.status = 'closed' then 'closed' else 'open' end,
    'created_at', conversation.created_at,
    'changed_at', conversation.contact_changed_at,
    'last_seq', conversation.last_seq,
    'last_message_at', conversation.last_message_at,
    'last_message', jsonb_build_object('author', conversation.last_message_author, 'body', conversation.last_message_preview),
    'contact_read_seq', conversation.contact_read_seq,
    'agent_read_seq', conversation.agent_read_seq,
    'unread_count', conversation.contact_unread_count,
    'rating', v_rating,
    'may_rate', v_may_rate,
    'assignee', case when conversation.assignee_id is not null then
      private.agent_card(conversation.workspace_id, conversation.assignee_id)
    end
  );
end;
$$;
comment on function private.contact_conversation(public.conversations) is 'ContactConversation: all that a contact sees of a conversation.';

create function private.inbox_conversation(conversation public.conversations)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  return (select private.inbox_conversation(conversation, c) from public.contacts c where c.id = conversation.contact_id);
end;
$$;
comment on function private.inbox_conversation(public.conversations) is 'InboxConversation: the row and its contact, as an inbox list draws it.';

-- Telling both sides: one look at who they are, for what agents see and for both topics.

create function private.inbox_conversation(conversation public.conversations, contact public.contacts)
  returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  return to_jsonb(conversation) || jsonb_build_object(
    'contact',
    jsonb_build_object(
      'id', contact.id,
      'name', contact.name,
      'email', contact.email,
      'verified', contact.verified,
      'blocked', contact.blocked,
      'last_seen_at', contact.last_seen_at,
      'erased_at', contact.erased_at
    )
  );
end;
$$;
comment on function private.inbox_conversation(public.conversations, public.contacts) is 'InboxConversation of a conversation and its contact, as an inbox list draws it.';

revoke execute on all functions in schema private from public;
