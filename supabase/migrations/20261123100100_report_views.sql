-- The same views, cheaper: who doesn't ask for the day doesn't pay for the zone, and messages know their inbox.

create or replace view reporting.turns with (security_invoker = true) as
select
  t.workspace_id,
  t.inbox_id,
  case t.outcome
    when 'replied' then t.replier_id
    when 'waiting' then c.assignee_id
    else t.assignee_id
  end as agent_id,
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
from public.turns t
left join public.workspaces w on w.id = t.workspace_id -- left: a join that is not needed is not made
left join public.conversations c on c.id = t.conversation_id and c.workspace_id = t.workspace_id and c.waiting_since is not null;

create or replace view reporting.replies with (security_invoker = true) as
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

create or replace view reporting.resolutions with (security_invoker = true) as
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

create or replace view reporting.openings with (security_invoker = true) as
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

create or replace view reporting.messages with (security_invoker = true) as
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
comment on column reporting.messages.inbox_id is 'The inbox in which it was written.';
