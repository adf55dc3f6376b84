-- Figures over the definitions: by day, agent, inbox and hour.

create function reporting.figures(measured double precision[])
  returns table (
    n bigint, mean_seconds double precision, p50_seconds double precision, p90_seconds double precision, p95_seconds double precision,
    max_seconds double precision
  )
  language sql immutable parallel safe rows 1 set search_path = ''
as $$
  select
    count(x.seconds),
    avg(x.seconds),
    percentile_cont(0.5) within group (order by x.seconds),
    percentile_cont(0.9) within group (order by x.seconds),
    percentile_cont(0.95) within group (order by x.seconds),
    max(x.seconds)
  from (select unnest(measured) as seconds) x;
$$;
comment on function reporting.figures(double precision[]) is
  'What is said of gathered times; nulls are times without a calendar, and in no figure. Percentiles lie between two values if need be.';

create function reporting.figures(seconds double precision[], business_seconds double precision[])
  returns table (
    n bigint, mean_seconds double precision, p50_seconds double precision, p90_seconds double precision, p95_seconds double precision,
    max_seconds double precision,
    business_n bigint, business_mean_seconds double precision, business_p50_seconds double precision, business_p90_seconds double precision,
    business_p95_seconds double precision, business_max_seconds double precision
  )
  language sql immutable parallel safe rows 1 set search_path = ''
as $$
  select c.*, b.*
  from reporting.figures(seconds) c
  cross join reporting.figures(business_seconds) b;
$$;
comment on function reporting.figures(double precision[], double precision[]) is
  'The same by both clocks: the columns of every view of times.';
revoke execute on function reporting.figures(double precision[]), reporting.figures(double precision[], double precision[])
  from public, anon, authenticated, service_role;
grant execute on function reporting.figures(double precision[]), reporting.figures(double precision[], double precision[])
  to authenticated; -- whoever looks at a view calls it

create view reporting.times_by_day with (security_invoker = true) as
select x.workspace_id, x.metric, x.day, f.*
from (
  select
    m.workspace_id,
    m.metric,
    m.day,
    array_agg(m.seconds) as seconds,
    array_agg(m.business_seconds) as business_seconds
  from reporting.measurements m
  group by m.workspace_id, m.metric, m.day
) x
cross join lateral reporting.figures(x.seconds, x.business_seconds) f;
comment on view reporting.times_by_day is 'First reply, reply and resolution times of each day. A day without any has no row.';

create view reporting.times_by_agent with (security_invoker = true) as
select x.workspace_id, x.metric, x.month, x.agent_id,
  (select a.name from public.agents a where a.workspace_id = x.workspace_id and a.user_id = x.agent_id) as agent, f.*
from (
  select
    m.workspace_id,
    m.metric,
    date_trunc('month', m.day)::date as month,
    m.agent_id,
    array_agg(m.seconds) as seconds,
    array_agg(m.business_seconds) as business_seconds
  from reporting.measurements m
  where m.agent_id is not null
  group by m.workspace_id, m.metric, date_trunc('month', m.day), m.agent_id
) x
cross join lateral reporting.figures(x.seconds, x.business_seconds) f;
comment on view reporting.times_by_agent is 'The same by agent and month: replies credited to who wrote them, resolutions to the assignee at closing.';

create view reporting.times_by_inbox with (security_invoker = true) as
select x.workspace_id, x.metric, x.month, x.inbox_id,
  (select i.name from public.inboxes i where i.id = x.inbox_id) as inbox, f.*
from (
  select
    m.workspace_id,
    m.metric,
    date_trunc('month', m.day)::date as month,
    m.inbox_id,
    array_agg(m.seconds) as seconds,
    array_agg(m.business_seconds) as business_seconds
  from reporting.measurements m
  group by m.workspace_id, m.metric, date_trunc('month', m.day), m.inbox_id
) x
cross join lateral reporting.figures(x.seconds, x.business_seconds) f;
comment on view reporting.times_by_inbox is 'The same by inbox and month.';

create view reporting.turns_by_hour_of_week with (security_invoker = true) as
select
  t.workspace_id,
  date_trunc('month', t.day)::date as month,
  t.weekday,
  t.hour,
  count(*) as turns,
  count(*) filter (where t.outcome = 'replied') as n,
  percentile_cont(0.9) within group (order by t.seconds) filter (where t.outcome = 'replied') as p90_seconds,
  percentile_cont(0.9) within group (order by t.business_seconds) filter (where t.outcome = 'replied') as business_p90_seconds
from reporting.turns t
group by t.workspace_id, date_trunc('month', t.day), t.weekday, t.hour;
comment on view reporting.turns_by_hour_of_week is 'When customers begin to wait, and how long nine in ten of those who are answered wait then at most: by hour of the week and month.';

create view reporting.unanswered_by_day with (security_invoker = true) as
select
  t.workspace_id,
  t.day,
  t.is_first,
  count(*) as turns,
  count(*) filter (where t.is_unanswered) as n,
  count(*) filter (where t.outcome = 'waiting') as waiting,
  count(*) filter (where t.is_unanswered)::double precision / count(*) as share
from reporting.turns t
group by t.workspace_id, t.day, t.is_first;
comment on view reporting.unanswered_by_day is 'Of the turns that began on a day, those without an answer so far. First turns apart: a closing "thanks" is a later one, and no neglect.';

create view reporting.volume_by_day with (security_invoker = true) as
select
  coalesce(o.workspace_id, m.workspace_id) as workspace_id,
  coalesce(o.day, m.day) as day,
  coalesce(o.conversations, 0) as conversations,
  coalesce(o.reopened, 0) as reopened,
  coalesce(m.messages_in, 0) as messages_in,
  coalesce(m.messages_out, 0) as messages_out
from (
  select
    o.workspace_id,
    o.day,
    count(*) filter (where not o.is_reopening) as conversations,
    count(*) filter (where o.is_reopening) as reopened
  from reporting.openings o
  group by o.workspace_id, o.day
) o
full join (
  select
    m.workspace_id,
    m.day,
    count(*) filter (where m.author = 'contact') as messages_in,
    count(*) filter (where m.author = 'agent') as messages_out
  from reporting.messages m
  group by m.workspace_id, m.day
) m on m.workspace_id = o.workspace_id and m.day = o.day;
comment on view reporting.volume_by_day is 'How much there was on each day: conversations begun and reopened, messages by customers and by agents.';

-- A column means the same wherever it stands; what differs by view is said after.
do $$
declare
  v_column record;
begin
  for v_column in
    select c.relname as view, a.attname as name, coalesce(own.meaning, common.meaning) as meaning
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    left join (
      values
        ('workspace_id', 'Whose it is: public.workspaces.'),
        ('inbox_id', 'The inbox at its end, or now if it has not ended: public.inboxes.'),
        ('inbox', 'Name of the inbox now.'),
        ('agent_id', 'Who gets the credit, an auth user''s id: see public.agents.'),
        ('agent', 'Name of the agent now.'),
        ('conversation_id', 'public.conversations.'),
        ('episode', 'Number of the episode in the conversation: 1, and one more with each reopening.'),
        ('turn', 'Place of the turn in its episode: 1, 2, 3…; null for a resolution.'),
        ('is_first', 'Whether it is turn 1 of its episode.'),
        ('outcome', 'replied; closed_by_agent or closed_by_contact: closed without an answer; waiting still.'),
        ('is_unanswered', 'Closed without an answer, or waiting still.'),
        ('started_at', 'Instant at which the customer''s first unanswered message was stored; of a resolution, at which the episode was opened.'),
        ('ended_at', 'Instant of the answer or of closing; null: it waits.'),
        ('opened_at', 'Instant at which the episode was opened: the first message, or reopening.'),
        ('at', 'Instant that decides in which day it counts.'),
        ('day', 'Date in the workspace''s time zone.'),
        ('month', 'First day of the month in the workspace''s time zone.'),
        ('weekday', '1 Monday to 7 Sunday, in the workspace''s time zone.'),
        ('hour', '0 to 23, in the workspace''s time zone.'),
        ('seconds', 'Seconds by the clock, from start to end; null: not ended.'),
        ('business_seconds', 'Those of its seconds that fell into the opening hours of the inbox''s calendar; null, not 0, without a calendar.'),
        ('metric', 'first_reply: turn 1 of an episode, replied. reply: every turn replied. resolution: an episode, opening to closing.'),
        ('is_reopening', 'False when the conversation began with it.'),
        ('seq', 'Place of the message in the conversation.'),
        ('author', 'contact or agent.'),
        ('status', 'open or snoozed.'),
        ('waiting_since', 'Instant of the customer''s first unanswered message.'),
        ('n', 'How many the figures beside it are of.'),
        ('mean_seconds', 'Arithmetic mean, seconds by the clock.'),
        ('p50_seconds', 'Median, seconds by the clock; between two values interpolated (percentile_cont).'),
        ('p90_seconds', '90th percentile, seconds by the clock: nine in ten waited less.'),
        ('p95_seconds', '95th percentile, seconds by the clock.'),
        ('max_seconds', 'The longest, seconds by the clock.'),
        ('business_n', 'How many had a calendar all the time: what the business figures are of.'),
        ('business_mean_seconds', 'Arithmetic mean, seconds in opening hours; null: none had a calendar.'),
        ('business_p50_seconds', 'Median, seconds in opening hours.'),
        ('business_p90_seconds', '90th percentile, seconds in opening hours.'),
        ('business_p95_seconds', '95th percentile, seconds in opening hours.'),
        ('business_max_seconds', 'The longest, seconds in opening hours.'),
        ('turns', 'Turns that began then, answered or not.'),
        ('waiting', 'Turns that began then and wait still: part of n.'),
        ('share', 'n of turns, 0 to 1.'),
        ('conversations', 'Conversations begun.'),
        ('reopened', 'Closed conversations that were opened again, by a message or by an agent.'),
        ('messages_in', 'Messages by customers.'),
        ('messages_out', 'Messages by agents; greetings and notes are none.')
    ) common (name, meaning) on common.name = a.attname
    left join (
      values
        ('turns', 'agent_id', 'Who answered; unanswered: the assignee at closing; waiting: the assignee now.'),
        ('turns', 'day', 'Date of its start in the workspace''s time zone.'),
        ('turns', 'weekday', 'Of its start: 1 Monday to 7 Sunday, in the workspace''s time zone.'),
        ('turns', 'hour', 'Of its start: 0 to 23, in the workspace''s time zone.'),
        ('replies', 'agent_id', 'Who answered, whoever the conversation was assigned to.'),
        ('replies', 'at', 'Instant of the answer: it counts on that day.'),
        ('resolutions', 'agent_id', 'The assignee when it was closed; null: nobody.'),
        ('resolutions', 'at', 'Instant of closing: it counts on that day.'),
        ('openings', 'at', 'Instant of opening.'),
        ('messages', 'at', 'Instant at which it was stored.'),
        ('messages', 'agent_id', 'Who wrote it; null: the customer.'),
        ('messages', 'inbox_id', 'The inbox in which it was written.'),
        ('waiting_now', 'agent_id', 'The assignee now; null: nobody.'),
        ('waiting_now', 'seconds', 'How long they have waited, seconds by the clock.'),
        ('unanswered_by_day', 'n', 'Of these turns, those without an answer: closed without one, or waiting still.'),
        ('turns_by_hour_of_week', 'n', 'Of these turns, those that were answered: what p90_seconds is of.')
    ) own (view, name, meaning) on own.view = c.relname and own.name = a.attname
    where c.relnamespace = 'reporting'::regnamespace
  loop
    execute format('comment on column reporting.%I.%I is %L', v_column.view, v_column.name, v_column.meaning);
  end loop;
end;
$$;

grant select on all tables in schema reporting to authenticated;
