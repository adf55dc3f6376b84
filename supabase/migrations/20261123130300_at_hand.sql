-- What an agent has at hand: canned responses, drafts, preferences, notes about a contact, their own name.

create table public.canned_responses (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  agent_id uuid,
  shortcut text not null,
  title text not null,
  body text not null,
  created_at timestamptz not null default now(),
  constraint canned_responses_pkey primary key (id),
  constraint canned_responses_shortcut_key unique nulls not distinct (workspace_id, agent_id, shortcut),
  constraint canned_responses_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint canned_responses_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint canned_responses_shortcut_check check (shortcut ~ '^[^\s/]{1,32}$'),
  constraint canned_responses_title_check check (char_length(title) between 1 and 100),
  constraint canned_responses_body_check check (char_length(body) between 1 and 10000)
);
comment on table public.canned_responses is 'Answers that are written once. {{contact.name|there}} and the like are filled in by the screen.';
comment on column public.canned_responses.agent_id is 'Whose it is; null: shared by all.';
comment on column public.canned_responses.shortcut is 'What is typed after / to get it: without capitals, spaces and slashes.';

alter table public.canned_responses enable row level security;
create policy canned_responses_select on public.canned_responses
  for select to authenticated
  using (
    workspace_id = any (array(select private.my_workspaces()))
    and (agent_id is null or agent_id = (select auth.uid()))
  );
comment on policy canned_responses_select on public.canned_responses is 'Agents see their own canned responses and the shared ones of their workspaces.';
revoke all on public.canned_responses from anon, authenticated, service_role;
grant select on public.canned_responses to authenticated, service_role;

create function public.save_canned_response(
  workspace_id uuid,
  shortcut text,
  title text,
  body text,
  shared boolean default true,
  id uuid default null
)
  returns public.canned_responses
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_agent(workspace_id);
  v_owner_id constant uuid := case when coalesce(shared, true) then null else v_agent.user_id end;
  v_response public.canned_responses;
begin
  if v_owner_id is null then
    perform private.require_manager(v_agent.workspace_id);
  end if;
  shortcut := lower(btrim(shortcut));
  if shortcut is null or shortcut !~ '^[^\s/]{1,32}$' or private.is_blank(shortcut) or private.has_control_characters(shortcut) then
    raise exception 'A shortcut has 1 to 32 characters, no space and no slash.' using errcode = 'LC400', hint = 'shortcut_invalid';
  end if;
  title := private.checked_name(title);
  body := private.checked_body(body);
  if save_canned_response.id is null then
    insert into public.canned_responses (workspace_id, agent_id, shortcut, title, body)
    values (v_agent.workspace_id, v_owner_id, save_canned_response.shortcut, save_canned_response.title, save_canned_response.body)
    returning * into v_response;
    return v_response;
  end if;
  select r.*
  into v_response
  from public.canned_responses r
  where r.id = save_canned_response.id
    and r.workspace_id = v_agent.workspace_id
  for no key update;
  if not found or not private.may_keep(v_response.workspace_id, v_response.agent_id) then
    raise exception 'There is no such canned response.' using errcode = 'LC404', hint = 'canned_response_not_found';
  end if;
  update public.canned_responses
  set agent_id = v_owner_id,
    shortcut = save_canned_response.shortcut,
    title = save_canned_response.title,
    body = save_canned_response.body
  where canned_responses.id = v_response.id
  returning * into v_response;
  return v_response;
exception
  when unique_violation then
    raise exception 'Another canned response has this shortcut.' using errcode = 'LC409', hint = 'shortcut_taken';
end;
$$;
comment on function public.save_canned_response(uuid, text, text, text, boolean, uuid) is
  'Makes a canned response, or replaces the one with this id. Shared ones: owners and admins. A definer: writes go through functions only. LC400 shortcut_invalid, name_invalid, message_empty, message_too_long, message_control_characters; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, canned_response_not_found; LC409 shortcut_taken.';

create function public.delete_canned_response(id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_response public.canned_responses;
begin
  select r.* into v_response from public.canned_responses r where r.id = delete_canned_response.id;
  if not found or not private.may_keep(v_response.workspace_id, v_response.agent_id) then
    raise exception 'There is no such canned response.' using errcode = 'LC404', hint = 'canned_response_not_found';
  end if;
  delete from public.canned_responses r where r.id = v_response.id;
end;
$$;
comment on function public.delete_canned_response(uuid) is
  'Deletes a canned response of the caller''s, or, for owners and admins, a shared one. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 canned_response_not_found.';

-- Drafts

create table public.drafts (
  agent_id uuid not null,
  conversation_id uuid not null,
  kind text not null,
  workspace_id uuid not null,
  body text not null,
  updated_at timestamptz not null,
  constraint drafts_pkey primary key (agent_id, conversation_id, kind),
  constraint drafts_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint drafts_conversation_id_fkey foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint drafts_kind_check check (kind in ('reply', 'note')),
  constraint drafts_body_check check (char_length(body) between 1 and 10000)
);
comment on table public.drafts is 'What an agent has begun to write in a conversation, on any of their devices.';
create index drafts_conversation_id_idx on public.drafts (conversation_id);
create index drafts_workspace_id_idx on public.drafts (workspace_id, agent_id);

alter table public.drafts enable row level security;
create policy drafts_select on public.drafts
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())) and agent_id = (select auth.uid()));
comment on policy drafts_select on public.drafts is 'Agents see their own drafts, and nobody else''s.';
revoke all on public.drafts from anon, authenticated, service_role;
grant select on public.drafts to authenticated, service_role;

create function public.save_draft(conversation_id uuid, kind text, body text, based_on timestamptz default null)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_workspace_id uuid;
  v_draft public.drafts;
begin
  select c.workspace_id into v_workspace_id from public.conversations c where c.id = save_draft.conversation_id; -- no lock: it stays as it is
  if not private.is_my_workspace(v_workspace_id) then
    raise exception 'There is no such conversation.' using errcode = 'LC404', hint = 'conversation_not_found';
  end if;
  if kind is null or kind not in ('reply', 'note') then
    raise exception 'A draft is a reply or a note.' using errcode = 'LC400', hint = 'kind_invalid';
  end if;
  if char_length(body) > 10000 then
    raise exception 'The text has % characters; 10000 are allowed.', char_length(body) using errcode = 'LC400', hint = 'message_too_long';
  end if;
  if body is null or private.is_blank(body) then
    delete from public.drafts d
    where d.agent_id = v_caller
      and d.conversation_id = save_draft.conversation_id
      and d.kind = save_draft.kind
      and (save_draft.based_on is null or d.updated_at <= save_draft.based_on);
  else
    insert into public.drafts as d (agent_id, conversation_id, kind, workspace_id, body, updated_at)
    values (v_caller, save_draft.conversation_id, save_draft.kind, v_workspace_id, save_draft.body, clock_timestamp())
    on conflict on constraint drafts_pkey do update
      set body = excluded.body,
        updated_at = excluded.updated_at
      where save_draft.based_on is null or d.updated_at <= save_draft.based_on;
  end if;
  select d.*
  into v_draft
  from public.drafts d
  where d.agent_id = v_caller
    and d.conversation_id = save_draft.conversation_id
    and d.kind = save_draft.kind;
  return case when found then to_jsonb(v_draft) end;
end;
$$;
comment on function public.save_draft(uuid, text, text, timestamptz) is
  'Keeps what the caller has begun to write (kind: reply or note), for all their devices; an empty text drops it. Returns the row of drafts that is stored then, null for nothing. based_on: updated_at of the draft that was changed; if another device has saved since, nothing is stored and theirs is returned. A definer: writes go through functions only. LC400 kind_invalid, message_too_long; LC401 sign_in_required; LC404 conversation_not_found.';

-- Preferences

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

-- About a contact

create table public.contact_notes (
  contact_id uuid not null,
  workspace_id uuid not null,
  body text not null,
  agent_id uuid not null,
  updated_at timestamptz not null,
  constraint contact_notes_pkey primary key (contact_id),
  constraint contact_notes_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint contact_notes_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint contact_notes_body_check check (char_length(body) between 1 and 10000)
);
comment on table public.contact_notes is 'What the team knows about a contact: one text, whoever wrote last. No contact ever sees one.';
create index contact_notes_workspace_id_idx on public.contact_notes (workspace_id, agent_id);

alter table public.contact_notes enable row level security;
create policy contact_notes_select on public.contact_notes
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy contact_notes_select on public.contact_notes is 'Agents read the notes about their workspaces'' contacts.';
revoke all on public.contact_notes from anon, authenticated, service_role;
grant select on public.contact_notes to authenticated, service_role;

create function public.save_contact_note(contact_id uuid, body text)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_workspace_id uuid;
  v_note public.contact_notes;
begin
  select c.workspace_id into v_workspace_id from public.contacts c where c.id = save_contact_note.contact_id;
  if not private.is_my_workspace(v_workspace_id) then
    raise exception 'There is no such contact.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  if body is null or private.is_blank(body) then
    delete from public.contact_notes n where n.contact_id = save_contact_note.contact_id;
    return null;
  end if;
  insert into public.contact_notes (contact_id, workspace_id, body, agent_id, updated_at)
  values (save_contact_note.contact_id, v_workspace_id, private.checked_body(save_contact_note.body), v_caller, clock_timestamp())
  on conflict on constraint contact_notes_pkey do update
    set body = excluded.body, agent_id = excluded.agent_id, updated_at = excluded.updated_at
  returning * into v_note;
  return to_jsonb(v_note);
end;
$$;
comment on function public.save_contact_note(uuid, text) is
  'Replaces what the team knows about a contact; an empty text drops it and returns null, else the row of contact_notes. A definer: writes go through functions only. LC400 message_too_long, message_control_characters; LC401 sign_in_required; LC404 contact_not_found.';

-- Oneself, and the team

create function public.update_agent(workspace_id uuid, user_id uuid, changes jsonb)
  returns public.agents
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant public.agents := private.require_agent(workspace_id);
  v_agent public.agents;
begin
  perform from public.workspaces w where w.id = v_caller.workspace_id for no key update; -- one at a time, or the last two owners step down at once
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
    if v_agent.role = 'owner'
      and not exists (
        select
        from public.agents a
        where a.workspace_id = v_agent.workspace_id
          and a.user_id <> v_agent.user_id
          and a.role = 'owner'
          and a.removed_at is null
      )
    then
      raise exception 'A workspace keeps an owner.' using errcode = 'LC409', hint = 'last_owner';
    end if;
    v_agent.role := (changes ->> 'role')::public.agent_role;
  end if;

  update public.agents
  set name = v_agent.name,
    avatar_url = v_agent.avatar_url,
    role = v_agent.role
  where agents.workspace_id = v_agent.workspace_id
    and agents.user_id = v_agent.user_id;
  return v_agent;
end;
$$;
comment on function public.update_agent(uuid, uuid, jsonb) is
  'Changes name, avatar_url or role of an agent: everybody their own name and picture, owners and admins also others'' and roles, only owners make and unmake owners. A definer: writes go through functions only. LC400 changes_invalid, name_invalid, avatar_invalid, role_missing; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, agent_not_found; LC409 last_owner.';

revoke execute on function
  public.save_canned_response(uuid, text, text, text, boolean, uuid),
  public.delete_canned_response(uuid),
  public.save_draft(uuid, text, text, timestamptz),
  public.my_preferences(uuid),
  public.set_preferences(uuid, jsonb),
  public.save_contact_note(uuid, text),
  public.update_agent(uuid, uuid, jsonb)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_canned_response(uuid, text, text, text, boolean, uuid),
  public.delete_canned_response(uuid),
  public.save_draft(uuid, text, text, timestamptz),
  public.my_preferences(uuid),
  public.set_preferences(uuid, jsonb),
  public.save_contact_note(uuid, text),
  public.update_agent(uuid, uuid, jsonb)
  to authenticated;
revoke execute on all functions in schema private from public;
