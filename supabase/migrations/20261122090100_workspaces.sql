-- Workspaces and the agents in them: whose data is whose.

create type public.agent_role as enum ('owner', 'admin', 'agent');
create type public.availability as enum ('online', 'away');

create table public.workspaces (
  id uuid not null default gen_random_uuid(),
  name text not null,
  time_zone text not null default 'UTC',
  epoch integer not null default 1,
  created_at timestamptz not null default now(),
  constraint workspaces_pkey primary key (id),
  constraint workspaces_name_check check (char_length(name) between 1 and 100)
);
comment on table public.workspaces is 'One company''s or team''s Causerie: it has inboxes, agents and contacts, and shares nothing with another.';
comment on column public.workspaces.time_zone is 'IANA name; the days of reports are those of this zone.';
comment on column public.workspaces.epoch is 'Part of the names of its topics. Raised when an agent leaves: the old topics fall silent.';

create table public.agents (
  workspace_id uuid not null,
  user_id uuid not null,
  role public.agent_role not null,
  name text not null,
  email text not null,
  avatar_url text,
  availability public.availability not null default 'online',
  last_seen_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint agents_pkey primary key (workspace_id, user_id),
  constraint agents_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint agents_user_id_fkey foreign key (user_id) references auth.users (id),
  constraint agents_name_check check (char_length(name) between 1 and 100)
);
comment on table public.agents is 'Members of a workspace. One who left stays on record, with removed_at: what they wrote keeps its author.';
comment on column public.agents.availability is 'What the agent chose. Whether they are there: online and last_seen_at within 150 s.';
comment on column public.agents.last_seen_at is 'Last heartbeat; null: never.';
create index agents_user_id_idx on public.agents (user_id) where removed_at is null;

-- Who belongs where

create function private.my_workspaces()
  returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select agents.workspace_id from public.agents where agents.user_id = (select auth.uid()) and agents.removed_at is null;
$$;
comment on function private.my_workspaces() is 'The workspaces where the caller is an agent. A definer, so that policies don''t recurse into those of agents.';

create function private.my_managed_workspaces()
  returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select agents.workspace_id
  from public.agents
  where agents.user_id = (select auth.uid())
    and agents.removed_at is null
    and agents.role in ('owner', 'admin');
$$;
comment on function private.my_managed_workspaces() is 'The workspaces where the caller is owner or admin. A definer, as my_workspaces().';

create function private.require_agent(workspace_id uuid)
  returns public.agents
  language plpgsql stable set search_path = ''
as $$
declare
  v_agent public.agents;
begin
  select agents.*
  into v_agent
  from public.agents
  where agents.workspace_id = require_agent.workspace_id
    and agents.user_id = private.caller()
    and agents.removed_at is null;
  if not found then
    raise exception 'There is no such workspace.' using errcode = 'LC404', hint = 'workspace_not_found';
  end if;
  return v_agent;
end;
$$;
comment on function private.require_agent(uuid) is 'The caller as an agent of the workspace. LC404 workspace_not_found for others: a foreign workspace does not exist.';

create function private.require_manager(workspace_id uuid)
  returns public.agents
  language plpgsql stable set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
begin
  if v_agent.role = 'agent' then
    raise exception 'Owners and admins may do this.' using errcode = 'LC403', hint = 'not_allowed';
  end if;
  return v_agent;
end;
$$;
comment on function private.require_manager(uuid) is 'The caller as owner or admin of the workspace. LC404 workspace_not_found, LC403 not_allowed.';

grant execute on function private.my_workspaces(), private.my_managed_workspaces() to authenticated;

alter table public.workspaces enable row level security;
create policy workspaces_select on public.workspaces
  for select to authenticated
  using (id = any (array(select private.my_workspaces())));
comment on policy workspaces_select on public.workspaces is 'Agents see their workspaces.';
revoke all on public.workspaces from anon, authenticated, service_role;
grant select on public.workspaces to authenticated, service_role;

alter table public.agents enable row level security;
create policy agents_select on public.agents
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy agents_select on public.agents is 'Agents see their colleagues, former ones too. Contacts see a card of four fields, through functions.';
revoke all on public.agents from anon, authenticated, service_role;
grant select on public.agents to authenticated, service_role;

revoke execute on all functions in schema private from public;
