-- A device that says by a token who it is, and the way back.

create function private.greet_identified(contact_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
declare
  v_conversation public.conversations;
  v_event jsonb;
begin
  for v_conversation in
    select c.*
    from public.conversations c
    where c.contact_id = greet_identified.contact_id
      and c.status <> 'closed'
    order by c.id
    for no key update
  loop
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.rev := v_conversation.rev + 1;
    v_event := private.add_event(v_conversation, 'identified', 'contact');
    v_conversation := private.save_conversation(v_conversation);
    perform private.tell_workspace(
      v_conversation.workspace_id,
      'event_created',
      v_event || jsonb_build_object('conversation', private.inbox_conversation(v_conversation))
    );
  end loop;
end;
$$;
comment on function private.greet_identified(uuid) is 'The team sees, in what is not closed, that the contact is verified from here on.';

create function public.identify(inbox_key text, token text)
  returns jsonb
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_claims constant jsonb := private.checked_token(v_inbox, token);
  v_realm_id constant uuid := coalesce(v_inbox.identity_realm_id, v_inbox.id);
  v_subject constant text := v_claims ->> 'sub';
  v_name constant text := left(btrim(regexp_replace(v_claims ->> 'name', '[\u0001-\u001f\u007f-\u009f]+', ' ', 'g')), 100);
  v_email constant text := btrim(v_claims ->> 'email');
  v_until constant timestamptz := clock_timestamp() + interval '7 days';
  v_session public.contact_sessions;
  v_contact_id uuid;
  v_former public.contacts;
  v_contact public.contacts;
begin
  perform private.use_token_once(v_inbox, v_claims);
  perform private.lock_caller(v_inbox);
  perform pg_advisory_xact_lock(hashtextextended('contact_identities ' || v_realm_id || v_subject, 0)); -- two devices at once are one contact
  select s.* into v_session from public.contact_sessions s where s.inbox_id = v_inbox.id and s.user_id = v_caller;
  select i.contact_id into v_contact_id from public.contact_identities i where i.realm_id = v_realm_id and i.subject = v_subject;

  if v_contact_id is null then
    if v_session.contact_id is not null and v_session.verified_until is null then
      v_contact_id := v_session.contact_id; -- who wrote anonymously now has a name
    else
      insert into public.contacts (workspace_id, inbox_id, last_seen_at)
      values (v_inbox.workspace_id, v_inbox.id, clock_timestamp())
      returning contacts.id into v_contact_id;
    end if;
    insert into public.contact_identities (realm_id, subject, contact_id, workspace_id)
    values (v_realm_id, v_subject, v_contact_id, v_inbox.workspace_id);
  elsif v_session.contact_id <> v_contact_id and v_session.verified_until is null then
    delete from public.contact_sessions s where s.inbox_id = v_inbox.id and s.user_id = v_caller;
    perform private.merge_contact(v_session.contact_id, v_contact_id, 'identified', false); -- other devices have no token
  end if;
  if v_session.contact_id <> v_contact_id and v_session.verified_until is not null then
    perform private.move_topic(v_session.contact_id); -- another person sits here now
  end if;

  insert into public.contact_sessions (inbox_id, user_id, contact_id, workspace_id, verified_until)
  values (v_inbox.id, v_caller, v_contact_id, v_inbox.workspace_id, v_until)
  on conflict on constraint contact_sessions_pkey do update
    set contact_id = excluded.contact_id, verified_until = excluded.verified_until;
  update public.contact_identities i
  set identified_at = clock_timestamp()
  where i.realm_id = v_realm_id
    and i.subject = v_subject;

  select c.* into v_former from public.contacts c where c.id = v_contact_id for no key update;
  v_contact := v_former;
  if not v_contact.verified then -- what they said before stays, as what they said
    v_contact.verified := true;
    v_contact.attributes := v_contact.attributes
      || jsonb_strip_nulls(jsonb_build_object('name', v_contact.name, 'email', v_contact.email));
    v_contact.name := null;
    v_contact.email := null;
    delete from public.contact_sessions s where s.contact_id = v_contact.id and s.verified_until is null;
    if found then -- other devices have no token
      perform private.move_topic(v_contact.id);
    end if;
  end if;
  if not private.is_blank(v_name) then
    v_contact.name := v_name;
    v_contact.attributes := v_contact.attributes - 'name';
  end if;
  if v_email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(v_email) <= 254 and not private.has_control_characters(v_email) then
    v_contact.email := v_email;
    v_contact.attributes := v_contact.attributes - 'email';
  end if;
  if v_contact is distinct from v_former then
    update public.contacts c
    set verified = v_contact.verified,
      name = v_contact.name,
      email = v_contact.email,
      attributes = v_contact.attributes
    where c.id = v_contact.id;
    if v_former.verified then
      perform private.tell_of_contact(v_contact);
    else
      perform private.greet_identified(v_contact.id);
    end if;
  end if;
  return private.contact_card(v_contact) || jsonb_build_object('expires_at', v_until);
end;
$$;
comment on function public.identify(text, text) is
  'Ties the caller''s device to the person whom the token names, for 7 days: see docs/identity.md. What was written on it anonymously becomes theirs. A definer: contacts write to no table. LC400 inbox_key_malformed, token_malformed, token_algorithm, token_lifetime, token_subject; LC401 sign_in_required; LC403 token_signature, token_expired, token_audience, token_lifetime; LC404 inbox_not_found; LC409 token_replayed.';

create function public.logout(inbox_key text, everywhere boolean default false)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_contact_id uuid;
begin
  perform private.lock_caller(v_inbox);
  v_contact_id := private.my_contact_in(v_inbox.id);
  if (select c.blocked_at is not null from public.contacts c where c.id = v_contact_id) then
    perform private.note_address(v_inbox.id, v_contact_id, l) from private.limits l;
    perform private.block_origins(v_contact_id, clock_timestamp());
  end if;
  delete from public.contact_sessions s where s.inbox_id = v_inbox.id and s.user_id = v_caller;
  if everywhere and v_contact_id is not null then
    delete from public.contact_sessions s where s.contact_id = v_contact_id;
    perform private.move_topic(v_contact_id);
  end if;
end;
$$;
comment on function public.logout(text, boolean) is
  'The caller''s device is nobody''s again; everywhere: so are all others of the contact, and the contact''s topic moves. Without a session: nothing. A definer: contacts write to no table. LC400 inbox_key_malformed; LC401 sign_in_required; LC404 inbox_not_found.';

create function public.join_identity_realm(inbox_id uuid, with_inbox_id uuid)
  returns public.inboxes
  language plpgsql security definer set search_path = ''
as $$
declare
  v_inbox public.inboxes := private.require_managed_inbox(inbox_id);
  v_with public.inboxes;
  v_former_realm_id constant uuid := coalesce(v_inbox.identity_realm_id, v_inbox.id);
  v_realm_id uuid := gen_random_uuid(); -- to leave is to be alone, also for the inbox whose id the realm bears
  v_identity public.contact_identities;
  v_known_id uuid;
begin
  perform from public.workspaces w where w.id = v_inbox.workspace_id for no key update; -- one at a time
  if with_inbox_id is not null then
    select i.* into v_with from public.inboxes i where i.id = with_inbox_id and i.workspace_id = v_inbox.workspace_id;
    if not found then
      raise exception 'There is no such inbox.' using errcode = 'LC404', hint = 'inbox_not_found';
    end if;
    v_realm_id := coalesce(v_with.identity_realm_id, v_with.id);
  end if;
  if v_realm_id = v_former_realm_id
    or (
      with_inbox_id is null
      and not exists (
        select
        from public.inboxes i
        where i.workspace_id = v_inbox.workspace_id
          and i.id <> v_inbox.id
          and coalesce(i.identity_realm_id, i.id) = v_former_realm_id
      )
    )
  then
    return v_inbox; -- so it is already
  end if;

  -- Whom this inbox knows first goes along. Known to both by the same subject: the same person.
  for v_identity in
    select i.*
    from public.contact_identities i
    join public.contacts c on c.id = i.contact_id
    where i.realm_id = v_former_realm_id
      and c.inbox_id = v_inbox.id
    order by i.subject
  loop
    select i.contact_id into v_known_id from public.contact_identities i where i.realm_id = v_realm_id and i.subject = v_identity.subject;
    if v_known_id is null then
      update public.contact_identities i set realm_id = v_realm_id where i.realm_id = v_former_realm_id and i.subject = v_identity.subject;
    else
      delete from public.contact_identities i where i.realm_id = v_former_realm_id and i.subject = v_identity.subject;
      if v_known_id <> v_identity.contact_id then
        perform private.merge_contact(v_identity.contact_id, v_known_id, 'realm', true);
      end if;
    end if;
  end loop;
  update public.inboxes i set identity_realm_id = v_realm_id where i.id = v_inbox.id returning * into v_inbox;
  -- Devices that were tied by this inbox's word to a contact of what is another realm now, or the other way round, are let go.
  for v_known_id in
    with dropped as (
      delete from public.contact_sessions s
      using public.contacts c, public.inboxes here, public.inboxes there
      where s.workspace_id = v_inbox.workspace_id
        and v_inbox.id in (s.inbox_id, c.inbox_id)
        and c.id = s.contact_id
        and here.id = s.inbox_id
        and there.id = c.inbox_id
        and coalesce(here.identity_realm_id, here.id) <> coalesce(there.identity_realm_id, there.id)
      returning s.contact_id
    )
    select distinct dropped.contact_id from dropped
  loop
    perform private.move_topic(v_known_id);
  end loop;
  return v_inbox;
end;
$$;
comment on function public.join_identity_realm(uuid, uuid) is
  'From now on both inboxes know the same people by the same subjects, with one history; null: the inbox knows its own again. For owners and admins. A definer: writes go through functions only. LC401 sign_in_required; LC403 not_allowed; LC404 inbox_not_found.';

revoke execute on function public.identify(text, text), public.logout(text, boolean), public.join_identity_realm(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.identify(text, text), public.logout(text, boolean), public.join_identity_realm(uuid, uuid)
  to authenticated;

-- A device that a token has tied to somebody hears their topic until it is asked again, and Realtime asks again only with a new token: up to an
-- hour too long. So when the 7 days are over, within a minute the contact's topic moves: what is said from then on, the device does not hear.

create function private.end_sessions(max integer)
  returns integer
  language plpgsql set search_path = ''
as $$
declare
  v_contact_ids uuid[];
  v_count integer;
begin
  with ended as (
    delete from public.contact_sessions
    where (contact_sessions.inbox_id, contact_sessions.user_id) in (
      select s.inbox_id, s.user_id
      from public.contact_sessions s
      where s.verified_until <= clock_timestamp()
      order by s.verified_until
      limit end_sessions.max
      for update skip locked
    )
    returning contact_sessions.contact_id
  )
  select count(*), array_agg(distinct ended.contact_id order by ended.contact_id) into v_count, v_contact_ids from ended;
  perform private.move_topic(x.id) from unnest(v_contact_ids) with ordinality x (id, place) order by x.place;
  return v_count;
end;
$$;
comment on function private.end_sessions(integer) is
  'Ends sessions of devices whose token''s word is over, and moves the topics of their contacts; devices that are still theirs join the new one.';

revoke execute on all functions in schema private from public;
