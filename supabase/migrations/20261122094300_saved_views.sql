-- Lists that are kept: a filter and an order, of one agent or of the team.

create table public.saved_views (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  agent_id uuid,
  name text not null,
  filter jsonb not null default '{}',
  sort text not null default 'newest',
  position integer not null default 0,
  created_at timestamptz not null default now(),
  constraint saved_views_pkey primary key (id),
  constraint saved_views_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint saved_views_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint saved_views_name_check check (char_length(name) between 1 and 100),
  constraint saved_views_sort_check check (sort in ('newest', 'oldest', 'waiting'))
);
comment on table public.saved_views is 'A filter and a sort with a name: one agent''s, or the team''s.';
comment on column public.saved_views.agent_id is 'Whose it is; null: shared by all.';
comment on column public.saved_views.filter is 'As list_conversations() takes it; me is whoever looks.';
create index saved_views_workspace_id_idx on public.saved_views (workspace_id, agent_id);

alter table public.saved_views enable row level security;
create policy saved_views_select on public.saved_views
  for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspaces()))
    and (agent_id is null or agent_id = (select auth.uid()))
  );
comment on policy saved_views_select on public.saved_views is 'Agents see their own views and the shared ones of their workspaces.';
revoke all on public.saved_views from anon, authenticated, service_role;
grant select on public.saved_views to authenticated, service_role;

create function private.may_keep(workspace_id uuid, owner_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  if not private.is_my_workspace(workspace_id) or owner_id <> private.caller() then -- owner null: shared, and seen by all
    return false;
  end if;
  if owner_id is null then
    perform private.require_manager(workspace_id);
  end if;
  return true;
end;
$$;
comment on function private.may_keep(uuid, uuid) is
  'Whether the caller may change a thing that is an agent''s own, or shared (owner null) and then for owners and admins. False: it does not exist for them. LC403 not_allowed.';

create function public.save_view(
  workspace_id uuid,
  name text,
  filter jsonb default '{}',
  sort text default 'newest',
  shared boolean default false,
  id uuid default null,
  "position" integer default null
)
  returns public.saved_views
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_owner_id constant uuid := case when coalesce(shared, false) then null else v_agent.user_id end;
  v_view public.saved_views;
begin
  if v_owner_id is null then
    perform private.require_manager(v_agent.workspace_id);
  end if;
  name := private.checked_name(name);
  filter := private.checked_filter(filter);
  sort := private.checked_sort(sort);
  if save_view.id is null then
    if (
      select count(*)
      from public.saved_views v
      where v.workspace_id = v_agent.workspace_id
        and v.agent_id is not distinct from v_owner_id
    ) >= 100
    then
      raise exception 'There are 100 views already.' using errcode = 'LC409', hint = 'too_many_views';
    end if;
    insert into public.saved_views (workspace_id, agent_id, name, filter, sort, position)
    select v_agent.workspace_id, v_owner_id, save_view.name, save_view.filter, save_view.sort,
      coalesce(save_view.position, max(v.position) + 1, 0)
    from public.saved_views v
    where v.workspace_id = v_agent.workspace_id
      and v.agent_id is not distinct from v_owner_id
    returning * into v_view;
    return v_view;
  end if;
  select v.* into v_view from public.saved_views v where v.id = save_view.id and v.workspace_id = v_agent.workspace_id for no key update;
  if not found or not private.may_keep(v_view.workspace_id, v_view.agent_id) then
    raise exception 'There is no such view.' using errcode = 'LC404', hint = 'view_not_found';
  end if;
  update public.saved_views
  set agent_id = v_owner_id,
    name = save_view.name,
    filter = save_view.filter,
    sort = save_view.sort,
    position = coalesce(save_view.position, saved_views.position)
  where saved_views.id = v_view.id
  returning * into v_view;
  return v_view;
end;
$$;
comment on function public.save_view(uuid, text, jsonb, text, boolean, uuid, integer) is
  'Makes a view, or replaces the one with this id. Shared ones: owners and admins. A definer: writes go through functions only. LC400 name_invalid, filter_invalid, sort_invalid; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, view_not_found; LC409 too_many_views.';

create function public.delete_view(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_view public.saved_views;
begin
  select v.* into v_view from public.saved_views v where v.id = delete_view.id;
  if not found or not private.may_keep(v_view.workspace_id, v_view.agent_id) then
    raise exception 'There is no such view.' using errcode = 'LC404', hint = 'view_not_found';
  end if;
  delete from public.saved_views v where v.id = v_view.id;
end;
$$;
comment on function public.delete_view(uuid) is
  'Deletes a view of the caller''s, or, for owners and admins, a shared one. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 view_not_found.';

create function public.view_counts(workspace_id uuid)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_view public.saved_views;
  v_counts jsonb := '{}';
  v_count integer;
begin
  for v_view in
    select v.*
    from public.saved_views v
    where v.workspace_id = v_agent.workspace_id
      and (v.agent_id is null or v.agent_id = v_agent.user_id)
  loop
    select count(*)
    into v_count
    from private.conversations_in_order(v_agent.workspace_id, v_view.filter, v_agent.user_id, 'newest', null, 101);
    v_counts := v_counts || jsonb_build_object(v_view.id, v_count);
  end loop;
  return v_counts;
end;
$$;
comment on function public.view_counts(uuid) is
  'How many conversations each view of the caller''s, and each shared one, holds, by id; 101: more than 100. A definer: membership is checked once. LC401 sign_in_required; LC404 workspace_not_found.';

revoke execute on function
  public.save_view(uuid, text, jsonb, text, boolean, uuid, integer),
  public.delete_view(uuid),
  public.view_counts(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_view(uuid, text, jsonb, text, boolean, uuid, integer),
  public.delete_view(uuid),
  public.view_counts(uuid)
  to authenticated;

revoke execute on all functions in schema private from public;
