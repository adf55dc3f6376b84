-- One contact turns out to be another: what was theirs goes over, and the log can take it back.

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

revoke execute on all functions in schema private from public;
