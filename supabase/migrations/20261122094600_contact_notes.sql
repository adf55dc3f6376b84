-- What the team notes about a person.

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
  v_contact constant public.contacts := private.lock_contact_as_agent(contact_id); -- erasing waits, or is waited for
  v_note public.contact_notes;
begin
  if body is null or private.is_blank(body) then
    delete from public.contact_notes n where n.contact_id = save_contact_note.contact_id;
    return null;
  end if;
  insert into public.contact_notes (contact_id, workspace_id, body, agent_id, updated_at)
  values (save_contact_note.contact_id, v_contact.workspace_id, private.checked_body(save_contact_note.body), v_caller, clock_timestamp())
  on conflict on constraint contact_notes_pkey do update
    set body = excluded.body, agent_id = excluded.agent_id, updated_at = excluded.updated_at
  returning * into v_note;
  return to_jsonb(v_note);
end;
$$;
comment on function public.save_contact_note(uuid, text) is
  'Replaces what the team knows about a contact; an empty text drops it and returns null, else the row of contact_notes. A definer: writes go through functions only. LC400 message_too_long, message_control_characters; LC401 sign_in_required; LC404 contact_not_found.';

revoke execute on function
  public.save_contact_note(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function
  public.save_contact_note(uuid, text)
  to authenticated;
