-- What an agent has at hand when writing: canned responses, and drafts that wait on every device.

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
  v_conversation public.conversations;
  v_draft public.drafts;
begin
  select c.* into v_conversation from public.conversations c where c.id = save_draft.conversation_id; -- no lock: it stays as it is
  if not private.is_my_workspace(v_conversation.workspace_id) or private.is_erased(v_conversation.contact_id) then
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
    values (v_caller, save_draft.conversation_id, save_draft.kind, v_conversation.workspace_id, save_draft.body, clock_timestamp())
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

revoke execute on function
  public.save_canned_response(uuid, text, text, text, boolean, uuid),
  public.delete_canned_response(uuid),
  public.save_draft(uuid, text, text, timestamptz)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_canned_response(uuid, text, text, text, boolean, uuid),
  public.delete_canned_response(uuid),
  public.save_draft(uuid, text, text, timestamptz)
  to authenticated;
