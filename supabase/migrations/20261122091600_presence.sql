-- Who is there: heartbeats of agents and contacts, availability, a contact's typing.

create unlogged table private.viewings (
  conversation_id uuid not null,
  agent_id uuid not null,
  workspace_id uuid not null,
  seen_at timestamptz not null,
  constraint viewings_pkey primary key (conversation_id, agent_id),
  constraint viewings_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint viewings_agent_id_fkey
    foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id) on delete cascade
);
comment on table private.viewings is
  'Who looks at which conversation, in any tab: none takes another''s place, each ends 90 s after it was said last. Unlogged: after a crash all say it again.';
create index viewings_agent_id_idx on private.viewings (workspace_id, agent_id);
alter table private.viewings enable row level security;

create unlogged table private.contact_typing (
  conversation_id uuid not null,
  sent_at timestamptz not null,
  constraint contact_typing_pkey primary key (conversation_id),
  constraint contact_typing_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade
);
comment on table private.contact_typing is 'When a contact''s typing was last sent on: at most once in 3 s.';
alter table private.contact_typing enable row level security;

create function private.is_viewed(conversation_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select
    from private.viewings v
    where v.conversation_id = is_viewed.conversation_id
      and v.seen_at > clock_timestamp() - interval '90 seconds'
  );
end;
$$;
comment on function private.is_viewed(uuid) is 'Whether an agent has the conversation open.';

-- Agents

create function private.tell_agent(agent public.agents)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform private.tell_workspace(agent.workspace_id, 'agent_changed', jsonb_build_object('id', agent.user_id) || to_jsonb(agent));
end;
$$;
comment on function private.tell_agent(public.agents) is
  'Tells the team that a colleague is online, away or back. Who goes without a word is away when their last sign is 150 s old: nobody tells it.';

create function public.agent_heartbeat(workspace_id uuid, viewing uuid default null)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent public.agents := private.require_agent(workspace_id);
  v_returns constant boolean := v_agent.availability = 'online' and not coalesce(private.is_present(v_agent), false);
  v_comes constant boolean := v_returns and private.routes(v_agent.workspace_id);
begin
  if viewing is not null
    and not exists (
      select
      from public.conversations c
      where c.id = agent_heartbeat.viewing
        and c.workspace_id = v_agent.workspace_id
    )
  then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  end if;
  delete from private.viewings v
  where v.workspace_id = v_agent.workspace_id
    and v.agent_id = v_agent.user_id
    and v.seen_at <= clock_timestamp() - interval '90 seconds';
  if viewing is not null then
    insert into private.viewings (conversation_id, agent_id, workspace_id, seen_at)
    values (agent_heartbeat.viewing, v_agent.user_id, v_agent.workspace_id, clock_timestamp())
    on conflict on constraint viewings_pkey do update set seen_at = excluded.seen_at;
  end if;
  if v_comes then
    perform private.lock_routing(v_agent.workspace_id); -- before the agent's row, which who gives conversations away takes after it
  end if;
  update public.agents
  set last_seen_at = clock_timestamp()
  where agents.workspace_id = v_agent.workspace_id
    and agents.user_id = v_agent.user_id
  returning * into v_agent;
  if v_returns then
    perform private.tell_agent(v_agent);
  end if;
  if v_comes then
    perform private.route_waiting(v_agent.workspace_id, 50);
  end if;
end;
$$;
comment on function public.agent_heartbeat(uuid, uuid) is
  'The caller is there and looks at this conversation. Each minute, and when that changes. The team is told who is back after 150 s. Who was away gets what has waited, if an inbox assigns by itself. A definer: writes go through functions only. LC401 sign_in_required; LC404 workspace_not_found, conversation_not_found.';

create function public.set_availability(workspace_id uuid, availability public.availability)
  returns public.agents
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent public.agents := private.require_agent(workspace_id);
  v_former constant public.availability := v_agent.availability;
  v_comes boolean;
begin
  if availability is null then
    raise exception 'Availability is online or away.' using errcode = 'LC400', hint = 'availability_missing';
  end if;
  v_comes := availability = 'online' and v_agent.availability = 'away' and private.routes(v_agent.workspace_id);
  if v_comes then
    perform private.lock_routing(v_agent.workspace_id);
  end if;
  update public.agents
  set availability = set_availability.availability
  where agents.workspace_id = v_agent.workspace_id
    and agents.user_id = v_agent.user_id
  returning * into v_agent;
  if v_agent.availability <> v_former then
    perform private.tell_agent(v_agent);
  end if;
  if v_comes then
    perform private.route_waiting(v_agent.workspace_id, 50);
  end if;
  return v_agent;
end;
$$;
comment on function public.set_availability(uuid, public.availability) is
  'The caller wants to be shown as online or away; the team is told. A definer: writes go through functions only. LC400 availability_missing; LC401 sign_in_required; LC404 workspace_not_found.';

-- Contacts

create function public.typing(conversation_id uuid)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_sent_at timestamptz;
begin
  perform private.caller();
  select c.* into v_conversation from public.conversations c where c.id = typing.conversation_id; -- no lock: nothing is written to it
  if private.side_of(v_conversation) <> 'contact' then
    raise exception 'Agents say it themselves, on the conversation''s topic.' using errcode = 'LC403', hint = 'not_allowed';
  end if;
  if not private.is_viewed(v_conversation.id)
    or (select c.blocked_at is not null from public.contacts c where c.id = v_conversation.contact_id)
  then
    return jsonb_build_object('again_in', 5); -- nobody would see it, so nothing is sent or stored
  end if;
  insert into private.contact_typing as t (conversation_id, sent_at)
  values (v_conversation.id, clock_timestamp())
  on conflict on constraint contact_typing_pkey do update
    set sent_at = excluded.sent_at
    where t.sent_at <= excluded.sent_at - interval '3 seconds';
  if not found then
    select t.sent_at into v_sent_at from private.contact_typing t where t.conversation_id = v_conversation.id;
    return jsonb_build_object(
      'again_in',
      greatest(round(extract(epoch from v_sent_at + interval '3 seconds' - clock_timestamp()), 3), 0)
    );
  end if;
  perform private.tell_conversation(v_conversation.id, 'contact_typing', jsonb_build_object('id', v_conversation.id));
  return jsonb_build_object('again_in', 3);
end;
$$;
comment on function public.typing(uuid) is
  'The contact types: sent on at most once in 3 s, and only while an agent looks. Returns again_in: seconds until calling again makes sense. A definer: contacts never speak on a topic. LC401 sign_in_required; LC403 not_allowed; LC404 conversation_not_found.';

create function private.checked_page(page jsonb)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(page) <> 'object' then
    raise exception 'The page is no object.' using errcode = 'LC400', hint = 'page_invalid';
  end if;
  return (
    select jsonb_object_agg(entry.key, left(entry.value #>> '{}', 2000))
    from jsonb_each(page) entry
    where entry.key in ('url', 'title')
      and jsonb_typeof(entry.value) = 'string'
  );
end;
$$;
comment on function private.checked_page(jsonb) is 'url and title of a page, cut at 2,000 characters; null stays null. LC400 page_invalid.';

create function public.contact_heartbeat(inbox_key text, page jsonb default null)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_page constant jsonb := private.checked_page(page);
  v_limits private.limits;
  v_contact public.contacts;
  v_conversation public.conversations;
begin
  select c.* into v_contact from public.contacts c where c.id = private.my_contact_in(v_inbox.id) for no key update of c;
  if not found then
    return; -- no contact before the first message
  end if;
  if v_contact.blocked_at is not null then
    if coalesce(v_contact.last_seen_at < clock_timestamp() - interval '10 seconds', true) then
      update public.contacts set last_seen_at = clock_timestamp() where contacts.id = v_contact.id;
      perform private.note_address(v_inbox.id, v_contact.id, l) from private.limits l;
      perform private.block_origins(v_contact.id, v_contact.blocked_at); -- no longer than that: others may share the address
    end if;
    return; -- the title of a page is a text like any other: the team is told of none
  end if;
  if v_contact.last_seen_at > clock_timestamp() - interval '10 seconds' then
    if v_page is null or v_page is not distinct from v_contact.page then
      return; -- several tabs, or haste
    end if;
    select l.* into v_limits from private.limits l;
    if v_limits.changes_per_minute is not null and private.spend(v_contact.id, v_limits, 0, 1, 0) is not null then
      return; -- nobody reads that fast; what is left out leaks away, and the next minute's call tells where they are
    end if;
  end if;
  update public.contacts
  set last_seen_at = clock_timestamp(),
    page = coalesce(v_page, contacts.page)
  where contacts.id = v_contact.id;

  -- The team hears of it when the contact comes back, and each time while somebody looks.
  select c.*
  into v_conversation
  from public.conversations c
  where c.contact_id = v_contact.id
  order by private.is_viewed(c.id) desc, c.last_message_at desc
  limit 1;
  if private.is_viewed(v_conversation.id)
    or (v_conversation.status <> 'closed' and coalesce(v_contact.last_seen_at < clock_timestamp() - interval '150 seconds', true))
  then
    v_conversation := private.lock_conversation(v_conversation.id); -- so that no older state is told after a newer one
    perform private.tell_workspace(v_inbox.workspace_id, 'conversation_changed', private.inbox_conversation(v_conversation));
  end if;
end;
$$;
comment on function public.contact_heartbeat(text, jsonb) is
  'The contact is there, on this page (url, title). Each minute while the chat is open. A definer: writes go through functions only. LC400 inbox_key_malformed, page_invalid; LC401 sign_in_required; LC404 inbox_not_found.';

revoke execute on function
  public.agent_heartbeat(uuid, uuid),
  public.set_availability(uuid, public.availability),
  public.typing(uuid),
  public.contact_heartbeat(text, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function
  public.agent_heartbeat(uuid, uuid),
  public.set_availability(uuid, public.availability),
  public.typing(uuid),
  public.contact_heartbeat(text, jsonb)
  to authenticated;

revoke execute on all functions in schema private from public;
