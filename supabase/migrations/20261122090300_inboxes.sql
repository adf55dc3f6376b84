-- Inboxes: one website's widget each, and what it can be set to. Each setting is read by the function that it rules; update_inbox() writes them.

create type public.locale as enum ('fr', 'en');

create function private.new_inbox_key()
  returns text
  language sql volatile set search_path = ''
as $$
  select 'ibx_' || private.random_text('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 22);
$$;
comment on function private.new_inbox_key() is 'A public key: it stands in the page''s source, so it opens nothing but the widget.';

create table public.inboxes (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  key text not null default private.new_inbox_key(),
  name text not null,
  locale public.locale not null,
  texts jsonb not null default '{}',
  theme jsonb not null default '{}',
  form jsonb not null default '[]',
  email text,
  allowed_origins text[] not null default '{}',
  verified_only boolean not null default false,
  identity_realm_id uuid,
  ask_rating boolean not null default true,
  attachment_types text[] not null default
    '{image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,text/csv,application/zip}',
  attachment_max_bytes integer not null default 10485760,
  assignment text not null default 'off',
  reassign_when_away boolean not null default true,
  auto_close_days integer,
  retention_days integer,
  created_at timestamptz not null default now(),
  constraint inboxes_pkey primary key (id),
  constraint inboxes_key_key unique (key),
  constraint inboxes_key_check check (key ~ '^ibx_[0-9A-Za-z]{22}$'),
  constraint inboxes_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint inboxes_name_check check (char_length(name) between 1 and 100),
  constraint inboxes_texts_check check (jsonb_typeof(texts) = 'object'),
  constraint inboxes_theme_check check (jsonb_typeof(theme) = 'object'),
  constraint inboxes_form_check check (jsonb_typeof(form) = 'array'),
  constraint inboxes_email_check check (email ~ '^[^@\s]+@[^@\s]+$' and char_length(email) <= 254),
  constraint inboxes_attachment_max_bytes_check check (attachment_max_bytes between 0 and 52428800),
  constraint inboxes_assignment_check check (assignment in ('off', 'round_robin', 'least_busy')),
  constraint inboxes_auto_close_days_check check (auto_close_days between 1 and 365),
  constraint inboxes_retention_days_check check (retention_days between 1 and 3650)
);
comment on table public.inboxes is 'One website''s widget: its public key, language, texts and look.';
comment on column public.inboxes.texts is
  'By language, { fr, en }: greeting (the first message of a conversation), welcome, away, and strings (a text of the widget by its dotted key); each may be missing. greeting, welcome and away beside the languages stand for all of them.';
comment on column public.inboxes.theme is 'accent: a CSS colour, and what else the widget''s look is made of; each may be missing.';
comment on column public.inboxes.form is
  'Questions asked before the first message: { key, type: text | email | phone | choice | checkbox, required, label: { fr, en }, options }.';
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

comment on column public.inboxes.identity_realm_id is
  'Inboxes of one realm know the same people by the same subjects; null: the inbox''s own realm, whose id is that of the inbox.';
create index inboxes_workspace_id_idx on public.inboxes (workspace_id);

alter table public.inboxes enable row level security;
create policy inboxes_select on public.inboxes
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy inboxes_select on public.inboxes is 'Agents see the inboxes of their workspaces; the widget asks get_inbox().';
revoke all on public.inboxes from anon, authenticated, service_role;
grant select on public.inboxes to authenticated, service_role;

create function private.require_inbox(inbox_key text)
  returns public.inboxes
  language plpgsql stable set search_path = ''
as $$
declare
  v_inbox public.inboxes;
begin
  if inbox_key is null or inbox_key !~ '^ibx_[0-9A-Za-z]{22}$' then
    raise exception 'An inbox key is ibx_ and 22 letters or digits.' using errcode = 'LC400', hint = 'inbox_key_malformed';
  end if;
  select inboxes.* into v_inbox from public.inboxes where inboxes.key = require_inbox.inbox_key;
  if not found then
    raise exception 'There is no inbox with this key.' using errcode = 'LC404', hint = 'inbox_not_found';
  end if;
  return v_inbox;
end;
$$;
comment on function private.require_inbox(text) is 'The inbox with this key. LC400 inbox_key_malformed, LC404 inbox_not_found.';

revoke execute on all functions in schema private from public;
