-- The definitions of all reports, once: SQL clients select from these views, public.report_*() too. See docs/reports.md.

create schema reporting;
comment on schema reporting is 'Reports as plain SQL: each view shows the caller''s workspaces only. The Data API doesn''t expose it. See docs/reports.md.';
revoke all on schema reporting from public, anon, authenticated, service_role;

-- One row for each thing that is counted

create view reporting.turns with (security_invoker = true) as
select
  t.workspace_id,
  t.inbox_id,
  t.agent_id,
  t.conversation_id,
  t.episode,
  t.turn,
  t.turn = 1 as is_first,
  t.outcome,
  t.outcome <> 'replied' as is_unanswered,
  t.started_at,
  t.ended_at,
  (t.started_at at time zone w.time_zone)::date as day,
  extract(isodow from t.started_at at time zone w.time_zone)::integer as weekday,
  extract(hour from t.started_at at time zone w.time_zone)::integer as hour,
  t.seconds,
  t.business_seconds
from ( -- neither half with a condition of its own: each would be read whole before it is filtered
  select
    e.workspace_id, e.inbox_id, case e.outcome when 'replied' then e.replier_id else e.assignee_id end as agent_id,
    e.conversation_id, e.episode, e.turn, e.outcome, e.started_at, e.ended_at, e.seconds, e.business_seconds
  from public.turns e
  union all
  select
    c.workspace_id, c.inbox_id, c.assignee_id,
    c.id, c.episode, (
      select coalesce(max(b.turn), 0) + 1
      from public.turns b
      where b.conversation_id = c.id
        and b.episode = c.episode
    ), 'waiting', c.waiting_since, null, null, null
  from public.conversations c
) t
left join public.workspaces w on w.id = t.workspace_id -- left: a join that is not needed is not made
where t.started_at is not null; -- conversations in which nobody waits
comment on view reporting.turns is
  'Each time that a customer waits for an agent, by its start: from their first message after the last human reply of the episode to the next reply, or to closing; or waiting still.';

create view reporting.replies with (security_invoker = true) as
select
  t.workspace_id,
  t.inbox_id,
  t.replier_id as agent_id,
  t.conversation_id,
  t.episode,
  t.turn,
  t.turn = 1 as is_first,
  t.started_at,
  t.ended_at as at,
  (t.ended_at at time zone w.time_zone)::date as day,
  extract(isodow from t.ended_at at time zone w.time_zone)::integer as weekday,
  extract(hour from t.ended_at at time zone w.time_zone)::integer as hour,
  t.seconds,
  t.business_seconds
from public.turns t
left join public.workspaces w on w.id = t.workspace_id
where t.outcome = 'replied';
comment on view reporting.replies is 'Each turn that an agent answered, by the time of the answer: the reply times. With is_first, the first reply times.';

create view reporting.resolutions with (security_invoker = true) as
select
  e.workspace_id,
  e.inbox_id,
  e.assignee_id as agent_id,
  e.conversation_id,
  e.episode,
  e.opened_at,
  e.closed_at as at,
  (e.closed_at at time zone w.time_zone)::date as day,
  extract(isodow from e.closed_at at time zone w.time_zone)::integer as weekday,
  extract(hour from e.closed_at at time zone w.time_zone)::integer as hour,
  e.seconds,
  e.business_seconds
from public.episodes e
left join public.workspaces w on w.id = e.workspace_id
where e.closed_at is not null;
comment on view reporting.resolutions is 'Each episode that was closed, by the time of closing: the resolution times.';

create view reporting.openings with (security_invoker = true) as
select
  e.workspace_id,
  e.inbox_id,
  e.conversation_id,
  e.episode,
  e.episode > 1 as is_reopening,
  e.opened_at as at,
  (e.opened_at at time zone w.time_zone)::date as day,
  extract(isodow from e.opened_at at time zone w.time_zone)::integer as weekday,
  extract(hour from e.opened_at at time zone w.time_zone)::integer as hour
from public.episodes e
left join public.workspaces w on w.id = e.workspace_id;
comment on view reporting.openings is 'Each time that a conversation was opened: when it began, and each reopening.';

create view reporting.messages with (security_invoker = true) as
select
  m.workspace_id,
  m.inbox_id,
  m.agent_id,
  m.conversation_id,
  m.seq,
  m.author,
  m.created_at as at,
  (m.created_at at time zone w.time_zone)::date as day,
  extract(isodow from m.created_at at time zone w.time_zone)::integer as weekday,
  extract(hour from m.created_at at time zone w.time_zone)::integer as hour
from ( -- customers' and agents' apart: each has its index
  select i.workspace_id, i.inbox_id, null::uuid as agent_id, i.conversation_id, i.seq, 'contact'::public.actor as author, i.created_at
  from public.messages i
  where i.author = 'contact'
  union all
  select o.workspace_id, o.inbox_id, o.agent_id, o.conversation_id, o.seq, 'agent', o.created_at
  from public.messages o
  where o.author = 'agent'
) m
left join public.workspaces w on w.id = m.workspace_id;
comment on view reporting.messages is 'Each message of a customer or an agent, without its text. Greetings and notes are none; deleted ones count.';

create view reporting.waiting_now with (security_invoker = true) as
select
  c.workspace_id,
  c.inbox_id,
  c.assignee_id as agent_id,
  c.id as conversation_id,
  c.status,
  c.waiting_since,
  extract(epoch from statement_timestamp() - c.waiting_since)::double precision as seconds
from public.conversations c
where c.waiting_since is not null
  and c.status <> 'closed';
comment on view reporting.waiting_now is 'Each conversation, open or snoozed, in which a customer waits for an answer at this moment.';

create view reporting.measurements with (security_invoker = true) as
select 'first_reply' as metric, workspace_id, inbox_id, agent_id, conversation_id, episode, turn, started_at, at, day, weekday, hour, seconds, business_seconds
from reporting.replies
where is_first
union all
select 'reply', workspace_id, inbox_id, agent_id, conversation_id, episode, turn, started_at, at, day, weekday, hour, seconds, business_seconds
from reporting.replies
union all
select 'resolution', workspace_id, inbox_id, agent_id, conversation_id, episode, null, opened_at, at, day, weekday, hour, seconds, business_seconds
from reporting.resolutions;
comment on view reporting.measurements is
  'Every time that reports give figures of, under its metric: first_reply, reply (first ones included), resolution. Filter by metric: a first reply is here twice.';

-- Agents, should a project expose the schema: the views look with the caller's eyes.
grant usage on schema reporting to authenticated;
grant select on all tables in schema reporting to authenticated;
