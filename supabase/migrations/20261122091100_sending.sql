-- Sending a message, and all that follows from it.

create function private.tell_message(message public.messages, conversation public.conversations, events jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform
    realtime.send(
      to_jsonb(message)
        || jsonb_build_object('conversation', private.inbox_conversation(conversation, c))
        || case when events = '[]' then '{}' else jsonb_build_object('events', events) end,
      'message_created',
      'workspace:' || w.id || ':' || w.epoch,
      true
    ),
    realtime.send(
      private.contact_message(message) || jsonb_build_object('conversation', private.contact_conversation(conversation)),
      'message_created',
      'contact:' || c.id || ':' || c.epoch,
      true
    )
  from public.contacts c, public.workspaces w
  where c.id = conversation.contact_id
    and c.erased_at is null
    and w.id = conversation.workspace_id;
  if not found then
    raise exception 'There is nobody any more to be told.' using errcode = 'LC404', hint = 'conversation_not_found';
  end if;
end;
$$;
comment on function private.tell_message(public.messages, public.conversations, jsonb) is
  'A new message, to both sides: one broadcast each, with the conversation as it is now. Where the contact was erased nothing is told, and so nothing written: asked here, where they are looked up anyway. LC404 conversation_not_found.';

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
      and m.deleted_at is null
  );
end;
$$;
comment on function private.unread_by_agents(public.conversations) is 'Messages by the contact after agent_read_seq, but for deleted ones.';

create function private.add_message(
  conversation public.conversations,
  author public.actor,
  id uuid,
  body text,
  attachments jsonb,
  seen_seq integer,
  is_assigned_by_hand boolean
)
  returns public.messages
  language plpgsql set search_path = ''
as $$
declare
  v_message public.messages;
  v_events jsonb := '[]';
  v_former_id uuid;
  v_to_route boolean := author = 'contact' and conversation.assignee_id is null and not is_assigned_by_hand;
begin
  conversation.changed_at := greatest(clock_timestamp(), conversation.changed_at + interval '1 microsecond'); -- as time_of_write()
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
  insert into public.messages (
    conversation_id, seq, id, workspace_id, inbox_id, rev, author, agent_id, body, attachments, created_at
  )
  values (
    conversation.id,
    conversation.last_seq,
    add_message.id,
    conversation.workspace_id,
    conversation.inbox_id,
    conversation.rev,
    add_message.author,
    case when add_message.author = 'agent' then auth.uid() end,
    add_message.body,
    add_message.attachments,
    conversation.changed_at
  )
  returning * into v_message;
  conversation.last_message_at := v_message.created_at;
  conversation.last_message_preview := private.preview(v_message);
  conversation.last_message_author := author;

  if author = 'contact' then
    conversation.agent_unread_count := conversation.agent_unread_count + 1;
    if conversation.contact_unread_count = 0 then
      conversation.contact_read_seq := conversation.last_seq;
    end if;
    if conversation.waiting_since is null then
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

  perform private.save_conversation(conversation);
  perform private.tell_message(v_message, conversation, v_events);
  return v_message;
end;
$$;
comment on function private.add_message(public.conversations, public.actor, uuid, text, jsonb, integer, boolean) is
  'A message in a locked conversation and all that follows from it: reopening, waking, cursors, turns, who shall answer (is_assigned_by_hand: its inbox gives to nobody what nobody has), both broadcasts.';

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
  v_caller constant uuid := private.caller();
  v_conversation public.conversations;
  v_side public.actor := 'contact'; -- in their own conversation even an agent is the customer
  v_message public.messages;
  v_asked record;
begin
  select c.* into v_conversation from public.conversations c where c.id = send_message.conversation_id for no key update;
  -- Who speaks as the contact, from where (a conversation may have been moved to an inbox in which they never were), and what may keep them
  -- from it, in one question. Not before the lock: what was stored while we waited for it must be seen.
  select
    s.verified_until is null or s.verified_until > clock_timestamp() as is_contact,
    p.blocked_at is not null as is_blocked,
    i.verified_only and coalesce(s.verified_until <= clock_timestamp(), true) as is_unnamed,
    s.inbox_id = v_conversation.inbox_id and i.assignment = 'off' as is_assigned_by_hand,
    exists (
      select from public.messages m where m.conversation_id = v_conversation.id and m.id = send_message.id
    ) as is_stored,
    false as is_late
  into v_asked
  from public.contact_sessions s
  join public.contacts p on p.id = s.contact_id
  join public.inboxes i on i.id = s.inbox_id
  where s.contact_id = v_conversation.contact_id
    and s.user_id = v_caller
  order by (s.inbox_id = v_conversation.inbox_id) desc, s.created_at, s.inbox_id
  limit 1;
  if v_asked.is_contact is not true then
    v_side := private.side_of(v_conversation); -- nobody, an agent, or the contact by a word that holds in another inbox
  end if;
  if v_side = 'agent' then
    select
      exists (
        select from public.messages m where m.conversation_id = v_conversation.id and m.id = send_message.id
      ) as is_stored,
      exists (
        select
        from public.messages m
        where m.conversation_id = v_conversation.id
          and m.seq > send_message.seen_seq
          and m.author = 'agent'
          and m.agent_id <> v_caller
      ) as is_late,
      false as is_assigned_by_hand
    into v_asked;
  end if;
  if id is null or v_asked.is_stored then
    select m.*
    into v_message
    from public.messages m
    where m.conversation_id = v_conversation.id
      and m.id = private.checked_id(send_message.id);
    if v_message.author <> v_side or v_message.agent_id is distinct from (case when v_side = 'agent' then v_caller end) then
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
  else
    if v_asked.is_late then
      raise exception 'A colleague has answered meanwhile.' using errcode = 'LC409', hint = 'newer_reply';
    end if;
    body := private.checked_message_body(body, cardinality(attachment_ids) > 0);
    if v_side = 'contact' then
      if v_asked.is_blocked then
        raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
      elsif v_asked.is_unnamed then
        raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
      elsif (v_conversation.last_seq + 1) % 4 = 0 then
        perform private.count_messages(v_conversation.contact_id, 4); -- in fours, see the migration admission
      end if;
    end if;
    v_message := private.add_message(
      v_conversation,
      v_side,
      send_message.id,
      body,
      case when attachment_ids is null or attachment_ids = '{}' then '[]' else private.take_attachments(v_conversation.id, send_message.id, attachment_ids) end,
      seen_seq,
      v_asked.is_assigned_by_hand
    );
  end if;
  return case when v_side = 'contact' then private.contact_message(v_message) else to_jsonb(v_message) end;
end;
$$;
comment on function public.send_message(uuid, uuid, text, integer, uuid[]) is
  'Stores a message of the contact or an agent. Again with the same id: what is stored. A definer: writes go through functions only. LC400 id_missing, message_empty, message_too_long, message_control_characters, and those of attachments; LC401 sign_in_required; LC403 blocked, verified_only; LC404 conversation_not_found; LC409 id_taken, newer_reply; LC429 too_many_messages.';
revoke execute on function public.send_message(uuid, uuid, text, integer, uuid[]) from public, anon, authenticated, service_role;
grant execute on function public.send_message(uuid, uuid, text, integer, uuid[]) to authenticated;
