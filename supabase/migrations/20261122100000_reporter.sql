-- A read-only role for BI tools: each login that is a member of it sees the workspaces it is bound to. See docs/reports.md.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'reporter') then -- roles belong to the cluster
    create role reporter nologin;
  end if;
end;
$$;

create table private.reporters (
  role_name name not null,
  workspace_id uuid not null,
  constraint reporters_pkey primary key (role_name, workspace_id),
  constraint reporters_workspace_id_fkey foreign key (workspace_id) references public.workspaces (id) on delete cascade
);
comment on table private.reporters is
  'Which workspaces a database login, member of the role reporter, sees. Written by the project''s owner in SQL; without a row it sees nothing.';
create index reporters_workspace_id_idx on private.reporters (workspace_id);
alter table private.reporters enable row level security;
revoke all on private.reporters from public, anon, authenticated, service_role;

create function private.reported_workspaces(login name)
  returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select r.workspace_id from private.reporters r where r.role_name = reported_workspaces.login;
$$;
comment on function private.reported_workspaces(name) is 'The workspaces that a login of a BI tool is bound to. A definer: it reads what the login can''t.';
grant execute on function private.reported_workspaces(name) to reporter;

create policy workspaces_select_reporter on public.workspaces
  for select to reporter
  using (id = any (array(select private.reported_workspaces(current_user))));
comment on policy workspaces_select_reporter on public.workspaces is 'BI tools see the workspaces that they are bound to.';
grant select (id, name, time_zone, created_at) on public.workspaces to reporter;

create policy inboxes_select_reporter on public.inboxes
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy inboxes_select_reporter on public.inboxes is 'BI tools see the inboxes of their workspaces.';
grant select (id, workspace_id, name, locale, created_at) on public.inboxes to reporter;

create policy agents_select_reporter on public.agents
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy agents_select_reporter on public.agents is 'BI tools see the agents of their workspaces, without addresses.';
grant select (workspace_id, user_id, role, name, removed_at, created_at) on public.agents to reporter;

create policy calendars_select_reporter on public.calendars
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy calendars_select_reporter on public.calendars is 'BI tools see the opening hours of their workspaces.';
grant select on public.calendars to reporter;

create policy conversations_select_reporter on public.conversations
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy conversations_select_reporter on public.conversations is 'BI tools see the conversations of their workspaces, without what was said or by whom.';
grant select (id, workspace_id, inbox_id, status, assignee_id, waiting_since, episode, created_at, closed_at)
  on public.conversations to reporter;

create policy messages_select_reporter on public.messages
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy messages_select_reporter on public.messages is 'BI tools see that there was a message in their workspaces, without its text.';
grant select (conversation_id, seq, workspace_id, inbox_id, author, agent_id, created_at) on public.messages to reporter;

create policy turns_select_reporter on public.turns
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy turns_select_reporter on public.turns is 'BI tools see the turns of their workspaces.';
grant select on public.turns to reporter;

create policy episodes_select_reporter on public.episodes
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy episodes_select_reporter on public.episodes is 'BI tools see the episodes of their workspaces.';
grant select on public.episodes to reporter;

grant usage on schema reporting to reporter;
grant select on all tables in schema reporting to reporter;
grant execute on function reporting.figures(double precision[]), reporting.figures(double precision[], double precision[]) to reporter;

revoke execute on all functions in schema private from public;
