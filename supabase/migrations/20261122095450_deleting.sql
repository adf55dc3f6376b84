-- Deleting a message or a note. It keeps its rev, and its seq, by which it stands where it stood and figures are told again; that it is gone is an event
-- with a rev of its own, from which those learn of it who were away.

create table private.deleted_texts (
  conversation_id uuid not null,
  rev integer not null,
  deleted_at timestamptz not null,
  constraint deleted_texts_pkey primary key (conversation_id, rev)
);
comment on table private.deleted_texts is
  'Of which messages and notes Realtime, which keeps for three days what was sent, may still have the words. One row for each, so that nobody waits for another.';
alter table private.deleted_texts enable row level security;

create function public.delete_message(conversation_id uuid, id uuid)
  returns public.messages
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
  v_message public.messages;
  v_event jsonb;
begin
  select m.*
  into v_message
  from public.messages m
  where m.conversation_id = v_conversation.id
    and m.id = delete_message.id
    and m.author <> 'system';
  if not found then
    raise exception 'There is no such message.' using errcode = 'LC404', hint = 'message_not_found';
  elsif v_message.agent_id is distinct from auth.uid() then
    perform private.require_manager(v_conversation.workspace_id);
  end if;
  if v_message.deleted_at is not null then
    return v_message;
  end if;
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.contact_changed_at := v_conversation.changed_at;
  v_conversation.rev := v_conversation.rev + 1;
  if v_message.seq = v_conversation.last_seq then
    v_conversation.last_message_preview := null;
  end if;
  -- Who has not read it yet has nothing to read any more.
  if v_message.author = 'contact' and v_message.seq > v_conversation.agent_read_seq then
    v_conversation.agent_unread_count := v_conversation.agent_unread_count - 1;
  elsif v_message.author = 'agent' and v_message.seq > v_conversation.contact_read_seq then
    v_conversation.contact_unread_count := v_conversation.contact_unread_count - 1;
  end if;
  -- Words that others wrote too are learnt again with the next of them. Whoever else is deleting some is not waited for: they share no order.
  delete from private.known_words k
  using (
    select x.word
    from private.known_words x
    where x.workspace_id = v_conversation.workspace_id
      and x.word = any (tsvector_to_array(to_tsvector('simple', private.words(v_message.body))))
    for update skip locked
  ) gone
  where k.workspace_id = v_conversation.workspace_id
    and k.word = gone.word;
  update public.messages m
  set body = null,
    attachments = '[]',
    deleted_at = v_conversation.changed_at
  where m.conversation_id = v_conversation.id
    and m.seq = v_message.seq
  returning * into v_message;
  delete from public.attachments a where a.message_id = v_message.id and a.conversation_id = v_conversation.id; -- their files go to the queue
  v_event := private.add_event(v_conversation, 'message_deleted', 'agent', jsonb_build_object('seq', v_message.seq));
  v_conversation := private.save_conversation(v_conversation);
  insert into private.deleted_texts (conversation_id, rev, deleted_at)
  values (v_conversation.id, v_message.rev, v_conversation.changed_at);
  perform private.tell_workspace(
    v_conversation.workspace_id,
    'message_changed',
    to_jsonb(v_message)
      || jsonb_build_object('conversation', private.inbox_conversation(v_conversation), 'events', jsonb_build_array(v_event))
  );
  perform private.tell_contact(
    v_conversation.contact_id,
    'message_changed',
    private.contact_message(v_message) || jsonb_build_object('conversation', private.contact_conversation(v_conversation))
  );
  return v_message;
end;
$$;
comment on function public.delete_message(uuid, uuid) is
  'Leaves a tombstone of a message, for both sides, and takes its files away; it can''t be undone. Agents delete what they wrote, owners and admins what anybody wrote. Again: the tombstone. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 conversation_not_found, message_not_found.';
revoke execute on function public.delete_message(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function public.delete_message(uuid, uuid) to authenticated;

create function public.delete_note(conversation_id uuid, id uuid)
  returns public.notes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
  v_note public.notes;
  v_event jsonb;
begin
  select n.*
  into v_note
  from public.notes n
  where n.conversation_id = v_conversation.id
    and n.id = delete_note.id;
  if not found then
    raise exception 'There is no such note.' using errcode = 'LC404', hint = 'note_not_found';
  elsif v_note.agent_id <> auth.uid() then
    perform private.require_manager(v_conversation.workspace_id);
  end if;
  if v_note.body is null then
    return v_note;
  end if;
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  update public.notes n
  set body = null,
    mentions = '{}'
  where n.conversation_id = v_conversation.id
    and n.id = v_note.id
  returning * into v_note;
  delete from public.mentions m where m.conversation_id = v_conversation.id and m.note_id = v_note.id; -- who had not looked yet is called no more
  v_event := private.add_event(v_conversation, 'note_deleted', 'agent', jsonb_build_object('rev', v_note.rev));
  v_conversation := private.save_conversation(v_conversation);
  insert into private.deleted_texts (conversation_id, rev, deleted_at)
  values (v_conversation.id, v_note.rev, v_conversation.changed_at);
  perform private.tell_workspace(
    v_conversation.workspace_id,
    'note_changed',
    to_jsonb(v_note)
      || jsonb_build_object('conversation', private.inbox_conversation(v_conversation), 'events', jsonb_build_array(v_event))
  );
  return v_note;
end;
$$;
comment on function public.delete_note(uuid, uuid) is
  'Leaves a tombstone of a note; whom it called is called no more. It can''t be undone. Agents delete their own, owners and admins anybody''s. Again: the tombstone. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 conversation_not_found, note_not_found.';
revoke execute on function public.delete_note(uuid, uuid) from public, anon, authenticated, service_role;
grant execute on function public.delete_note(uuid, uuid) to authenticated;

create function private.finish_deletions(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_done private.deleted_texts[] := array(
    select d from private.deleted_texts d order by d.deleted_at limit greatest(finish_deletions.max, 0) for update skip locked
  );
begin
  if v_done = '{}' then
    return 0;
  end if;
  begin
    -- All that was told of these conversations until then: a preview or a reply's summary holds the words too.
    delete from realtime.messages m
    using (select d.conversation_id::text as id, max(d.deleted_at) at time zone 'UTC' as until from unnest(v_done) d group by d.conversation_id) d
    where d.id = coalesce(m.payload ->> 'conversation_id', m.payload ->> 'id')
      and m.inserted_at <= d.until;
  exception
    when insufficient_privilege then -- a project that lets nobody: Realtime drops them itself within that time
      v_done := array(select d from unnest(v_done) d where d.deleted_at < clock_timestamp() - interval '4 days');
  end;
  delete from private.deleted_texts f using unnest(v_done) d where f.conversation_id = d.conversation_id and f.rev = d.rev;
  return coalesce(cardinality(v_done), 0);
end;
$$;
comment on function private.finish_deletions(integer) is
  'Removes what Realtime still keeps of deleted messages and notes. Reads through what was broadcast in three days, hence apart from deleting. Returns of how many.';

revoke execute on all functions in schema private from public;
