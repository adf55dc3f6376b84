-- Notes that call colleagues.

create table public.mentions (
  conversation_id uuid not null,
  note_id uuid not null,
  agent_id uuid not null,
  workspace_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz,
  constraint mentions_pkey primary key (conversation_id, note_id, agent_id),
  constraint mentions_note_id_fkey foreign key (conversation_id, note_id) references public.notes (conversation_id, id) on delete cascade,
  constraint mentions_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id)
);
comment on table public.mentions is 'Who was called by which note, and whether they have been there since.';
comment on column public.mentions.seen_at is 'When they looked at the conversation; null: not yet.';
create index mentions_agent_id_idx on public.mentions (workspace_id, agent_id, conversation_id);
create index mentions_unseen_idx on public.mentions (workspace_id, agent_id, conversation_id) where seen_at is null;

alter table public.mentions enable row level security;
create policy mentions_select on public.mentions
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy mentions_select on public.mentions is 'Agents see the mentions of their workspaces.';
revoke all on public.mentions from anon, authenticated, service_role;
grant select on public.mentions to authenticated, service_role;

create function public.add_note(conversation_id uuid, id uuid, body text, mentions uuid[] default '{}')
  returns public.notes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_as_agent(conversation_id);
  v_note public.notes;
  v_mentions uuid[];
begin
  select n.*
  into v_note
  from public.notes n
  where n.conversation_id = v_conversation.id
    and n.id = private.checked_id(add_note.id);
  if found then
    if v_note.agent_id <> auth.uid() then
      raise exception 'This id is taken.' using errcode = 'LC409', hint = 'id_taken';
    end if;
    return v_note;
  end if;

  body := private.checked_body(body);
  if cardinality(mentions) > 50 then
    raise exception 'A note calls at most 50 colleagues.' using errcode = 'LC400', hint = 'too_many_mentions';
  end if;
  select coalesce(array_agg(distinct called), '{}') into v_mentions from unnest(mentions) called where called is not null;
  if (
    select count(*)
    from public.agents a
    where a.workspace_id = v_conversation.workspace_id
      and a.user_id = any (v_mentions)
      and a.removed_at is null
  ) < cardinality(v_mentions)
  then
    raise exception 'There is no such agent.' using errcode = 'LC404', hint = 'agent_not_found';
  end if;
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.rev := v_conversation.rev + 1;
  insert into public.notes (id, conversation_id, workspace_id, rev, agent_id, body, mentions, created_at)
  values (
    add_note.id, v_conversation.id, v_conversation.workspace_id, v_conversation.rev, auth.uid(), add_note.body, v_mentions, v_conversation.changed_at
  )
  returning * into v_note;
  insert into public.mentions (conversation_id, note_id, agent_id, workspace_id, created_at)
  select v_note.conversation_id, v_note.id, called, v_note.workspace_id, v_note.created_at
  from unnest(v_mentions) called
  where called <> v_note.agent_id; -- who calls themselves has heard it
  v_conversation := private.save_conversation(v_conversation);
  perform private.tell_workspace(
    v_conversation.workspace_id,
    'note_created',
    to_jsonb(v_note) || jsonb_build_object('conversation', private.inbox_conversation(v_conversation))
  );
  return v_note;
end;
$$;
comment on function public.add_note(uuid, uuid, text, uuid[]) is
  'Writes a note, for agents only; mentions: colleagues whom it calls. Again with the same id: what is stored. A definer: writes go through functions only. LC400 id_missing, message_empty, message_too_long, message_control_characters, too_many_mentions; LC401 sign_in_required; LC404 conversation_not_found, agent_not_found; LC409 id_taken.';

create function public.mark_mentions_seen(conversation_id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
begin
  update public.mentions
  set seen_at = clock_timestamp()
  where mentions.workspace_id = any (array(select private.my_workspaces()))
    and mentions.agent_id = private.caller()
    and mentions.conversation_id = mark_mentions_seen.conversation_id
    and mentions.seen_at is null;
end;
$$;
comment on function public.mark_mentions_seen(uuid) is
  'The caller has seen that they were called in this conversation. Without a mention nothing happens. A definer: writes go through functions only. LC401 sign_in_required.';

revoke execute on function public.add_note(uuid, uuid, text, uuid[]), public.mark_mentions_seen(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.add_note(uuid, uuid, text, uuid[]), public.mark_mentions_seen(uuid) to authenticated;
