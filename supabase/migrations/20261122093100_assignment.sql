-- Automatic assignment: who gets a conversation in which a customer waits and that nobody has.

create table private.rotation (
  inbox_id uuid not null,
  agent_id uuid not null,
  workspace_id uuid not null,
  assigned_at timestamptz not null,
  constraint rotation_pkey primary key (inbox_id, agent_id),
  constraint rotation_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint rotation_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id) on delete cascade
);
comment on table private.rotation is 'When an agent last got a conversation of an inbox without anybody giving it to them.';
create index rotation_agent_id_idx on private.rotation (workspace_id, agent_id);
alter table private.rotation enable row level security;

create function private.next_assignee(conversation public.conversations)
  returns uuid
  language plpgsql set search_path = ''
as $$
declare
  v_inbox public.inboxes;
begin
  select i.* into v_inbox from public.inboxes i where i.id = conversation.inbox_id;
  if conversation.assignee_id is not null
    and (
      not v_inbox.reassign_when_away
      or exists (
        select
        from public.agents a
        where a.workspace_id = conversation.workspace_id
          and a.user_id = conversation.assignee_id
          and private.is_present(a)
      )
    )
  then
    return conversation.assignee_id;
  end if;
  if v_inbox.assignment = 'off' then
    return null;
  end if;
  return private.pick_agent(v_inbox);
end;
$$;
comment on function private.next_assignee(public.conversations) is
  'Who shall have the locked conversation now that the contact has written and it was new, reopened or nobody''s: who has it, unless they are away and the inbox takes it from them then; else whose turn it is; null: it waits for whoever comes.';

create function private.lock_routing(workspace_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('routing ' || workspace_id::text, 0));
end;
$$;
comment on function private.lock_routing(uuid) is
  'One at a time gives conversations of a workspace away, so that each sees what the one before gave. Taken after a conversation''s lock; who holds it waits for no conversation.';

create function private.pick_agent(inbox public.inboxes)
  returns uuid
  language plpgsql set search_path = ''
as $$
declare
  v_agent_id uuid;
begin
  perform private.lock_routing(inbox.workspace_id);
  select a.user_id
  into v_agent_id
  from public.agents a
  left join private.rotation r on r.inbox_id = inbox.id and r.agent_id = a.user_id
  where a.workspace_id = inbox.workspace_id
    and a.removed_at is null
    and private.is_present(a)
  order by
    case when inbox.assignment = 'least_busy' then (
      select count(*)
      from public.conversations c
      where c.workspace_id = a.workspace_id
        and c.assignee_id = a.user_id
        and c.status = 'open'
    ) end,
    r.assigned_at nulls first,
    a.created_at,
    a.user_id
  limit 1
  for share of a; -- who leaves at this moment waits, and then leaves this conversation too
  if v_agent_id is not null then
    insert into private.rotation (inbox_id, agent_id, workspace_id, assigned_at)
    values (inbox.id, v_agent_id, inbox.workspace_id, clock_timestamp())
    on conflict on constraint rotation_pkey do update set assigned_at = excluded.assigned_at;
  end if;
  return v_agent_id;
end;
$$;
comment on function private.pick_agent(public.inboxes) is
  'Whose turn it is among the agents who are there: who has waited longest for one (round_robin), or who has the fewest open ones (least_busy). Null: nobody is there.';

create function private.route_waiting(workspace_id uuid, max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_inbox public.inboxes;
  v_agent_id uuid;
  v_count integer := 0;
begin
  perform private.lock_routing(workspace_id);
  for v_conversation in
    select c.*
    from public.conversations c
    join public.inboxes i on i.id = c.inbox_id
    where c.workspace_id = route_waiting.workspace_id
      and c.waiting_since is not null
      and c.status = 'open'
      and c.assignee_id is null
      and i.assignment <> 'off'
    order by c.waiting_since, c.id
    limit route_waiting.max
    for no key update of c skip locked -- who writes in one gives it away themselves
  loop
    select i.* into v_inbox from public.inboxes i where i.id = v_conversation.inbox_id;
    v_agent_id := private.pick_agent(v_inbox);
    exit when v_agent_id is null;
    perform private.assign_locked(v_conversation, v_agent_id, 'system');
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;
comment on function private.route_waiting(uuid, integer) is
  'Gives the conversations in which a customer waits and that nobody has to the agents who are there, who has waited longest first; returns how many.';

create function private.routes(workspace_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select
    from public.inboxes i
    where i.workspace_id = routes.workspace_id
      and i.assignment <> 'off'
  );
end;
$$;
comment on function private.routes(uuid) is 'Whether any inbox of the workspace assigns by itself.';

revoke execute on all functions in schema private from public;
