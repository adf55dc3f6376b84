-- What owners and admins may still do with a team: take an invitation back, give the workspace another name.

create function public.revoke_invitation(invitation_id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  perform private.caller();
  select i.* into v_invitation from public.invitations i where i.id = invitation_id for update;
  if not found or not private.is_my_workspace(v_invitation.workspace_id) then
    raise exception 'There is no such invitation.' using errcode = 'LC404', hint = 'invitation_not_found';
  end if;
  perform private.require_manager(v_invitation.workspace_id);
  delete from public.invitations i where i.id = v_invitation.id and i.accepted_at is null;
end;
$$;
comment on function public.revoke_invitation(uuid) is
  'Takes an invitation back: its link opens nothing any more. One that was accepted stays. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 invitation_not_found.';

create function public.rename_workspace(workspace_id uuid, name text)
  returns public.workspaces
  language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace public.workspaces;
begin
  perform private.require_manager(workspace_id);
  update public.workspaces w
  set name = private.checked_name(rename_workspace.name)
  where w.id = rename_workspace.workspace_id
  returning w.* into v_workspace;
  return v_workspace;
end;
$$;
comment on function public.rename_workspace(uuid, text) is
  'Another name for the workspace, which only its team sees. A definer: writes go through functions only. LC400 name_invalid; LC401 sign_in_required; LC403 not_allowed; LC404 workspace_not_found.';

revoke execute on function public.revoke_invitation(uuid), public.rename_workspace(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.revoke_invitation(uuid), public.rename_workspace(uuid, text) to authenticated;
