-- What agents do with a contact: correct what is known, block, merge with another and undo that.

create function private.lock_contact_as_agent(contact_id uuid)
  returns public.contacts
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_contact public.contacts;
begin
  select c.* into v_contact from public.contacts c where c.id = lock_contact_as_agent.contact_id for no key update;
  if not private.is_my_workspace(v_contact.workspace_id) or v_contact.merged_into is not null or v_contact.erased_at is not null then
    raise exception 'There is no such contact.' using errcode = 'LC404', hint = 'contact_not_found';
  end if;
  return v_contact;
end;
$$;
comment on function private.lock_contact_as_agent(uuid) is
  'The contact, locked, for an agent of the workspace. LC401 sign_in_required, LC404 contact_not_found, also for one that was merged or erased.';

create function public.set_contact(contact_id uuid, name text default null, email text default null, attributes jsonb default null)
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
comment on function public.set_contact(uuid, text, text, jsonb) is
  'Corrects what is known of a contact: null stays, an empty text goes, an attribute that is null goes. Name and e-mail of a verified one are the site''s. A definer: writes go through functions only. LC400 name_invalid, email_invalid, attributes_invalid; LC401 sign_in_required; LC404 contact_not_found; LC409 contact_verified.';

create function public.block_contact(contact_id uuid, blocked boolean default true)
  returns public.contacts
  language plpgsql security definer set search_path = ''
as $$
declare
  v_contact public.contacts := private.lock_contact_as_agent(contact_id);
  v_conversation_id uuid;
  v_conversation public.conversations;
begin
  if coalesce(block_contact.blocked, false) = (v_contact.blocked_at is not null) then
    return v_contact;
  end if;
  update public.contacts c
  set blocked_at = case when block_contact.blocked then clock_timestamp() end
  where c.id = v_contact.id
  returning * into v_contact;
  if block_contact.blocked then
    perform private.block_origins(v_contact.id, v_contact.blocked_at);
  else
    delete from private.blocked_origins b
    where b.contact_id in (select c.id from public.contacts c where c.id = v_contact.id or c.merged_into = v_contact.id);
  end if;
  select c.id into v_conversation_id from public.conversations c where c.contact_id = v_contact.id order by c.last_message_at desc limit 1;
  if found then
    v_conversation := private.lock_conversation(v_conversation_id);
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.rev := v_conversation.rev + 1;
    perform private.save_with_event(
      v_conversation, case when block_contact.blocked then 'blocked' else 'unblocked' end::public.conversation_event_kind, '{}', false
    );
  end if;
  return v_contact;
end;
$$;
comment on function public.block_contact(uuid, boolean) is
  'From now on the contact may not write, or may again; they still read. For some hours nobody new may write from their devices and last address. Told with their newest conversation. A definer: writes go through functions only. LC401 sign_in_required; LC404 contact_not_found.';

-- Merging

create function public.merge_contacts(contact_id uuid, into_contact_id uuid)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_from public.contacts;
  v_into public.contacts;
  v_merge_id uuid;
begin
  perform private.caller();
  perform
  from public.contacts c
  where c.id in (merge_contacts.contact_id, merge_contacts.into_contact_id)
  order by c.id
  for no key update; -- by id: two agents who merge the same two the other way round don't wait for each other forever
  v_from := private.lock_contact_as_agent(contact_id);
  v_into := private.lock_contact_as_agent(into_contact_id);
  if v_from.id = v_into.id or v_from.workspace_id <> v_into.workspace_id then
    raise exception 'Two contacts of one workspace are merged.' using errcode = 'LC400', hint = 'merge_invalid';
  end if;
  if v_from.verified and not v_into.verified then
    raise exception 'The verified contact is the one that stays.' using errcode = 'LC409', hint = 'merge_into_verified';
  end if;
  v_merge_id := private.merge_contact(v_from.id, v_into.id, 'agent', v_from.verified = v_into.verified);
  select c.* into v_into from public.contacts c where c.id = v_into.id;
  return jsonb_build_object('merge_id', v_merge_id, 'contact', to_jsonb(v_into));
end;
$$;
comment on function public.merge_contacts(uuid, uuid) is
  'Two contacts are the same person: all that the first has becomes the second''s. Devices go along, but for anonymous ones into a verified contact: they would show a history that no token has opened to them. A definer: writes go through functions only. LC400 merge_invalid; LC401 sign_in_required; LC404 contact_not_found; LC409 merge_into_verified.';

create function public.unmerge_contacts(merge_id uuid)
  returns public.contacts
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_merge private.merge_log;
  v_contact public.contacts;
  v_into public.contacts;
  v_former public.contacts;
  v_conversation public.conversations;
  v_event jsonb;
begin
  select m.* into v_merge from private.merge_log m where m.id = unmerge_contacts.merge_id for no key update;
  if not private.is_my_workspace(v_merge.workspace_id) then
    raise exception 'There is no such merge.' using errcode = 'LC404', hint = 'merge_not_found';
  end if;
  if v_merge.undone_at is not null then
    select c.* into v_contact from public.contacts c where c.id = v_merge.contact_id;
    return v_contact;
  end if;
  perform from public.contacts c where c.id in (v_merge.contact_id, v_merge.into_contact_id) order by c.id for no key update;
  select c.* into v_into from public.contacts c where c.id = v_merge.into_contact_id;
  if v_into.merged_into is not null then
    raise exception 'That contact was merged itself since: undo this first.' using errcode = 'LC409', hint = 'merged_since';
  end if;

  -- Devices: those that went along, and those that were let go and have not begun anew.
  if (v_merge.moved ->> 'sessions_followed')::boolean then
    update public.contact_sessions s
    set contact_id = v_merge.contact_id
    from jsonb_populate_recordset(null::public.contact_sessions, v_merge.moved -> 'sessions') was
    where s.inbox_id = was.inbox_id
      and s.user_id = was.user_id
      and s.contact_id = v_into.id;
  else
    insert into public.contact_sessions
    select was.*
    from jsonb_populate_recordset(null::public.contact_sessions, v_merge.moved -> 'sessions') was
    join auth.users u on u.id = was.user_id
    join public.inboxes i on i.id = was.inbox_id
    on conflict on constraint contact_sessions_pkey do nothing;
  end if;
  update public.contact_identities i
  set contact_id = v_merge.contact_id
  from jsonb_to_recordset(v_merge.moved -> 'identities') was (realm_id uuid, subject text)
  where i.realm_id = was.realm_id
    and i.subject = was.subject
    and i.contact_id = v_into.id;

  -- What came from the one stays with the other only if it was changed since.
  v_former := jsonb_populate_record(null::public.contacts, v_merge.former -> 'contact');
  update public.contacts c
  set name = case when not c.verified and c.name = v_former.name then v_merge.former #>> '{into,name}' else c.name end,
    email = case when not c.verified and c.email = v_former.email then v_merge.former #>> '{into,email}' else c.email end,
    attributes = coalesce(
      (
        select jsonb_object_agg(entry.key, entry.value)
        from jsonb_each(c.attributes) entry
        where v_merge.former #> array['into', 'attributes', entry.key] is not null
          or entry.value is distinct from coalesce(
            v_former.attributes -> entry.key,
            case entry.key when 'name' then to_jsonb(v_former.name) when 'email' then to_jsonb(v_former.email) end
          )
      ),
      '{}'
    ),
    blocked_at = case when c.blocked_at = v_former.blocked_at then null else c.blocked_at end
  where c.id = v_into.id;
  update public.contacts c
  set merged_into = null
  where c.id = v_merge.contact_id
  returning * into v_contact;
  perform private.move_topic(v_into.id);

  for v_conversation in
    select c.*
    from public.conversations c
    where c.id in (select x::uuid from jsonb_array_elements_text(v_merge.moved -> 'conversations') x)
      and c.contact_id = v_into.id
    order by c.id
    for no key update
  loop
    v_conversation.contact_id := v_contact.id;
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.contact_changed_at := v_conversation.changed_at;
    v_conversation.rev := v_conversation.rev + 1;
    v_event := private.add_event(v_conversation, 'unmerged', 'agent', jsonb_build_object('name', v_into.name, 'contact_id', v_into.id));
    v_conversation := private.save_conversation(v_conversation);
    update public.ratings r set contact_id = v_contact.id where r.conversation_id = v_conversation.id;
    perform private.tell_workspace(
      v_conversation.workspace_id,
      'event_created',
      v_event || jsonb_build_object('conversation', private.inbox_conversation(v_conversation))
    );
    perform private.tell_contact(v_contact.id, 'conversation_changed', private.contact_conversation(v_conversation));
  end loop;

  update private.merge_log m
  set undone_at = clock_timestamp(),
    undone_by = v_caller
  where m.id = v_merge.id;
  return v_contact;
end;
$$;
comment on function public.unmerge_contacts(uuid) is
  'Undoes a merge: conversations, ratings, identities and devices that changed hands go back, what came later stays; the topic of the one that they leave moves. Again: nothing. A definer: writes go through functions only. LC401 sign_in_required; LC404 merge_not_found; LC409 merged_since.';

create function public.contact_merges(contact_id uuid)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
begin
  return query
  select jsonb_build_object(
    'id', m.id,
    'contact_id', m.contact_id,
    'into_contact_id', m.into_contact_id,
    'name', m.former #>> '{contact,name}',
    'email', m.former #>> '{contact,email}',
    'reason', m.reason,
    'agent_id', m.agent_id,
    'conversations', jsonb_array_length(m.moved -> 'conversations'),
    'created_at', m.created_at,
    'undone_at', m.undone_at,
    'undone_by', m.undone_by
  )
  from private.merge_log m
  where contact_merges.contact_id in (m.into_contact_id, m.contact_id)
    and private.is_my_workspace(m.workspace_id)
  order by m.created_at desc
  limit 100;
end;
$$;
comment on function public.contact_merges(uuid) is
  'Who was merged into this contact, or this one into whom, newest first. Of a foreign contact: nothing. A definer: the log lies where the API has no access. LC401 sign_in_required.';

revoke execute on function
  public.set_contact(uuid, text, text, jsonb),
  public.block_contact(uuid, boolean),
  public.merge_contacts(uuid, uuid),
  public.unmerge_contacts(uuid),
  public.contact_merges(uuid)
  from public, anon, authenticated, service_role;
grant execute on function
  public.set_contact(uuid, text, text, jsonb),
  public.block_contact(uuid, boolean),
  public.merge_contacts(uuid, uuid),
  public.unmerge_contacts(uuid),
  public.contact_merges(uuid)
  to authenticated;

revoke execute on all functions in schema private from public;
