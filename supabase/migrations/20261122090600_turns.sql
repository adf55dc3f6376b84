-- Turns and episodes: what reports count. Written by the function that causes them, in its transaction.

create type public.turn_outcome as enum ('waiting', 'replied', 'closed_by_agent', 'closed_by_contact');

create table public.episodes (
  conversation_id uuid not null,
  episode integer not null,
  workspace_id uuid not null,
  inbox_id uuid not null,
  opened_at timestamptz not null,
  opened_by public.actor not null,
  closed_at timestamptz,
  closed_by public.actor,
  closed_by_agent_id uuid,
  assignee_id uuid,
  seconds double precision generated always as (extract(epoch from closed_at - opened_at)) stored,
  calendar_id uuid,
  business_seconds double precision,
  constraint episodes_pkey primary key (conversation_id, episode),
  constraint episodes_closed_by_check check ((closed_at is null) = (closed_by is null)),
  constraint episodes_seconds_check check (closed_at >= opened_at),
  constraint episodes_business_seconds_check check (business_seconds is null or (business_seconds >= 0 and closed_at is not null))
);
comment on table public.episodes is 'From opening, or reopening, to closing. Its seconds are the resolution time.';
comment on column public.episodes.conversation_id is 'Of a conversation that retention has dropped: an id made for it then, which leads nowhere.';
comment on column public.episodes.assignee_id is 'Who had the conversation when it was closed.';
comment on column public.episodes.inbox_id is 'Where the conversation was when the episode was closed; while it is open, where it is.';
comment on column public.episodes.calendar_id is 'The version of the inbox''s calendar in force when it was closed; null: none.';
comment on column public.episodes.business_seconds is 'Those of its seconds that fell into opening hours; null: no calendar was in force all the time.';
create index episodes_workspace_id_idx
  on public.episodes (workspace_id, closed_at) include (seconds, business_seconds, inbox_id, assignee_id, conversation_id)
  where closed_at is not null;
create index episodes_opened_at_idx on public.episodes (workspace_id, opened_at) include (episode, inbox_id, conversation_id);
create unique index episodes_open_key on public.episodes (conversation_id) where closed_at is null;

alter table public.episodes enable row level security;
create policy episodes_select on public.episodes
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy episodes_select on public.episodes is 'Agents read the episodes of their workspaces.';
revoke all on public.episodes from anon, authenticated, service_role;
grant select on public.episodes to authenticated, service_role;

create table public.turns (
  conversation_id uuid not null,
  episode integer not null,
  turn integer not null,
  workspace_id uuid not null,
  inbox_id uuid not null,
  outcome public.turn_outcome not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  replier_id uuid,
  assignee_id uuid,
  seconds double precision generated always as (extract(epoch from ended_at - started_at)) stored,
  calendar_id uuid,
  business_seconds double precision,
  constraint turns_pkey primary key (conversation_id, episode, turn),
  constraint turns_episode_fkey
    foreign key (conversation_id, episode) references public.episodes (conversation_id, episode) on update cascade on delete cascade,
  constraint turns_outcome_check check (outcome <> 'waiting'),
  constraint turns_replier_id_check check ((outcome = 'replied') = (replier_id is not null)),
  constraint turns_seconds_check check (ended_at >= started_at),
  constraint turns_business_seconds_check check (business_seconds >= 0)
);
comment on table public.turns is
  'From the contact''s first message after the last human reply of the episode to the next one, written once, when it ends: who waits still stands in conversations.waiting_since. Its seconds are a reply time; those of turn 1, a first reply time.';
comment on column public.turns.turn is 'Place in the episode: 1, 2, 3…';
comment on column public.turns.outcome is 'replied by an agent, or closed unanswered by one or by the contact. waiting: only in reporting.turns, which shows those who wait, too.';
comment on column public.turns.replier_id is 'Who gets the credit: the agent who answered.';
comment on column public.turns.assignee_id is 'Who had the conversation when the turn ended.';
comment on column public.turns.inbox_id is 'Where the conversation was when the turn ended.';
comment on column public.turns.calendar_id is 'The version of the inbox''s calendar in force when the turn ended; null: none.';
comment on column public.turns.business_seconds is 'Those of its seconds that fell into opening hours; null: no calendar was in force all the time.';
-- What filters and breakdowns of reports ask for stands in the index too.
create index turns_workspace_id_idx
  on public.turns (workspace_id, ended_at) include (seconds, business_seconds, turn, inbox_id, replier_id, conversation_id)
  where outcome = 'replied';
create index turns_started_at_idx
  on public.turns (workspace_id, started_at)
  include (outcome, turn, seconds, business_seconds, inbox_id, replier_id, assignee_id, conversation_id);
create index turns_first_reply_idx
  on public.turns (inbox_id, ended_at desc) include (seconds)
  where outcome = 'replied' and turn = 1;

alter table public.turns enable row level security;
create policy turns_select on public.turns
  for select to authenticated
  using (workspace_id = any (array(select private.my_workspaces())));
comment on policy turns_select on public.turns is 'Agents read the turns of their workspaces.';
revoke all on public.turns from anon, authenticated, service_role;
grant select on public.turns to authenticated, service_role;
