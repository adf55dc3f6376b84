-- Making workspaces and inboxes, and people coming and going.

create function private.name_of_caller()
  returns text
  language plpgsql stable set search_path = ''
as $$
declare
  v_name constant text := left(
    btrim(
      regexp_replace(
        coalesce(auth.jwt() #>> '{user_metadata,name}', auth.jwt() #>> '{user_metadata,full_name}', ''),
        '[\u0001-\u001f\u007f-\u009f]+', ' ', 'g'
      )
    ),
    100
  );
begin
  if private.is_blank(v_name) then
    return left(coalesce(nullif(split_part(auth.jwt() ->> 'email', '@', 1), ''), 'Agent'), 100);
  end if;
  return v_name;
end;
$$;
comment on function private.name_of_caller() is 'What colleagues and customers call the caller: the name in their account, else what stands before the @.';

create function private.read_code(code text)
  returns bytea
  language sql immutable set search_path = ''
as $$
  select sha256(convert_to(regexp_replace(upper(code), '[\s-]+', '', 'g'), 'UTF8'));
$$;
comment on function private.read_code(text) is
  'A code as people type it: in small letters, with spaces or nothing between its parts. Hashed, so that comparing two takes as long whatever they share.';

create function public.create_workspace(name text, setup_code text)
  returns public.workspaces
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.registered_caller();
  v_workspace public.workspaces;
begin
  if not exists (
    select
    from private.setup_code c
    where private.read_code(c.code) = private.read_code(create_workspace.setup_code)
  )
  then
    raise exception 'This is not the setup code.' using errcode = 'LC403', hint = 'setup_code_wrong';
  end if;
  insert into public.workspaces (name)
  values (private.checked_name(create_workspace.name))
  returning * into v_workspace;
  insert into public.agents (workspace_id, user_id, role, name, email)
  values (v_workspace.id, v_caller, 'owner', private.name_of_caller(), lower(coalesce(auth.jwt() ->> 'email', '')));
  return v_workspace;
end;
$$;
comment on function public.create_workspace(text, text) is
  'Makes a workspace; the caller owns it. Whoever reads SQL finds the code: select code from private.setup_code. A definer: writes go through functions only. LC400 name_invalid; LC401 sign_in_required; LC403 anonymous_not_allowed, setup_code_wrong.';

create function public.create_inbox(workspace_id uuid, name text, locale public.locale)
  returns public.inboxes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent constant public.agents := private.require_manager(workspace_id);
  v_inbox public.inboxes;
begin
  if locale is null then
    raise exception 'A locale is fr or en.' using errcode = 'LC400', hint = 'locale_missing';
  end if;
  insert into public.inboxes (workspace_id, name, locale, texts)
  values (
    v_agent.workspace_id,
    private.checked_name(create_inbox.name),
    create_inbox.locale,
    jsonb_build_object(
      'greeting',
      case create_inbox.locale
        when 'fr' then 'Bonjour ! Comment pouvons-nous vous aider ?'
        else 'Hello! How can we help?'
      end
    )
  )
  returning * into v_inbox;
  return v_inbox;
end;
$$;
comment on function public.create_inbox(uuid, text, public.locale) is
  'Makes an inbox, with its key and a greeting in its language. A definer: writes go through functions only. LC400 name_invalid, locale_missing; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found.';

create function private.require_agent_in_turn(workspace_id uuid)
  returns public.agents
  language plpgsql set search_path = ''
as $$
begin
  perform private.require_agent(workspace_id);
  perform from public.workspaces w where w.id = require_agent_in_turn.workspace_id for no key update;
  return private.require_agent(workspace_id); -- they may have been removed, or lost their role, while they waited
end;
$$;
comment on function private.require_agent_in_turn(uuid) is
  'The caller as an agent of the workspace, for what changes its team: one such call at a time. LC401 sign_in_required; LC404 workspace_not_found.';

create function private.require_another_owner(agent public.agents)
  returns void
  language plpgsql stable set search_path = ''
as $$
begin
  if agent.role = 'owner'
    and not exists (
      select
      from public.agents a
      where a.workspace_id = agent.workspace_id
        and a.user_id <> agent.user_id
        and a.role = 'owner'
        and a.removed_at is null
    )
  then
    raise exception 'A workspace keeps an owner.' using errcode = 'LC409', hint = 'last_owner';
  end if;
end;
$$;
comment on function private.require_another_owner(public.agents) is 'That a workspace keeps an owner without this agent. LC409 last_owner.';

create function private.withdraw_invitations(agent public.agents)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  delete from public.invitations i
  where i.workspace_id = agent.workspace_id
    and i.invited_by = agent.user_id
    and i.accepted_at is null
    and (agent.removed_at is not null or agent.role = 'agent' or (i.role = 'owner' and agent.role <> 'owner'));
end;
$$;
comment on function private.withdraw_invitations(public.agents) is
  'Takes back what this agent wrote and may not write any more: nobody keeps a door that they may not open. For good: who is an admin again later invites again. Under require_agent_in_turn().';

create function public.invite_agent(workspace_id uuid, email text, role public.agent_role)
  returns text
  language plpgsql security definer set search_path = ''
as $$
declare
  v_agent public.agents;
  v_email constant text := lower(btrim(email));
  v_token constant text := encode(extensions.gen_random_bytes(32), 'hex');
  v_invitation_id uuid;
begin
  perform private.require_agent_in_turn(workspace_id); -- who is being removed leaves no invitation behind
  v_agent := private.require_manager(workspace_id);
  if v_email is null
    or char_length(v_email) > 320
    or v_email !~ '^[^@[:space:]]+@[^@[:space:]]+$'
    or private.has_control_characters(v_email)
  then
    raise exception 'This is no e-mail address.' using errcode = 'LC400', hint = 'email_invalid';
  end if;
  if role is null then
    raise exception 'A role is missing.' using errcode = 'LC400', hint = 'role_missing';
  end if;
  if role = 'owner' and v_agent.role <> 'owner' then
    raise exception 'Only owners make owners.' using errcode = 'LC403', hint = 'not_allowed';
  end if;
  if exists (
    select
    from public.agents a
    where a.workspace_id = v_agent.workspace_id
      and a.email = v_email
      and a.removed_at is null
  )
  then
    raise exception 'They are an agent already.' using errcode = 'LC409', hint = 'already_an_agent';
  end if;
  delete from public.invitations i
  where i.workspace_id = v_agent.workspace_id
    and i.email = v_email
    and i.accepted_at is null;
  insert into public.invitations (workspace_id, email, role, invited_by, expires_at)
  values (v_agent.workspace_id, v_email, invite_agent.role, v_agent.user_id, clock_timestamp() + interval '7 days')
  returning invitations.id into v_invitation_id;
  insert into private.invitation_tokens (invitation_id, token_hash)
  values (v_invitation_id, sha256(convert_to(v_token, 'UTF8')));
  return v_token;
end;
$$;
comment on function public.invite_agent(uuid, text, public.agent_role) is
  'Invites an address for 7 days and returns the token, this once. A definer: writes go through functions only. LC400 email_invalid, role_missing; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found; LC409 already_an_agent.';

create function public.accept_invitation(token text)
  returns public.agents
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.registered_caller();
  v_invitation public.invitations;
  v_agent public.agents;
begin
  select i.*
  into v_invitation
  from private.invitation_tokens t
  join public.invitations i on i.id = t.invitation_id
  where t.token_hash = sha256(convert_to(accept_invitation.token, 'UTF8'))
  for update of i;
  if not found or (v_invitation.accepted_at is null and v_invitation.expires_at < clock_timestamp()) then
    raise exception 'There is no such invitation, or it has expired.' using errcode = 'LC404', hint = 'invitation_not_found';
  end if;
  if v_invitation.email is distinct from lower(auth.jwt() ->> 'email') then
    raise exception 'This invitation is for another address.' using errcode = 'LC403', hint = 'invitation_for_another';
  end if;
  select a.*
  into v_agent
  from public.agents a
  where a.workspace_id = v_invitation.workspace_id
    and a.user_id = v_caller;
  if v_invitation.accepted_at is not null then
    if v_agent.user_id is null or v_agent.removed_at is not null then -- a token brings nobody back who was removed
      raise exception 'There is no such invitation, or it has expired.' using errcode = 'LC404', hint = 'invitation_not_found';
    end if;
    return v_agent;
  end if;
  update public.invitations
  set accepted_at = clock_timestamp(),
    accepted_by = v_caller
  where invitations.id = v_invitation.id;
  insert into public.agents as a (workspace_id, user_id, role, name, email)
  values (v_invitation.workspace_id, v_caller, v_invitation.role, private.name_of_caller(), v_invitation.email)
  on conflict on constraint agents_pkey do update
    set role = excluded.role, email = excluded.email, removed_at = null
    where a.removed_at is not null
  returning * into v_agent;
  if not found then
    select a.* into v_agent from public.agents a where a.workspace_id = v_invitation.workspace_id and a.user_id = v_caller;
  end if;
  return v_agent;
end;
$$;
comment on function public.accept_invitation(text) is
  'The caller, signed in with the invited address, becomes an agent. A definer: writes go through functions only. LC401 sign_in_required; LC403 anonymous_not_allowed, invitation_for_another; LC404 invitation_not_found.';

create function public.remove_agent(workspace_id uuid, user_id uuid)
  returns public.agents
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant public.agents := private.require_agent_in_turn(workspace_id); -- or two owners remove each other
  v_agent public.agents;
  v_conversation public.conversations;
begin
  select a.*
  into v_agent
  from public.agents a
  where a.workspace_id = v_caller.workspace_id
    and a.user_id = remove_agent.user_id;
  if not found then
    raise exception 'There is no such agent.' using errcode = 'LC404', hint = 'agent_not_found';
  end if;
  if v_agent.user_id <> v_caller.user_id
    and (v_caller.role = 'agent' or (v_agent.role = 'owner' and v_caller.role <> 'owner'))
  then
    raise exception 'Owners and admins may do this; only owners remove owners.' using errcode = 'LC403', hint = 'not_allowed';
  end if;
  if v_agent.removed_at is not null then
    return v_agent;
  end if;
  perform private.require_another_owner(v_agent);

  update public.agents
  set removed_at = clock_timestamp()
  where agents.workspace_id = v_agent.workspace_id
    and agents.user_id = v_agent.user_id
  returning * into v_agent;
  delete from private.viewings v where v.workspace_id = v_agent.workspace_id and v.agent_id = v_agent.user_id;
  perform private.withdraw_invitations(v_agent);
  delete from public.invitations i
  where i.workspace_id = v_agent.workspace_id
    and i.accepted_at is null
    and i.email = v_agent.email;

  -- Their unfinished conversations are everybody's again. The team hears it all from the new topic's first fetch.
  for v_conversation in
    select c.*
    from public.conversations c
    where c.workspace_id = v_agent.workspace_id
      and c.assignee_id = v_agent.user_id
      and c.status <> 'closed'
    order by c.id
    for no key update
  loop
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.contact_changed_at := v_conversation.changed_at;
    v_conversation.rev := v_conversation.rev + 1;
    v_conversation.assignee_id := null;
    perform private.add_event(v_conversation, 'unassigned', 'agent', jsonb_build_object('assignee_id', v_agent.user_id));
    v_conversation := private.save_conversation(v_conversation);
    perform private.tell_contact(v_conversation.contact_id, 'conversation_changed', private.contact_conversation(v_conversation));
  end loop;

  -- A policy's answer is cached for the life of a token, so the topic itself is left: all move but the one removed.
  perform private.tell_workspace(v_agent.workspace_id, 'topics_moved', '{}');
  update public.workspaces set epoch = workspaces.epoch + 1 where workspaces.id = v_agent.workspace_id;
  return v_agent;
end;
$$;
comment on function public.remove_agent(uuid, uuid) is
  'Ends somebody''s being an agent, or the caller''s own; their unfinished conversations are unassigned, their open invitations withdrawn, the workspace''s topics move. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found, agent_not_found; LC409 last_owner.';

revoke execute on function
  public.create_workspace(text, text),
  public.create_inbox(uuid, text, public.locale),
  public.invite_agent(uuid, text, public.agent_role),
  public.accept_invitation(text),
  public.remove_agent(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.create_workspace(text, text),
  public.create_inbox(uuid, text, public.locale),
  public.invite_agent(uuid, text, public.agent_role),
  public.accept_invitation(text),
  public.remove_agent(uuid, uuid)
  to authenticated;

revoke execute on all functions in schema private from public;
