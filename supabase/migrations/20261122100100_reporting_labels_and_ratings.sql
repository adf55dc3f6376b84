-- Reports by label, and of ratings: the views, and what BI tools may read of the tables behind them.

create view reporting.labelled with (security_invoker = true) as
select
  cl.workspace_id,
  cl.conversation_id,
  cl.label_id,
  l.name as label
from public.conversation_labels cl
join public.labels l on l.id = cl.label_id;
comment on view reporting.labelled is 'Each label of each conversation, as they are now.';

create view reporting.ratings with (security_invoker = true) as
select
  r.workspace_id,
  r.inbox_id,
  r.agent_id,
  r.conversation_id,
  r.episode,
  r.score::integer as score,
  r.score >= 4 as is_good,
  r.created_at as at,
  (r.created_at at time zone w.time_zone)::date as day,
  extract(isodow from r.created_at at time zone w.time_zone)::integer as weekday,
  extract(hour from r.created_at at time zone w.time_zone)::integer as hour
from public.ratings r
left join public.workspaces w on w.id = r.workspace_id;
comment on view reporting.ratings is 'Each rating that a customer gave an episode, without their comment.';

create view reporting.ratings_by_day with (security_invoker = true) as
select
  r.workspace_id,
  r.day,
  count(*) as n,
  avg(r.score)::double precision as mean_score,
  count(*) filter (where r.is_good) as good,
  avg(r.is_good::integer)::double precision as good_share
from reporting.ratings r
group by r.workspace_id, r.day;
comment on view reporting.ratings_by_day is 'Ratings of each day. A day without any has no row.';

create view reporting.times_by_label with (security_invoker = true) as
select x.workspace_id, x.metric, x.month, x.label_id, x.label, f.*
from (
  select
    m.workspace_id,
    m.metric,
    date_trunc('month', m.day)::date as month,
    l.label_id,
    l.label,
    array_agg(m.seconds) as seconds,
    array_agg(m.business_seconds) as business_seconds
  from reporting.measurements m
  join reporting.labelled l on l.conversation_id = m.conversation_id and l.workspace_id = m.workspace_id
  group by m.workspace_id, m.metric, date_trunc('month', m.day), l.label_id, l.label
) x
cross join lateral reporting.figures(x.seconds, x.business_seconds) f;
comment on view reporting.times_by_label is
  'First reply, reply and resolution times by label and month. What has two labels counts for each: labels can''t be added up.';

do $$
declare
  v_column record;
begin
  -- Columns that other views have too mean the same here.
  for v_column in
    select c.relname as view, a.attname as name, coalesce(own.meaning, col_description('reporting.times_by_agent'::regclass, same.attnum)) as meaning
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    left join pg_catalog.pg_attribute same on same.attrelid = 'reporting.times_by_agent'::regclass and same.attname = a.attname
    left join (
      values
        (null, 'conversation_id', 'public.conversations.'),
        (null, 'label_id', 'public.labels.'),
        (null, 'label', 'Name of the label now.'),
        (null, 'inbox_id', 'The inbox in which it was rated: public.inboxes.'),
        (null, 'episode', 'Number of the episode that was rated.'),
        (null, 'score', '1 to 5.'),
        (null, 'is_good', '4 or 5.'),
        (null, 'at', 'Instant at which it was given: it counts on that day.'),
        (null, 'day', 'Date in the workspace''s time zone.'),
        (null, 'weekday', '1 Monday to 7 Sunday, in the workspace''s time zone.'),
        (null, 'hour', '0 to 23, in the workspace''s time zone.'),
        (null, 'mean_score', 'Arithmetic mean, 1 to 5.'),
        (null, 'good', 'How many of them were 4 or 5.'),
        (null, 'good_share', 'good of n, 0 to 1.'),
        ('ratings', 'agent_id', 'The assignee, else who replied last in the episode; null: nobody did.')
    ) own (view, name, meaning) on own.name = a.attname and coalesce(own.view, c.relname) = c.relname
    where c.relnamespace = 'reporting'::regnamespace
      and c.relname in ('labelled', 'ratings', 'ratings_by_day', 'times_by_label')
  loop
    execute format('comment on column reporting.%I.%I is %L', v_column.view, v_column.name, v_column.meaning);
  end loop;
end;
$$;

grant select on reporting.labelled, reporting.ratings, reporting.ratings_by_day, reporting.times_by_label to authenticated, reporter;

create policy labels_select_reporter on public.labels
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy labels_select_reporter on public.labels is 'BI tools see the labels of their workspaces.';
grant select on public.labels to reporter;

create policy conversation_labels_select_reporter on public.conversation_labels
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy conversation_labels_select_reporter on public.conversation_labels is 'BI tools see which conversation has which label.';
grant select on public.conversation_labels to reporter;

create policy ratings_select_reporter on public.ratings
  for select to reporter
  using (workspace_id = any (array(select private.reported_workspaces(current_user))));
comment on policy ratings_select_reporter on public.ratings is 'BI tools see the ratings of their workspaces, without comments or who gave them.';
grant select (conversation_id, episode, workspace_id, inbox_id, agent_id, score, created_at) on public.ratings to reporter;
