-- A device that says by a token who it is, and the way back.

create table private.merge_log (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  contact_id uuid not null,
  into_contact_id uuid not null,
  reason text not null,
  agent_id uuid,
  moved jsonb not null,
  former jsonb not null,
  created_at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  constraint merge_log_pkey primary key (id),
  constraint merge_log_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint merge_log_into_contact_id_fkey foreign key (into_contact_id) references public.contacts (id) on delete cascade,
  constraint merge_log_reason_check check (reason in ('identified', 'agent', 'realm')),
  constraint merge_log_agent_id_check check ((reason <> 'identified') = (agent_id is not null))
);
comment on table private.merge_log is 'Which contact was found to be which, by whose word, and all that it takes to undo it.';
comment on column private.merge_log.reason is 'identified: a token on a device that had written anonymously. agent: by hand. realm: two inboxes were joined.';
comment on column private.merge_log.moved is 'conversations, sessions and identities that changed hands, and whether the sessions went along.';
comment on column private.merge_log.former is 'Both contacts as they were: contact, into.';
create index merge_log_contact_id_idx on private.merge_log (contact_id);
create index merge_log_into_contact_id_idx on private.merge_log (into_contact_id, created_at desc);
alter table private.merge_log enable row level security;

create function private.move_topic(contact_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform private.tell_contact(contact_id, 'topics_moved', '{}');
  update public.contacts set epoch = contacts.epoch + 1 where contacts.id = move_topic.contact_id;
end;
$$;
comment on function private.move_topic(uuid) is
  'A policy''s answer is cached for the life of a token, so the topic itself is left: who may hear the contact asks for its new name, who may not hears nothing more.';

create function private.merge_contact(contact_id uuid, into_contact_id uuid, reason text, sessions_follow boolean)
  returns uuid
  language plpgsql set search_path = ''
as $$
declare
  v_actor constant public.actor := case when reason = 'identified' then 'contact' else 'agent' end;
  v_sessions jsonb;
  v_identities jsonb;
  v_conversations uuid[] := '{}';
  v_from public.contacts;
  v_into public.contacts;
  v_former jsonb;
  v_conversation public.conversations;
  v_event jsonb;
  v_merge_id uuid;
begin
  -- Sessions first: a conversation that begins on one of them at this moment is waited for, and moves too.
  if sessions_follow then
    with moved as (
      update public.contact_sessions s
      set contact_id = merge_contact.into_contact_id
      where s.contact_id = merge_contact.contact_id
      returning s.*
    )
    select coalesce(jsonb_agg(to_jsonb(moved)), '[]') into v_sessions from moved;
  else
    with dropped as (
      delete from public.contact_sessions s where s.contact_id = merge_contact.contact_id returning s.*
    )
    select coalesce(jsonb_agg(to_jsonb(dropped)), '[]') into v_sessions from dropped;
  end if;
  perform from public.contacts c where c.id in (merge_contact.contact_id, merge_contact.into_contact_id) order by c.id for no key update;
  select c.* into v_from from public.contacts c where c.id = merge_contact.contact_id;
  select c.* into v_into from public.contacts c where c.id = merge_contact.into_contact_id;
  v_former := jsonb_build_object('contact', to_jsonb(v_from), 'into', to_jsonb(v_into));

  with moved as (
    update public.contact_identities i
    set contact_id = v_into.id
    where i.contact_id = v_from.id
    returning i.realm_id, i.subject
  )
  select coalesce(jsonb_agg(to_jsonb(moved)), '[]') into v_identities from moved;

  if not v_into.verified then
    v_into.name := coalesce(v_into.name, v_from.name);
    v_into.email := coalesce(v_into.email, v_from.email);
  end if;
  update public.contacts c
  set name = v_into.name,
    email = v_into.email,
    attributes = v_from.attributes
      || case when v_into.name is null and v_from.name is not null then jsonb_build_object('name', v_from.name) else '{}' end
      || case when v_into.email is null and v_from.email is not null then jsonb_build_object('email', v_from.email) else '{}' end
      || v_into.attributes,
    blocked_at = coalesce(v_into.blocked_at, v_from.blocked_at), -- nobody gets rid of it by another name
    page = coalesce(case when v_from.last_seen_at > v_into.last_seen_at then v_from.page end, v_into.page, v_from.page),
    last_seen_at = greatest(v_into.last_seen_at, v_from.last_seen_at)
  where c.id = v_into.id;
  perform private.move_topic(v_from.id);
  update public.contacts c set merged_into = v_into.id where c.id = v_from.id;
  update public.ratings r set contact_id = v_into.id where r.contact_id = v_from.id;

  for v_conversation in
    select c.* from public.conversations c where c.contact_id = v_from.id order by c.id for no key update
  loop
    v_conversations := v_conversations || v_conversation.id;
    v_conversation.contact_id := v_into.id;
    v_conversation.changed_at := private.time_of_write(v_conversation);
    v_conversation.contact_changed_at := v_conversation.changed_at;
    v_conversation.rev := v_conversation.rev + 1;
    v_event := private.add_event(
      v_conversation,
      case v_actor when 'contact' then 'identified' else 'merged' end::public.conversation_event_kind,
      v_actor,
      jsonb_build_object('name', v_from.name, 'contact_id', v_from.id)
    );
    v_conversation := private.save_conversation(v_conversation);
    perform private.tell_workspace(
      v_conversation.workspace_id,
      'event_created',
      v_event || jsonb_build_object('conversation', private.inbox_conversation(v_conversation))
    );
    perform private.tell_contact(v_into.id, 'conversation_changed', private.contact_conversation(v_conversation));
  end loop;

  insert into private.merge_log (workspace_id, contact_id, into_contact_id, reason, agent_id, moved, former, created_at)
  values (
    v_into.workspace_id,
    v_from.id,
    v_into.id,
    merge_contact.reason,
    case when v_actor = 'agent' then auth.uid() end,
    jsonb_build_object(
      'conversations', to_jsonb(v_conversations),
      'sessions', v_sessions,
      'sessions_followed', sessions_follow,
      'identities', v_identities
    ),
    v_former,
    clock_timestamp()
  )
  returning merge_log.id into v_merge_id;
  return v_merge_id;
end;
$$;
comment on function private.merge_contact(uuid, uuid, text, boolean) is
  'All that is one contact''s becomes another''s: conversations with their messages and turns, ratings, identities, and where it is safe devices. Logged, so that it can be undone. What is known of the one who stays counts more. The topic of the one who goes falls silent.';

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
revoke execute on all functions in schema private from public;
