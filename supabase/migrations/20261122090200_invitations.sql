-- How people become agents: the setup code for the first, invitations for the others.

create table private.setup_code (
  only_row boolean not null default true,
  code text not null,
  constraint setup_code_pkey primary key (only_row),
  constraint setup_code_only_row_check check (only_row)
);
comment on table private.setup_code is 'One row: what create_workspace() asks for. The owner of the project reads it in SQL: select code from private.setup_code.';
alter table private.setup_code enable row level security;

insert into private.setup_code (code)
select concat_ws(
  '-',
  private.random_text('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 4),
  private.random_text('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 4),
  private.random_text('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 4),
  private.random_text('ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 4)
);

create table public.invitations (
  id uuid not null default gen_random_uuid(),
  workspace_id uuid not null,
  email text not null,
  role public.agent_role not null,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  constraint invitations_pkey primary key (id),
  constraint invitations_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade,
  constraint invitations_email_check check (char_length(email) between 3 and 320)
);
comment on table public.invitations is 'Who was asked to join. A newer invitation for the same address replaces the open one.';
comment on column public.invitations.email is 'In lower case; whoever accepts is signed in with it.';
create index invitations_workspace_id_idx on public.invitations (workspace_id, email);

alter table public.invitations enable row level security;
create policy invitations_select on public.invitations
  for select to authenticated
  using (workspace_id = any (array(select private.my_managed_workspaces())));
comment on policy invitations_select on public.invitations is 'Owners and admins see who was invited.';
revoke all on public.invitations from anon, authenticated, service_role;
grant select on public.invitations to authenticated, service_role;

create table private.invitation_tokens (
  invitation_id uuid not null,
  token_hash bytea not null,
  constraint invitation_tokens_pkey primary key (token_hash),
  constraint invitation_tokens_invitation_id_key unique (invitation_id),
  constraint invitation_tokens_invitation_id_fkey
    foreign key (invitation_id) references public.invitations (id) on delete cascade
);
comment on table private.invitation_tokens is 'SHA-256 of the token of each invitation. The token itself was shown once and is stored nowhere.';
alter table private.invitation_tokens enable row level security;
