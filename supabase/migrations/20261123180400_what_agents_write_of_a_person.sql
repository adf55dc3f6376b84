-- What agents write about a person reaches them nowhere: neither by my_contact() nor as the answer to what they say of themselves. What they
-- say again themselves is theirs again.

alter table public.contacts add column agent_keys text[] not null default '{}';
comment on column public.contacts.agent_keys is
  'Attributes (and name, email) that an agent has set: the contact does not see them. What the contact says of the same leaves this list.';

create or replace function private.contact_card(contact public.contacts)
  returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', contact.id,
    'name', coalesce(case when contact.verified or 'name' <> all (contact.agent_keys) then contact.name end, said.attributes ->> 'name'),
    'email', coalesce(case when contact.verified or 'email' <> all (contact.agent_keys) then contact.email end, said.attributes ->> 'email'),
    'verified', contact.verified,
    'attributes', said.attributes,
    'known', to_jsonb(array_remove(array[
      case when coalesce(contact.name, contact.attributes ->> 'name') is not null then 'name' end,
      case when coalesce(contact.email, contact.attributes ->> 'email') is not null then 'email' end
    ], null))
  )
  from (select contact.attributes - contact.agent_keys as attributes) said;
$$;
comment on function private.contact_card(public.contacts) is
  'ContactCard: what contacts see of themselves. What they said counts, where nothing better is known; what agents wrote is left out, but for whether a name and an e-mail are known.';

create function private.still_by_agents(contact public.contacts, claims jsonb)
  returns text[]
  language sql immutable set search_path = ''
as $$
  select array(
    select k
    from unnest(contact.agent_keys) k
    where (contact.attributes -> k = claims -> k) is not true
      and (k = 'name' and contact.name = claims ->> 'name') is not true
      and (k = 'email' and contact.email = claims ->> 'email') is not true
    order by k
  );
$$;
comment on function private.still_by_agents(public.contacts, jsonb) is
  'What of the contact remains the agents'' word after these claims were taken in, or were not: only what is stored as claimed is the contact''s own again.';

create or replace function private.take_answers(contact_id uuid, form jsonb)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_contact public.contacts;
begin
  if coalesce(jsonb_typeof(form) <> 'object', true) then
    return;
  end if;
  select c.* into v_contact from public.contacts c where c.id = take_answers.contact_id for no key update;
  v_contact := private.heard_from(v_contact, form);
  update public.contacts
  set name = v_contact.name,
    email = v_contact.email,
    attributes = v_contact.attributes,
    agent_keys = private.still_by_agents(v_contact, form)
  where contacts.id = v_contact.id;
end;
$$;

create or replace function public.update_contact(inbox_key text, name text default null, email text default null, attributes jsonb default null)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_name constant text := case when not private.is_blank(name) then private.checked_name(name) end;
  v_email constant text := case when not private.is_blank(email) then private.checked_email(email) end;
  v_limits private.limits;
  v_retry_in double precision;
  v_former public.contacts;
  v_contact public.contacts;
begin
  select c.* into v_former from public.contacts c where c.id = private.my_contact_in(v_inbox.id) for no key update;
  if not found then
    raise exception 'There is no contact before the first message.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  if v_former.blocked_at is not null then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  v_contact := v_former;
  if not v_contact.verified then
    v_contact.name := coalesce(v_name, v_contact.name);
    v_contact.email := coalesce(v_email, v_contact.email);
    v_contact.attributes := private.with_attributes(v_contact.attributes, update_contact.attributes);
  else -- what the site vouched for stays; a claim beside it is an attribute like others
    v_contact.attributes := private.with_attributes(
      v_contact.attributes,
      coalesce(nullif(update_contact.attributes, 'null'), '{}')
        || case when v_contact.name is null and v_name is not null then jsonb_build_object('name', v_name) else '{}' end
        || case when v_contact.email is null and v_email is not null then jsonb_build_object('email', v_email) else '{}' end
    );
  end if;
  v_contact.agent_keys := private.still_by_agents(
    v_contact,
    coalesce(nullif(update_contact.attributes, 'null'), '{}') || jsonb_strip_nulls(jsonb_build_object('name', v_name, 'email', v_email))
  );
  if v_contact is distinct from v_former then
    select l.* into v_limits from private.limits l;
    if v_limits.changes_per_minute is not null then
      v_retry_in := private.spend(v_contact.id, v_limits, 0, 1, 0);
    end if;
    if v_retry_in is not null then
      raise exception 'These are too many changes at once.'
        using errcode = 'LC429', hint = 'too_many_changes', detail = jsonb_build_object('retry_in', v_retry_in);
    end if;
    update public.contacts c
    set name = v_contact.name,
      email = v_contact.email,
      attributes = v_contact.attributes,
      agent_keys = v_contact.agent_keys
    where c.id = v_contact.id;
    perform private.tell_of_contact(v_contact);
  end if;
  return private.contact_card(v_contact);
end;
$$;
create or replace function public.set_contact(contact_id uuid, name text default null, email text default null, attributes jsonb default null)
  returns public.contacts
  language plpgsql security definer set search_path = ''
as $$
declare
  v_former constant public.contacts := private.lock_contact_as_agent(contact_id);
  v_contact public.contacts := v_former;
begin
  if name is not null then
    v_contact.name := case when name <> '' then private.checked_name(name) end;
  end if;
  if email is not null then
    v_contact.email := case when email <> '' then private.checked_email(email) end;
  end if;
  if v_former.verified and (v_contact.name, v_contact.email) is distinct from (v_former.name, v_former.email) then
    raise exception 'The site vouches for name and e-mail.' using errcode = 'LC409', hint = 'contact_verified';
  end if;
  v_contact.attributes := private.with_attributes(v_contact.attributes, set_contact.attributes);
  v_contact.agent_keys := array(
    select distinct k
    from unnest(
      v_former.agent_keys
      || array(select jsonb_object_keys(v_contact.attributes))
      || case when v_contact.name is not null then array['name'] else '{}' end
      || case when v_contact.email is not null then array['email'] else '{}' end
    ) k
    where k = any (v_former.agent_keys)
      or v_contact.attributes -> k is distinct from v_former.attributes -> k
      or (k = 'name' and v_contact.name is distinct from v_former.name)
      or (k = 'email' and v_contact.email is distinct from v_former.email)
    order by k
  );
  if v_contact is distinct from v_former then
    update public.contacts c
    set name = v_contact.name,
      email = v_contact.email,
      attributes = v_contact.attributes,
      agent_keys = v_contact.agent_keys
    where c.id = v_contact.id;
    perform private.tell_of_contact(v_contact);
  end if;
  return v_contact;
end;
$$;
create function private.tg_contacts_merge_agent_keys()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  update public.contacts c
  set agent_keys = array(select distinct k from unnest(c.agent_keys || new.agent_keys) k order by k)
  where c.id = new.merged_into;
  return null;
end;
$$;
comment on function private.tg_contacts_merge_agent_keys() is
  'What agents wrote of the one who goes is theirs with the one who stays, too. A definer, as the table is closed.';
create trigger contacts_merge_agent_keys
  after update of merged_into on public.contacts
  for each row
  when (old.merged_into is null and new.merged_into is not null and new.agent_keys <> '{}')
  execute function private.tg_contacts_merge_agent_keys();

create or replace function public.erase_contact(contact_id uuid)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_contact public.contacts;
  v_conversation_ids uuid[];
begin
  select c.* into v_contact from public.contacts c where c.id = erase_contact.contact_id;
  if not private.is_my_workspace(v_contact.workspace_id) or v_contact.merged_into is not null then
    raise exception 'There is no such contact.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  perform private.require_manager(v_contact.workspace_id);
  delete from public.contact_sessions s where s.contact_id = v_contact.id; -- first: a conversation that begins at this moment is waited for, and erased too
  select c.* into v_contact from public.contacts c where c.id = v_contact.id for no key update;
  if v_contact.erased_at is not null then
    return;
  end if;
  perform private.move_topic(v_contact.id);
  update public.contacts c
  set name = null,
    email = null,
    verified = false,
    locale = null,
    page = null,
    attributes = '{}',
    agent_keys = '{}',
    last_seen_at = null,
    blocked_at = null,
    erased_at = clock_timestamp()
  where c.id = v_contact.id;
  select coalesce(array_agg(c.id order by c.id), '{}') into v_conversation_ids from public.conversations c where c.contact_id = v_contact.id;
  perform private.erase_conversation(x.id) from unnest(v_conversation_ids) with ordinality x (id, place) order by x.place;
  delete from public.contact_identities i where i.contact_id = v_contact.id;
  delete from public.contact_notes n where n.contact_id = v_contact.id;
  delete from private.contact_addresses a where a.contact_id = v_contact.id;
  delete from private.blocked_origins b where b.contact_id = v_contact.id;
  insert into private.erasures (contact_id, workspace_id, conversation_ids, agent_id)
  values (v_contact.id, v_contact.workspace_id, v_conversation_ids, v_caller);
  delete from private.merge_log m where v_contact.id in (m.contact_id, m.into_contact_id);
  delete from public.contacts c where c.merged_into = v_contact.id;
end;
$$;

create or replace function public.save_contact_note(contact_id uuid, body text)
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

revoke execute on all functions in schema private from public;
