-- The read cursors of both sides.

create function public.mark_read(conversation_id uuid, seq integer)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_conversation(conversation_id);
  v_side constant public.actor := private.side_of(v_conversation);
  v_seq constant integer := least(seq, v_conversation.last_seq);
begin
  if seq is null then
    raise exception 'A seq is missing.' using errcode = 'LC400', hint = 'seq_missing';
  end if;
  if v_side = 'contact' then
    if v_seq <= v_conversation.contact_read_seq then
      return;
    end if;
    v_conversation.contact_read_seq := v_seq;
    v_conversation.contact_unread_count := (
      select count(*)
      from public.messages m
      where m.conversation_id = v_conversation.id
        and m.seq > v_seq
        and m.author <> 'contact'
        and m.deleted_at is null
    );
  else
    if v_seq <= v_conversation.agent_read_seq
      or v_conversation.assignee_id <> auth.uid() -- another has it: theirs is the cursor. Null: nobody has
    then
      return;
    end if;
    v_conversation.agent_read_seq := v_seq;
    v_conversation.agent_unread_count := private.unread_by_agents(v_conversation);
  end if;

  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.contact_changed_at := v_conversation.changed_at;
  v_conversation.rev := v_conversation.rev + 1;
  v_conversation := private.save_conversation(v_conversation);
  perform private.tell_contact(
    v_conversation.contact_id,
    'read_changed',
    jsonb_build_object(
      'id', v_conversation.id,
      'contact_read_seq', v_conversation.contact_read_seq,
      'agent_read_seq', v_conversation.agent_read_seq,
      'unread_count', v_conversation.contact_unread_count
    )
  );
  if v_side = 'contact' then -- only those who look at the conversation care
    perform private.tell_conversation(
      v_conversation.id,
      'read_changed',
      jsonb_build_object(
        'id', v_conversation.id,
        'rev', v_conversation.rev,
        'contact_read_seq', v_conversation.contact_read_seq,
        'contact_unread_count', v_conversation.contact_unread_count,
        'changed_at', v_conversation.changed_at
      )
    );
  else
    perform private.tell_workspace(
      v_conversation.workspace_id,
      'read_changed',
      jsonb_build_object(
        'id', v_conversation.id,
        'rev', v_conversation.rev,
        'agent_read_seq', v_conversation.agent_read_seq,
        'agent_unread_count', v_conversation.agent_unread_count,
        'changed_at', v_conversation.changed_at
      )
    );
  end if;
end;
$$;
comment on function public.mark_read(uuid, integer) is
  'The caller''s side has read up to this message. Never moves back; past the end means the end; an agent moves nothing while a colleague has the conversation. A definer: writes go through functions only. LC400 seq_missing; LC401 sign_in_required; LC404 conversation_not_found.';
revoke execute on function public.mark_read(uuid, integer) from public, anon, authenticated, service_role;
grant execute on function public.mark_read(uuid, integer) to authenticated;
