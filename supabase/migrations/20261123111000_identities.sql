-- Who a contact is, by the word of the site's own backend. A token signed there ties a device to a person; what a browser claims never does.

alter table public.inboxes add column identity_realm_id uuid;
comment on column public.inboxes.identity_realm_id is
  'Inboxes of one realm know the same people by the same subjects; null: the inbox''s own realm, whose id is that of the inbox.';

alter table public.contacts
  add column merged_into uuid,
  add constraint contacts_merged_into_fkey foreign key (merged_into) references public.contacts (id) on delete cascade;
comment on column public.contacts.merged_into is 'The contact that this one turned out to be: all that was theirs is there. Null: a contact of their own.';
create index contacts_merged_into_idx on public.contacts (merged_into) where merged_into is not null;

alter table public.contact_sessions add column verified_until timestamptz;
comment on column public.contact_sessions.verified_until is
  'A token has tied this device to the contact until then; later it sees and says nothing as them. Null: an anonymous device, whose contact is its own.';

create table public.contact_identities (
  realm_id uuid not null,
  subject text not null,
  contact_id uuid not null,
  workspace_id uuid not null,
  created_at timestamptz not null default now(),
  identified_at timestamptz not null default now(),
  constraint contact_identities_pkey primary key (realm_id, subject),
  constraint contact_identities_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint contact_identities_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint contact_identities_subject_check check (char_length(subject) between 1 and 200)
);
comment on table public.contact_identities is 'By what name (the token''s sub) the site''s backend knows a contact. A contact that was merged may have several.';
comment on column public.contact_identities.identified_at is 'Last token.';
create index contact_identities_contact_id_idx on public.contact_identities (contact_id);
create index contact_identities_workspace_id_idx on public.contact_identities (workspace_id);

alter table public.contact_identities enable row level security;
create policy contact_identities_select on public.contact_identities
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy contact_identities_select on public.contact_identities is 'Agents see by what name the site knows a contact.';
revoke all on public.contact_identities from anon, authenticated, service_role;
grant select on public.contact_identities to authenticated, service_role;

create table private.identity_secrets (
  id uuid not null default gen_random_uuid(),
  inbox_id uuid not null,
  secret text not null default 'cis_' || private.random_text('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 44),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  constraint identity_secrets_pkey primary key (id),
  constraint identity_secrets_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade
);
comment on table private.identity_secrets is
  'What an inbox''s backend signs tokens with: 262 bits. Kept as it is, for an HMAC can''t be checked with less; shown once, to owners and admins.';
comment on column private.identity_secrets.last_used_at is 'To the minute.';
create index identity_secrets_inbox_id_idx on private.identity_secrets (inbox_id);
alter table private.identity_secrets enable row level security;

create table private.used_tokens (
  inbox_id uuid not null,
  jti_hash bytea not null,
  expires_at timestamptz not null,
  constraint used_tokens_pkey primary key (inbox_id, jti_hash),
  constraint used_tokens_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade
);
comment on table private.used_tokens is 'Tokens with a jti, each good for one use; remembered until they expire.';
create index used_tokens_expires_at_idx on private.used_tokens (expires_at);
alter table private.used_tokens enable row level security;

-- Who speaks, now that a device's word may have expired

create or replace function private.is_my_contact(contact_id uuid)
  returns boolean
  language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select
    from public.contact_sessions
    where contact_sessions.contact_id = is_my_contact.contact_id
      and contact_sessions.user_id = auth.uid()
      and (contact_sessions.verified_until is null or contact_sessions.verified_until > clock_timestamp())
  );
end;
$$;
comment on function private.is_my_contact(uuid) is 'Whether the caller speaks as this contact: on an anonymous device of theirs, or one that a token has tied to them within 7 days.';

create or replace function private.my_contact_in(inbox_id uuid)
  returns uuid
  language plpgsql stable set search_path = ''
as $$
begin
  return (
    select s.contact_id
    from public.contact_sessions s
    where s.inbox_id = my_contact_in.inbox_id
      and s.user_id = auth.uid()
      and (s.verified_until is null or s.verified_until > clock_timestamp())
  );
end;
$$;
comment on function private.my_contact_in(uuid) is
  'The contact as whom the caller speaks in the inbox; null before the first message, and when a token''s word has expired.';

create or replace function public.my_topics(workspace_id uuid default null)
  returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
begin
  return (
    select jsonb_build_object(
      'workspace', coalesce(jsonb_agg('workspace:' || w.id || ':' || w.epoch order by w.id), '[]'),
      'agents', coalesce(jsonb_agg('agents:' || w.id || ':' || w.epoch order by w.id), '[]')
    )
    from public.agents a
    join public.workspaces w on w.id = a.workspace_id
    where a.user_id = v_caller
      and a.removed_at is null
      and (my_topics.workspace_id is null or w.id = my_topics.workspace_id)
  ) || (
    select jsonb_build_object('contact', coalesce(jsonb_agg('contact:' || c.id || ':' || c.epoch order by c.id), '[]'))
    from public.contacts c
    where c.id in (
        select s.contact_id
        from public.contact_sessions s
        where s.user_id = v_caller
          and (s.verified_until is null or s.verified_until > clock_timestamp())
      )
      and (my_topics.workspace_id is null or c.workspace_id = my_topics.workspace_id)
  );
end;
$$;

create or replace function public.my_conversations(inbox_key text)
  returns setof jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_contact_id constant uuid := private.my_contact_in(v_inbox.id);
begin
  return query
  select private.contact_conversation(c)
  from public.conversations c
  where c.contact_id = v_contact_id
  order by c.last_message_at desc, c.id desc
  limit 200;
end;
$$;

create or replace function private.lock_caller(inbox public.inboxes)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('contact_sessions ' || inbox.id || private.caller(), 0));
end;
$$;
comment on function private.lock_caller(public.inboxes) is 'What a caller does to their session in an inbox, one at a time. Other callers don''t wait.';

create or replace function private.contact_of_caller(inbox public.inboxes, locale text)
  returns uuid
  language plpgsql set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_contact_id uuid;
begin
  perform private.lock_caller(inbox); -- two first messages at once are still one contact
  select s.contact_id
  into v_contact_id
  from public.contact_sessions s
  where s.inbox_id = inbox.id
    and s.user_id = v_caller
    and (s.verified_until is null or s.verified_until > clock_timestamp())
  for share; -- who merges contacts waits for the conversation that begins here, or this waits for them
  if v_contact_id is null then
    insert into public.contacts (workspace_id, inbox_id, locale, last_seen_at)
    values (inbox.workspace_id, inbox.id, contact_of_caller.locale, clock_timestamp())
    returning contacts.id into v_contact_id;
    insert into public.contact_sessions (inbox_id, user_id, contact_id, workspace_id)
    values (inbox.id, v_caller, v_contact_id, inbox.workspace_id)
    on conflict on constraint contact_sessions_pkey do update -- whom a token once named is a stranger again
      set contact_id = excluded.contact_id, verified_until = null;
  end if;
  return v_contact_id;
end;
$$;

create or replace function public.contact_heartbeat(inbox_key text, page jsonb default null)
  returns void
  language plpgsql security definer set search_path = ''
as $$
declare
  v_caller constant uuid := private.caller();
  v_inbox constant public.inboxes := private.require_inbox(inbox_key);
  v_page constant jsonb := private.checked_page(page);
  v_contact public.contacts;
  v_conversation public.conversations;
begin
  select c.* into v_contact from public.contacts c where c.id = private.my_contact_in(v_inbox.id) for no key update of c;
  if not found then
    return; -- no contact before the first message
  end if;
  if v_contact.last_seen_at > clock_timestamp() - interval '10 seconds'
    and (v_page is null or v_page is not distinct from v_contact.page)
  then
    return; -- several tabs, or haste
  end if;
  update public.contacts
  set last_seen_at = clock_timestamp(),
    page = coalesce(v_page, contacts.page)
  where contacts.id = v_contact.id;

  -- The team hears of it when the contact comes back, and each time while somebody looks.
  select c.*
  into v_conversation
  from public.conversations c
  where c.contact_id = v_contact.id
  order by private.is_viewed(c.id) desc, c.last_message_at desc
  limit 1;
  if private.is_viewed(v_conversation.id)
    or (v_conversation.status <> 'closed' and coalesce(v_contact.last_seen_at < clock_timestamp() - interval '150 seconds', true))
  then
    v_conversation := private.lock_conversation(v_conversation.id); -- so that no older state is told after a newer one
    perform private.tell_workspace(v_inbox.workspace_id, 'conversation_changed', private.inbox_conversation(v_conversation));
  end if;
end;
$$;

create or replace function private.admit_contact_message(inbox_id uuid, contact_id uuid)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  if (select c.blocked_at is not null from public.contacts c where c.id = admit_contact_message.contact_id) then
    raise exception 'This contact may not write.' using errcode = 'LC403', hint = 'blocked';
  end if;
  if (select i.verified_only from public.inboxes i where i.id = admit_contact_message.inbox_id)
    and not exists (
      select
      from public.contact_sessions s
      where s.inbox_id = admit_contact_message.inbox_id
        and s.user_id = auth.uid()
        and s.contact_id = admit_contact_message.contact_id
        and s.verified_until > clock_timestamp()
    )
  then
    raise exception 'Only those may write here whom the site has named.' using errcode = 'LC403', hint = 'verified_only';
  end if;
end;
$$;

revoke execute on all functions in schema private from public;
