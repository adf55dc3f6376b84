-- Erasing a person. Figures stay, for they name nobody: conversations keep their turns, episodes and scores, and tombstones where texts were.

create table private.erasures (
  contact_id uuid not null,
  workspace_id uuid not null,
  conversation_ids uuid[] not null,
  agent_id uuid not null,
  asked_at timestamptz not null default clock_timestamp(),
  broadcasts_gone_at timestamptz,
  constraint erasures_pkey primary key (contact_id),
  constraint erasures_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade
);
comment on table private.erasures is
  'The proof that somebody was erased, without a word about them. Done when their broadcasts are gone and no file of theirs waits in private.deletion_queue.';
comment on column private.erasures.broadcasts_gone_at is 'Realtime keeps what was sent for three days; null: not looked through yet.';
create index erasures_workspace_id_idx on private.erasures (workspace_id, asked_at desc);
alter table private.erasures enable row level security;

create function private.erase_conversation(id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations := private.lock_conversation(id);
begin
  v_conversation.changed_at := private.time_of_write(v_conversation);
  v_conversation.contact_changed_at := v_conversation.changed_at;
  if v_conversation.status <> 'closed' then
    v_conversation.rev := v_conversation.rev + 1;
    v_conversation.status := 'closed';
    v_conversation.snoozed_until := null;
    v_conversation.closed_at := v_conversation.changed_at;
    if v_conversation.waiting_since is not null then
      perform private.end_turn(v_conversation, 'closed_by_agent');
      v_conversation.waiting_since := null;
    end if;
    perform private.close_episode(v_conversation, 'agent');
    perform private.add_event(v_conversation, 'closed', 'agent');
  end if;
  -- They keep their rev, which says when in the story they were written: figures are told again from it.
  update public.messages m
  set body = null,
    attachments = '[]',
    deleted_at = v_conversation.changed_at
  where m.conversation_id = v_conversation.id
    and m.kind <> 'greeting';
  v_conversation.rev := v_conversation.rev + 1;
  v_conversation.last_message_preview := null;
  v_conversation := private.save_conversation(v_conversation);
  update public.conversations c set context = '{}' where c.id = v_conversation.id;
  v_conversation.context := '{}';
  delete from public.notes n where n.conversation_id = v_conversation.id;
  update public.conversation_events e
  set data = e.data - 'name' - 'comment'
  where e.conversation_id = v_conversation.id
    and e.kind in ('identified', 'merged', 'unmerged', 'rated');
  update public.ratings r set comment = null where r.conversation_id = v_conversation.id;
  delete from public.drafts d where d.conversation_id = v_conversation.id;
  if to_regclass('public.attachments') is not null then
    execute 'delete from public.attachments a where a.conversation_id = $1' using v_conversation.id; -- their files go to the queue
  end if;
  perform private.tell_workspace(v_conversation.workspace_id, 'conversation_changed', private.inbox_conversation(v_conversation));
end;
$$;
comment on function private.erase_conversation(uuid) is
  'What was said becomes tombstones, on both sides, for an answer tells of the question. Notes, drafts, comments, files and where it began are gone. What waited is closed.';

create function public.erase_contact(contact_id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_contact public.contacts;
  v_conversation_ids uuid[];
begin
  select c.* into v_contact from public.contacts c where c.id = erase_contact.contact_id;
  if not private.is_my_workspace(v_contact.workspace_id) or v_contact.merged_into is not null then
    raise exception 'There is no such contact.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  perform private.require_manager(v_contact.workspace_id);
  delete from public.contact_sessions s where s.contact_id = v_contact.id; -- first: a conversation that begins at this moment is waited for, and erased too
  select c.* into v_contact from public.contacts c where c.id = v_contact.id for no key update;
  if v_contact.erased_at is not null then
    return;
  end if;
  perform private.move_topic(v_contact.id);
  update public.contacts c
  set name = null,
    email = null,
    verified = false,
    locale = null,
    page = null,
    attributes = '{}',
    agent_keys = '{}',
    last_seen_at = null,
    blocked_at = null,
    erased_at = clock_timestamp()
  where c.id = v_contact.id;
  select coalesce(array_agg(c.id order by c.id), '{}') into v_conversation_ids from public.conversations c where c.contact_id = v_contact.id;
  perform private.erase_conversation(x.id) from unnest(v_conversation_ids) with ordinality x (id, place) order by x.place;
  delete from public.contact_identities i where i.contact_id = v_contact.id;
  delete from public.contact_notes n where n.contact_id = v_contact.id;
  delete from private.contact_addresses a where a.contact_id = v_contact.id;
  delete from private.blocked_origins b where b.contact_id = v_contact.id;
  insert into private.erasures (contact_id, workspace_id, conversation_ids, agent_id)
  values (v_contact.id, v_contact.workspace_id, v_conversation_ids, v_caller);
  delete from private.merge_log m where v_contact.id in (m.contact_id, m.into_contact_id);
  delete from public.contacts c where c.merged_into = v_contact.id;
end;
$$;
comment on function public.erase_contact(uuid) is
  'Nothing is known any more of this person, nor what they and the team wrote to each other; figures stay. For owners and admins; it can''t be undone. Files and what Realtime still keeps follow: erasures() says when. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 contact_not_found.';

create function private.finish_erasures(max integer default 10)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_erasure private.erasures;
  v_count integer := 0;
begin
  for v_erasure in
    select e.*
    from private.erasures e
    where e.broadcasts_gone_at is null
    order by e.asked_at
    limit greatest(finish_erasures.max, 0)
    for update skip locked
  loop
    begin
      delete from realtime.messages m
      where m.inserted_at <= v_erasure.asked_at at time zone 'UTC'
        and (
          m.topic like 'contact:' || v_erasure.contact_id || ':%'
          or m.topic = any (select 'conversation:' || x from unnest(v_erasure.conversation_ids) x)
          or (
            m.topic like 'workspace:' || v_erasure.workspace_id || ':%'
            and (
              m.payload ->> 'contact_id' = v_erasure.contact_id::text
              or m.payload #>> '{conversation,contact_id}' = v_erasure.contact_id::text
              or m.payload ->> 'conversation_id' = any (v_erasure.conversation_ids::text[])
            )
          )
        );
    exception
      when insufficient_privilege then
        if v_erasure.asked_at > clock_timestamp() - interval '4 days' then
          continue; -- a project that lets nobody: Realtime drops them itself within that time
        end if;
    end;
    delete from public.drafts d where d.conversation_id = any (v_erasure.conversation_ids); -- kept in the very moment in which they were erased
    update private.erasures e set broadcasts_gone_at = clock_timestamp() where e.contact_id = v_erasure.contact_id;
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;
comment on function private.finish_erasures(integer) is
  'Removes what Realtime still keeps of those who were erased. Reads through what was broadcast in three days, hence apart from erase_contact(). Returns how many are done.';

create function public.erasures(workspace_id uuid)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_manager(workspace_id);
  v_waiting text[] := '{}';
begin
  if to_regclass('private.deletion_queue') is not null then
    execute 'select coalesce(array_agg(distinct split_part(q.path, ''/'', 2)), ''{}'') from private.deletion_queue q where q.path like $1'
    into v_waiting
    using v_agent.workspace_id || '/%';
  end if;
  return query
  select jsonb_build_object(
    'contact_id', e.contact_id,
    'agent_id', e.agent_id,
    'asked_at', e.asked_at,
    'broadcasts_gone', e.broadcasts_gone_at is not null,
    'files_gone', not e.conversation_ids::text[] && v_waiting
  )
  from private.erasures e
  where e.workspace_id = v_agent.workspace_id
  order by e.asked_at desc
  limit 100;
end;
$$;
comment on function public.erasures(uuid) is
  'Who was erased, newest first, and whether their files and broadcasts are gone too. For owners and admins. A definer: the proofs lie where the API has no access. LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found.';

revoke execute on function public.erase_contact(uuid), public.erasures(uuid) from public, anon, authenticated, service_role;
grant execute on function public.erase_contact(uuid), public.erasures(uuid) to authenticated;

revoke execute on all functions in schema private from public;
