-- Files that come with messages. Storage keeps their bytes and asks one policy; who may send what is decided here: a file is reserved, then
-- uploaded to the reserved place, then checked against what Storage has measured, and only then may a message cite it.

insert into storage.buckets (id, name, public, file_size_limit)
values ('attachments', 'attachments', false, 52428800)
on conflict (id) do update set public = false, file_size_limit = excluded.file_size_limit;

create table public.attachments (
  id uuid not null,
  workspace_id uuid not null,
  inbox_id uuid not null,
  conversation_id uuid not null,
  message_id uuid,
  user_id uuid,
  author public.actor not null,
  name text not null,
  type text not null,
  size bigint not null,
  width integer,
  height integer,
  path text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  came_bytes bigint,
  version text,
  dropped_at timestamptz,
  constraint attachments_pkey primary key (id),
  constraint attachments_path_key unique (path),
  constraint attachments_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint attachments_inbox_id_fkey foreign key (inbox_id) references public.inboxes (id) on delete cascade,
  constraint attachments_user_id_fkey foreign key (user_id) references auth.users (id) on delete set null,
  constraint attachments_name_check check (char_length(name) between 1 and 150),
  constraint attachments_size_check check (size > 0),
  constraint attachments_measures_check check ((width is null) = (height is null) and width between 1 and 100000 and height between 1 and 100000),
  constraint attachments_message_id_check check (message_id is null or (finished_at is not null and dropped_at is null))
);
comment on table public.attachments is 'A file of a message, or one that is reserved, uploaded and not yet sent. Its bytes lie in the bucket attachments.';
comment on column public.attachments.conversation_id is 'No foreign key: a file may be uploaded before the conversation begins with it.';
comment on column public.attachments.user_id is 'Who reserved it: the only one who may upload, finish and send it.';
comment on column public.attachments.type is 'MIME type without parameters, in lower case.';
comment on column public.attachments.size is 'Bytes: as announced, and once finished as measured.';
comment on column public.attachments.path is 'Where it lies: workspace/conversation/attachment/name, in letters that Storage takes.';
comment on column public.attachments.expires_at is 'Until when it may be uploaded.';
comment on column public.attachments.dropped_at is 'Given up, or never sent: its file is on the deletion queue. The row counts for the quota until a day later.';
comment on column public.attachments.version is
  'Which of the contents that Storage may have had in this place was checked; what replaces it is read by nobody. Null: not finished, or finished before this was kept.';
comment on column public.attachments.came_bytes is 'How many bytes had come when it was given up, where they were more than announced: what the quota counts.';
-- A file counts for its author's quota as large as it is, not as it was said to be: hosted Storage asks the policy before it has seen a byte, so
-- a reservation of one byte may bring what the bucket takes. It can't be finished, is given up within a minute, and leaves its size in the count.
create index attachments_conversation_id_idx on public.attachments (conversation_id);
create index attachments_user_id_created_at_idx on public.attachments (user_id, created_at);
create index attachments_workspace_id_idx on public.attachments (workspace_id);
create index attachments_inbox_id_idx on public.attachments (inbox_id);
create index attachments_unsent_idx on public.attachments (created_at) where message_id is null;

alter table public.attachments enable row level security;
create policy attachments_select on public.attachments
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy attachments_select on public.attachments is 'Agents see the files of their workspaces; contacts see those of their messages, by functions.';
revoke all on public.attachments from anon, authenticated;
grant select on public.attachments to authenticated;
