-- Inboxes: one website's widget each.

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
  created_at timestamptz not null default now(),
  constraint inboxes_pkey primary key (id),
  constraint inboxes_key_key unique (key),
  constraint inboxes_key_check check (key ~ '^ibx_[0-9A-Za-z]{22}$'),
  constraint inboxes_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint inboxes_name_check check (char_length(name) between 1 and 100),
  constraint inboxes_texts_check check (jsonb_typeof(texts) = 'object'),
  constraint inboxes_theme_check check (jsonb_typeof(theme) = 'object'),
  constraint inboxes_form_check check (jsonb_typeof(form) = 'array')
);
comment on table public.inboxes is 'One website''s widget: its public key, language, texts and look.';
comment on column public.inboxes.texts is 'greeting (the first message of a conversation), welcome, away; each may be missing.';
comment on column public.inboxes.theme is 'accent: a CSS colour; may be missing.';
comment on column public.inboxes.form is 'Questions asked before the first message; none so far.';
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
