-- Who a contact is, by the word of the site's own backend. A token signed there ties a device to a person; what a browser claims never does.

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

create or replace function private.lock_caller(inbox public.inboxes)
  returns void
  language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('contact_sessions ' || inbox.id || private.caller(), 0));
end;
$$;
comment on function private.lock_caller(public.inboxes) is 'What a caller does to their session in an inbox, one at a time. Other callers don''t wait.';
