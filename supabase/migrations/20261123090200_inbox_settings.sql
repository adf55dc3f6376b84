-- What an inbox can be set to. Each setting is read by the function that it rules; update_inbox() writes them.

alter table public.inboxes
  add column email text,
  add column allowed_origins text[] not null default '{}',
  add column verified_only boolean not null default false,
  add column ask_rating boolean not null default true,
  add column attachment_types text[] not null default
    '{image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,text/csv,application/zip}',
  add column attachment_max_bytes integer not null default 10485760,
  add column assignment text not null default 'off',
  add column reassign_when_away boolean not null default true,
  add column auto_close_days integer,
  add column retention_days integer;
alter table public.inboxes
  add constraint inboxes_email_check check (email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
  add constraint inboxes_attachment_max_bytes_check check (attachment_max_bytes between 0 and 52428800),
  add constraint inboxes_assignment_check check (assignment in ('off', 'round_robin', 'least_busy')),
  add constraint inboxes_auto_close_days_check check (auto_close_days between 1 and 365),
  add constraint inboxes_retention_days_check check (retention_days between 1 and 3650);
comment on column public.inboxes.email is 'Where a customer can write when the chat can''t be reached; null: none is shown.';
comment on column public.inboxes.allowed_origins is 'Origins (https://shop.example) whose pages may show the widget; empty: all. A courtesy of the frame, no boundary.';
comment on column public.inboxes.verified_only is 'Whether only a contact whom identify() has verified may write.';
comment on column public.inboxes.ask_rating is 'Whether a customer is asked for a rating when a conversation is closed.';
comment on column public.inboxes.attachment_types is 'MIME types that may be sent; empty: no files.';
comment on column public.inboxes.attachment_max_bytes is 'The largest file; at most 50 MiB.';
comment on column public.inboxes.assignment is
  'Who gets a conversation that a customer opens: off (nobody), round_robin or least_busy among the agents present.';
comment on column public.inboxes.reassign_when_away is 'Whether a conversation that a customer reopens leaves an assignee who is away.';
comment on column public.inboxes.auto_close_days is 'An open conversation that nobody has written in for so long, and where nobody waits, is closed; null: never.';
comment on column public.inboxes.retention_days is 'A conversation is dropped so long after it was closed; null: never.';
