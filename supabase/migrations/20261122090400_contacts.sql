-- Contacts: the customers, and the browsers they write from.

create table public.contacts (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  inbox_id uuid not null,
  name text,
  email text,
  verified boolean not null default false,
  locale text,
  page jsonb,
  last_seen_at timestamptz,
  epoch integer not null default 1,
  attributes jsonb not null default '{}',
  agent_keys text[] not null default '{}',
  blocked_at timestamptz,
  blocked boolean not null generated always as (blocked_at is not null) stored,
  merged_into uuid,
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  constraint contacts_pkey primary key (id),
  constraint contacts_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint contacts_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint contacts_merged_into_fkey foreign key (merged_into) references public.contacts (id) on delete cascade,
  constraint contacts_attributes_check check (jsonb_typeof(attributes) = 'object')
);
comment on table public.contacts is 'Customers, anonymous (no name) or known. A contact belongs to one inbox and has any number of devices.';
comment on column public.contacts.verified is 'Whether the site''s backend vouched for name and e-mail.';
comment on column public.contacts.locale is 'Language of the browser, as it said.';
comment on column public.contacts.page is 'Where they are now, as their browser says: url, title.';
comment on column public.contacts.last_seen_at is 'Last heartbeat of an open chat. Within 150 s: there.';
comment on column public.contacts.epoch is 'Part of the name of their topic. Raised when a device must stop hearing it.';
comment on column public.contacts.attributes is
  'What else is known of them: answers to the form, what the page said, what an agent wrote. Unverified. Texts, numbers, true or false.';
comment on column public.contacts.blocked_at is 'Since when they may not write; null: they may.';
comment on column public.contacts.agent_keys is
  'Attributes (and name, email) that an agent has set: the contact does not see them. What the contact says of the same leaves this list.';
comment on column public.contacts.blocked is 'Whether they may not write: what lists show of blocked_at.';
comment on column public.contacts.merged_into is 'The contact that this one turned out to be: all that was theirs is there. Null: a contact of their own.';
comment on column public.contacts.erased_at is 'Since when nothing is known of them any more; null: not erased.';
create index contacts_inbox_id_idx on public.contacts (inbox_id);
create index contacts_workspace_id_idx on public.contacts (workspace_id, created_at desc);
create index contacts_merged_into_idx on public.contacts (merged_into) where merged_into is not null;

alter table public.contacts enable row level security;
create policy contacts_select on public.contacts
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy contacts_select on public.contacts is 'Agents see the contacts of their workspaces; contacts select from no table, not even themselves.';
revoke all on public.contacts from anon, authenticated, service_role;
grant select on public.contacts to authenticated, service_role;

create table public.contact_sessions (
  inbox_id uuid not null,
  user_id uuid not null,
  contact_id uuid not null,
  workspace_id uuid not null,
  verified_until timestamptz,
  created_at timestamptz not null default now(),
  constraint contact_sessions_pkey primary key (inbox_id, user_id),
  constraint contact_sessions_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint contact_sessions_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint contact_sessions_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint contact_sessions_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade
);
comment on table public.contact_sessions is 'Which auth users (browsers, mostly anonymous) speak as which contact: one contact an inbox and user, many users a contact.';
comment on column public.contact_sessions.verified_until is
  'A token has tied this device to the contact until then; later it sees and says nothing as them. Null: an anonymous device, whose contact is its own.';
create index contact_sessions_verified_until_idx on public.contact_sessions (verified_until) where verified_until is not null;
create index contact_sessions_user_id_idx on public.contact_sessions (user_id);
create index contact_sessions_contact_id_idx on public.contact_sessions (contact_id);
create index contact_sessions_workspace_id_idx on public.contact_sessions (workspace_id);

alter table public.contact_sessions enable row level security;
create policy contact_sessions_select on public.contact_sessions
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy contact_sessions_select on public.contact_sessions is 'Agents see from how many devices a contact writes.';
revoke all on public.contact_sessions from anon, authenticated, service_role;
grant select on public.contact_sessions to authenticated, service_role;
