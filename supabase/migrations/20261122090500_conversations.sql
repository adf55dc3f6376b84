-- Conversations and what is in them: messages for everyone, notes and events for agents.

create type public.actor as enum ('contact', 'agent', 'system');
create type public.message_kind as enum ('text', 'greeting');
create type public.conversation_event_kind as enum (
  'opened', 'reopened', 'closed', 'assigned', 'unassigned', 'snoozed', 'woken',
  'labelled', 'unlabelled', 'priority_changed', 'moved', 'merged', 'unmerged', 'rated', 'blocked', 'unblocked', 'identified',
  'message_deleted', 'note_deleted'
);

create table public.conversations (
  id uuid not null,
  workspace_id uuid not null,
  inbox_id uuid not null,
  contact_id uuid not null,
  status text not null default 'open', -- no enum: under row-level security an index takes only leakproof operators, and an enum's = isn't
  assignee_id uuid,
  snoozed_until timestamptz,
  priority smallint not null default 0,
  label_ids uuid[] not null default '{}',
  rev integer not null default 0,
  last_seq integer not null default 0,
  last_message_at timestamptz not null,
  last_message_preview text,
  last_message_author public.actor not null,
  contact_read_seq integer not null default 0,
  agent_read_seq integer not null default 0,
  contact_unread_count integer not null default 0,
  agent_unread_count integer not null default 0,
  waiting_since timestamptz,
  episode integer not null default 1,
  context jsonb not null default '{}',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  contact_changed_at timestamptz not null,
  closed_at timestamptz,
  constraint conversations_pkey primary key (id),
  constraint conversations_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint conversations_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint conversations_contact_id_fkey foreign key (contact_id) references public.contacts (id) on delete cascade,
  constraint conversations_assignee_id_fkey
    foreign key (workspace_id, assignee_id) references public.agents (workspace_id, user_id),
  constraint conversations_status_check check (status in ('open', 'snoozed', 'closed')),
  constraint conversations_priority_check check (priority between 0 and 4),
  constraint conversations_snoozed_until_check check ((status = 'snoozed') = (snoozed_until is not null)),
  constraint conversations_closed_at_check check ((status = 'closed') = (closed_at is not null)),
  constraint conversations_waiting_since_check check (status <> 'closed' or waiting_since is null),
  constraint conversations_read_seq_check check (
    contact_read_seq between 0 and last_seq and agent_read_seq between 0 and last_seq
  ),
  constraint conversations_unread_count_check check (contact_unread_count >= 0 and agent_unread_count >= 0)
);
comment on table public.conversations is
  'A contact''s thread with the team. Every write locks its row first, then takes the next rev (and seq, for a message).';
comment on column public.conversations.id is 'Made by the client, so that starting twice makes one.';
comment on column public.conversations.priority is '0 none, 1 low, 2 medium, 3 high, 4 urgent.';
comment on column public.conversations.label_ids is
  'Its labels, in the order in which they came: a list draws a row without a join. For a while the id of a deleted label may be among them.';
comment on column public.conversations.rev is 'Number of the last write. What a write stores carries its own rev: the order of timeline().';
comment on column public.conversations.last_seq is 'seq of the last message.';
comment on column public.conversations.last_message_preview is 'The first 160 characters of it.';
comment on column public.conversations.contact_read_seq is 'The contact has read up to this message.';
comment on column public.conversations.agent_read_seq is 'The team has: moved by the assignee, or by anyone while there is none.';
comment on column public.conversations.contact_unread_count is 'Messages not by the contact after contact_read_seq, but for deleted ones.';
comment on column public.conversations.agent_unread_count is 'Messages by the contact after agent_read_seq, but for deleted ones.';
comment on column public.conversations.waiting_since is 'Start of the turn that waits for an agent; null: nobody waits.';
comment on column public.conversations.episode is 'How often it was opened: 1, and one more with each reopening.';
comment on column public.conversations.context is 'What the browser said at the start: page_url, referrer, user_agent, locale, time_zone.';
comment on column public.conversations.changed_at is 'Of the last write. It always grows, whatever the clock does.';
comment on column public.conversations.contact_changed_at is 'Of the last write that the contact can see: notes and snoozing are not.';

create index conversations_workspace_id_status_idx
  on public.conversations (workspace_id, status, last_message_at desc, id desc);
create index conversations_assignee_id_idx
  on public.conversations (workspace_id, assignee_id, status, last_message_at desc, id desc);
create index conversations_changed_at_idx on public.conversations (workspace_id, changed_at);
create index conversations_contact_id_idx on public.conversations (contact_id, last_message_at desc);
create index conversations_counts_idx
  on public.conversations (workspace_id, status) include (assignee_id, agent_unread_count)
  where status <> 'closed';
create index conversations_waiting_since_idx
  on public.conversations (workspace_id, waiting_since)
  where waiting_since is not null;

alter table public.conversations enable row level security;
create policy conversations_select on public.conversations
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy conversations_select on public.conversations is 'Agents see the conversations of their workspaces; contacts go through my_conversations().';
revoke all on public.conversations from anon, authenticated, service_role;
grant select on public.conversations to authenticated, service_role;

create table public.messages (
  conversation_id uuid not null,
  seq integer not null,
  id uuid not null,
  workspace_id uuid not null, -- of the conversation: a foreign key would cost each message a look-up and a lock
  inbox_id uuid not null,
  rev integer not null,
  author public.actor not null,
  kind public.message_kind not null default 'text',
  agent_id uuid, -- in agents, for the same reason without a key
  body text,
  attachments jsonb not null default '[]',
  created_at timestamptz not null,
  deleted_at timestamptz,
  constraint messages_pkey primary key (conversation_id, seq),
  constraint messages_id_key unique (conversation_id, id),
  constraint messages_rev_key unique (conversation_id, rev),
  constraint messages_conversation_id_fkey foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint messages_seq_check check (seq > 0),
  constraint messages_agent_id_check check ((author = 'agent') = (agent_id is not null)),
  constraint messages_body_check check (char_length(body) <= 10000 and (body <> '' or attachments <> '[]')),
  constraint messages_attachments_check check (jsonb_typeof(attachments) = 'array'),
  constraint messages_deleted_at_check check ((body is null) = (deleted_at is not null))
);
comment on table public.messages is 'What the customer can see, by the contact, an agent or the system.';
comment on column public.messages.seq is 'Place in the conversation: 1, 2, 3… without holes. The order for everyone.';
comment on column public.messages.id is 'Made by the client; unique in the conversation, so that sending twice stores once.';
comment on column public.messages.inbox_id is 'The inbox in which it was written; the conversation may have moved since. Without a key, as workspace_id.';
comment on column public.messages.body is 'Null: deleted. Empty: only files.';

comment on column public.messages.attachments is
  'Files in their order, as both sides see them: id, name, type, size (bytes), width and height (pixels, null but for images).';
-- Two narrow indexes count messages without the table. Ascending: an index whose new entries come first in their workspace stays half empty.
create index messages_of_contacts_idx
  on public.messages (workspace_id, created_at) include (inbox_id)
  where author = 'contact';
create index messages_of_agents_idx
  on public.messages (workspace_id, created_at) include (inbox_id, agent_id)
  where author = 'agent';
create index messages_deleted_idx on public.messages (conversation_id, deleted_at) where deleted_at is not null;

create function private.tg_messages_inbox()
  returns trigger
  language plpgsql set search_path = ''
as $$
begin
  select c.inbox_id into new.inbox_id from public.conversations c where c.id = new.conversation_id;
  return new;
end;
$$;
comment on function private.tg_messages_inbox() is 'For imports that don''t say the inbox: the conversation''s.';

create trigger messages_inbox
  before insert on public.messages
  for each row when (new.inbox_id is null)
  execute function private.tg_messages_inbox();

alter table public.messages enable row level security;
create policy messages_select on public.messages
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy messages_select on public.messages is 'Agents read every message of their workspaces; contacts go through my_messages().';
revoke all on public.messages from anon, authenticated, service_role;
grant select on public.messages to authenticated, service_role; -- no insert: send_message() writes

create table public.notes (
  id uuid not null,
  conversation_id uuid not null,
  workspace_id uuid not null,
  rev integer not null,
  agent_id uuid not null,
  body text,
  mentions uuid[] not null default '{}',
  created_at timestamptz not null,
  constraint notes_pkey primary key (conversation_id, id),
  constraint notes_rev_key unique (conversation_id, rev),
  constraint notes_conversation_id_fkey foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint notes_agent_id_fkey foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint notes_body_check check (char_length(body) between 1 and 10000)
);
comment on table public.notes is 'What agents write to each other beside a conversation. No contact ever sees one.';
comment on column public.notes.id is 'Made by the client; unique in the conversation.';
comment on column public.notes.body is 'Null: deleted.';
comment on column public.notes.mentions is 'The agents whom it calls.';
create index notes_workspace_id_idx on public.notes (workspace_id, agent_id);

alter table public.notes enable row level security;
create policy notes_select on public.notes
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy notes_select on public.notes is 'Agents read the notes of their workspaces.';
revoke all on public.notes from anon, authenticated, service_role;
grant select on public.notes to authenticated, service_role;

create table public.conversation_events (
  id uuid not null default gen_random_uuid(),
  conversation_id uuid not null,
  workspace_id uuid not null,
  rev integer not null,
  kind public.conversation_event_kind not null,
  actor public.actor not null,
  agent_id uuid,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  constraint conversation_events_pkey primary key (id),
  constraint conversation_events_rev_key unique (conversation_id, rev),
  constraint conversation_events_conversation_id_fkey
    foreign key (conversation_id) references public.conversations (id) on delete cascade,
  constraint conversation_events_agent_id_fkey
    foreign key (workspace_id, agent_id) references public.agents (workspace_id, user_id),
  constraint conversation_events_agent_id_check check ((actor = 'agent') = (agent_id is not null))
);
comment on table public.conversation_events is 'What happened to a conversation, for agents: opened, assigned, closed…';
comment on column public.conversation_events.data is
  'assignee_id for assigned and unassigned (who it was), until for snoozed, seq for message_deleted (of the message), rev for note_deleted (of the note).';
create index conversation_events_workspace_id_idx on public.conversation_events (workspace_id, agent_id);

alter table public.conversation_events enable row level security;
create policy conversation_events_select on public.conversation_events
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy conversation_events_select on public.conversation_events is 'Agents read the events of their workspaces.';
revoke all on public.conversation_events from anon, authenticated, service_role;
grant select on public.conversation_events to authenticated, service_role;

revoke execute on all functions in schema private from public;
