-- What agents say of themselves: what they are told of, and their name.

create table public.agent_preferences (
  workspace_id uuid not null,
  agent_id uuid not null,
  preferences jsonb not null,
  constraint agent_preferences_pkey primary key (workspace_id, agent_id),
  constraint agent_preferences_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id)
);
comment on table public.agent_preferences is 'How an agent wants to be told and to write. Who has chosen nothing has no row.';

alter table public.agent_preferences enable row level security;
create policy agent_preferences_select on public.agent_preferences
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())) and agent_id = (select auth.uid()));
comment on policy agent_preferences_select on public.agent_preferences is 'Agents see their own preferences, and nobody else''s.';
revoke all on public.agent_preferences from anon, authenticated, service_role;
grant select on public.agent_preferences to authenticated, service_role;

create function private.default_preferences()
  returns jsonb
  language sql immutable set search_path = ''
as $$
  select '{"notify": "all", "sound": true, "quiet": null, "send_with": "enter", "away_after_minutes": null}'::jsonb;
$$;
comment on function private.default_preferences() is 'What an agent has who has chosen nothing.';

create function private.is_time_of_day(value jsonb)
  returns boolean
  language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$', false);
$$;
comment on function private.is_time_of_day(jsonb) is 'Whether it is the text HH:MM.';

create function private.checked_preferences(preferences jsonb)
  returns jsonb
  language plpgsql immutable set search_path = ''
as $$
declare
  v_key text;
  v_value jsonb;
  v_is_valid boolean;
begin
  if preferences is null or jsonb_typeof(preferences) <> 'object' then
    raise exception 'Preferences are an object.' using errcode = 'LC400', hint = 'preferences_invalid';
  end if;
  for v_key, v_value in select entry.key, entry.value from jsonb_each(preferences) entry loop
    v_is_valid := case v_key
      when 'notify' then v_value in ('"all"', '"mine"', '"mentions"', '"none"')
      when 'sound' then jsonb_typeof(v_value) = 'boolean'
      when 'send_with' then v_value in ('"enter"', '"mod_enter"')
      when 'away_after_minutes' then v_value = 'null' or (v_value #>> '{}') ~ '^[0-9]{1,3}$' and (v_value #>> '{}')::integer between 1 and 480
      when 'quiet' then v_value = 'null'
        or private.is_time_of_day(v_value -> 'from') and private.is_time_of_day(v_value -> 'to') and v_value - array['from', 'to'] = '{}'
      else false
    end;
    if not coalesce(v_is_valid, false) then
      raise exception 'A preference can''t have % as %.', v_value, v_key using errcode = 'LC400', hint = 'preferences_invalid';
    end if;
  end loop;
  return preferences;
end;
$$;
comment on function private.checked_preferences(jsonb) is
  'notify (all, mine, mentions, none), sound, quiet ({ from, to } as HH:MM, or null), send_with (enter, mod_enter), away_after_minutes (1 to 480, or null). LC400 preferences_invalid.';

create function public.my_preferences(workspace_id uuid)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
begin
  return private.default_preferences() || coalesce(
    (
      select p.preferences
      from public.agent_preferences p
      where p.workspace_id = v_agent.workspace_id
        and p.agent_id = v_agent.user_id
    ),
    '{}'
  );
end;
$$;
comment on function public.my_preferences(uuid) is
  'The caller''s preferences, all of them. A definer: membership is checked once. LC401 sign_in_required; LC404 workspace_not_found.';

create function public.set_preferences(workspace_id uuid, preferences jsonb)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
begin
  insert into public.agent_preferences as p (workspace_id, agent_id, preferences)
  values (v_agent.workspace_id, v_agent.user_id, private.checked_preferences(set_preferences.preferences))
  on conflict on constraint agent_preferences_pkey do update set preferences = p.preferences || excluded.preferences;
  return public.my_preferences(v_agent.workspace_id);
end;
$$;
comment on function public.set_preferences(uuid, jsonb) is
  'Changes those of the caller''s preferences that are given, and returns all. A definer: writes go through functions only. LC400 preferences_invalid; LC401 sign_in_required; LC404 workspace_not_found.';

create function public.update_agent(workspace_id uuid, user_id uuid, changes jsonb)
  returns public.agents
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant public.agents := private.require_agent_in_turn(workspace_id); -- or the last two owners step down at once
  v_agent public.agents;
begin
  select a.*
  into v_agent
  from public.agents a
  where a.workspace_id = v_caller.workspace_id
    and a.user_id = update_agent.user_id
    and a.removed_at is null
  for no key update;
  if not found then
    raise exception 'There is no such agent.' using errcode = 'LC404', hint = 'agent_not_found';
  end if;
  if changes is null or jsonb_typeof(changes) <> 'object' or changes - array['name', 'avatar_url', 'role'] <> '{}' then
    raise exception 'Of an agent, name, avatar_url and role can be changed.' using errcode = 'LC400', hint = 'changes_invalid';
  end if;
  if v_agent.user_id <> v_caller.user_id and v_caller.role = 'agent' then
    raise exception 'Owners and admins may do this.' using errcode = 'LC403', hint = 'not_allowed';
  end if;

  if changes ? 'name' then
    v_agent.name := private.checked_name(changes ->> 'name');
  end if;
  if changes ? 'avatar_url' then
    v_agent.avatar_url := nullif(btrim(changes ->> 'avatar_url'), '');
    if v_agent.avatar_url !~ '^https?://[^\s"<>\\]+$' or char_length(v_agent.avatar_url) > 2000 then
      raise exception 'A picture has an address that begins with https://.' using errcode = 'LC400', hint = 'avatar_invalid';
    end if;
  end if;
  if changes ? 'role' and changes ->> 'role' is distinct from v_agent.role::text then
    if changes ->> 'role' is null or changes ->> 'role' not in ('owner', 'admin', 'agent') then
      raise exception 'A role is owner, admin or agent.' using errcode = 'LC400', hint = 'role_missing';
    end if;
    if v_caller.role = 'agent' or ('owner' in (changes ->> 'role', v_agent.role::text) and v_caller.role <> 'owner') then
      raise exception 'Owners and admins give roles; only owners make and unmake owners.' using errcode = 'LC403', hint = 'not_allowed';
    end if;
    perform private.require_another_owner(v_agent);
    v_agent.role := (changes ->> 'role')::public.agent_role;
  end if;

  update public.agents
  set name = v_agent.name,
    avatar_url = v_agent.avatar_url,
    role = v_agent.role
  where agents.workspace_id = v_agent.workspace_id
    and agents.user_id = v_agent.user_id;
  perform private.withdraw_invitations(v_agent);
  return v_agent;
end;
$$;
comment on function public.update_agent(uuid, uuid, jsonb) is
  'Changes name, avatar_url or role of an agent: everybody their own name and picture, owners and admins also others'' and roles, only owners make and unmake owners. Open invitations that they may not write any more are withdrawn. A definer: writes go through functions only. LC400 changes_invalid, name_invalid, avatar_invalid, role_missing; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, agent_not_found; LC409 last_owner.';

revoke execute on function
  public.my_preferences(uuid),
  public.set_preferences(uuid, jsonb),
  public.update_agent(uuid, uuid, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function
  public.my_preferences(uuid),
  public.set_preferences(uuid, jsonb),
  public.update_agent(uuid, uuid, jsonb)
  to authenticated;

revoke execute on all functions in schema private from public;
