-- What retention drops leaves its figures: turns, episodes and scores, under an id that leads to nothing and nobody. They are of the past, and a
-- report over last year must not change because texts have gone. Messages are counted themselves: their number goes with them, labels too.

alter table public.episodes drop constraint episodes_conversation_id_fkey;
alter table public.turns
  drop constraint turns_episode_fkey,
  add constraint turns_episode_fkey
    foreign key (conversation_id, episode) references public.episodes (conversation_id, episode) on update cascade on delete cascade;
alter table public.ratings
  drop constraint ratings_conversation_id_fkey,
  alter column contact_id drop not null;
comment on column public.episodes.conversation_id is 'Of a conversation that retention has dropped: an id made for it then, which leads nowhere.';
comment on column public.ratings.contact_id is 'Null: the conversation was dropped, and the score is nobody''s.';

create function private.tg_conversations_keep_figures()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.episodes e using gone where e.conversation_id = gone.id and e.closed_at is null; -- somebody removed it in the middle
  with kept as materialized (
    select gone.id, gen_random_uuid() as new_id
    from gone
    join public.inboxes i on i.id = gone.inbox_id
    join public.workspaces w on w.id = gone.workspace_id
  ),
  kept_episodes as (
    update public.episodes e set conversation_id = kept.new_id from kept where e.conversation_id = kept.id -- and turns
  )
  update public.ratings r
  set conversation_id = kept.new_id,
    contact_id = null,
    comment = null
  from kept
  where r.conversation_id = kept.id;
  delete from public.episodes e using gone where e.conversation_id = gone.id; -- their workspace or inbox goes as a whole
  delete from public.ratings r using gone where r.conversation_id = gone.id;
  return null;
end;
$$;
comment on function private.tg_conversations_keep_figures() is
  'Whatever drops a conversation, what was closed in it stays as figures without a name. A definer, as the tables are closed.';
create trigger conversations_keep_figures
  after delete on public.conversations
  referencing old table as gone
  for each statement execute function private.tg_conversations_keep_figures();

create function private.tg_inboxes_drop_figures()
  returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.episodes e
  using gone
  where e.workspace_id = gone.workspace_id
    and e.inbox_id = gone.id
    and not exists (select from public.conversations c where c.id = e.conversation_id);
  return null;
end;
$$;
comment on function private.tg_inboxes_drop_figures() is 'With an inbox go the figures of conversations that were dropped in it. A definer, as the table is closed.';
create trigger inboxes_drop_figures
  after delete on public.inboxes
  referencing old table as gone
  for each statement execute function private.tg_inboxes_drop_figures();

comment on function private.drop_old(integer) is
  'Drops whole conversations that were closed longer ago than the inbox''s retention_days, with all that belongs to them, their files too. Their figures stay, without them.';

create or replace function public.report_conversations(
  workspace_id uuid,
  since date,
  until date,
  metric text,
  inbox_ids uuid[] default null,
  agent_ids uuid[] default null,
  clock text default 'clock',
  from_seconds double precision default null,
  to_seconds double precision default null,
  weekday integer default null,
  hour integer default null,
  after jsonb default null,
  max integer default 50,
  label_ids uuid[] default null
)
  returns jsonb
  language plpgsql stable security definer
  set search_path = '' set plan_cache_mode = 'force_custom_plan' set jit = 'off'
as $$
declare
  v_scope constant private.report_scope := private.report_scope(workspace_id, since, until, inbox_ids, agent_ids, clock, label_ids);
  v_metric constant text := private.checked_metric(
    metric,
    array['first_reply', 'reply', 'resolution', 'unanswered_first', 'unanswered_later', 'turns', 'conversations', 'reopened', 'ratings']
  );
  v_after constant jsonb := private.checked_place(after);
  v_after_at constant timestamptz := v_after ->> 'at';
  v_after_id constant uuid := v_after ->> 'conversation_id';
  v_after_episode constant integer := v_after ->> 'episode';
  v_after_turn constant integer := v_after ->> 'turn';
  v_max constant integer := least(greatest(coalesce(max, 50), 1), 200);
  v_rows jsonb;
  v_next jsonb;
begin
  select
    coalesce(
      jsonb_agg(
        jsonb_build_object(
          'conversation_id', page.conversation_id,
          'episode', page.episode,
          'turn', page.turn,
          'inbox_id', page.inbox_id,
          'agent_id', page.agent_id,
          'contact', jsonb_build_object('id', k.id, 'name', k.name, 'email', k.email),
          'status', c.status,
          'preview', c.last_message_preview,
          'outcome', page.outcome,
          'started_at', page.started_at,
          'ended_at', page.ended_at,
          'seconds', page.value,
          'score', page.score
        )
        order by page.place
      ) filter (where page.place <= v_max and c.id is not null),
      '[]'
    ),
    case
      when count(*) > v_max then
        jsonb_agg(
          jsonb_build_object('at', page.at, 'conversation_id', page.conversation_id, 'episode', page.episode, 'turn', coalesce(page.turn, 0))
        ) filter (where page.place = v_max) -> 0
    end
  into v_rows, v_next
  from (
    select
      x.*,
      row_number() over (order by x.at desc, x.conversation_id desc, x.episode desc, coalesce(x.turn, 0) desc) as place
    from ( -- one of these: the others are not even planned
      select
        r.workspace_id, r.inbox_id, r.agent_id, r.conversation_id, r.episode, r.turn, r.at, r.weekday, r.hour,
        null as outcome, r.started_at, r.at as ended_at,
        case v_scope.clock when 'business' then r.business_seconds else r.seconds end as value, null::integer as score
      from reporting.replies r
      where v_metric = 'reply'
        or (v_metric = 'first_reply' and r.is_first)
      union all
      select
        r.workspace_id, r.inbox_id, r.agent_id, r.conversation_id, r.episode, null, r.at, r.weekday, r.hour,
        null, r.opened_at, r.at,
        case v_scope.clock when 'business' then r.business_seconds else r.seconds end, null
      from reporting.resolutions r
      where v_metric = 'resolution'
      union all
      select
        t.workspace_id, t.inbox_id, t.agent_id, t.conversation_id, t.episode, t.turn, t.started_at, t.weekday, t.hour,
        t.outcome::text, t.started_at, t.ended_at,
        case v_scope.clock when 'business' then t.business_seconds else t.seconds end, null
      from reporting.turns t
      where v_metric = 'turns'
        or (v_metric = 'unanswered_first' and t.is_unanswered and t.is_first)
        or (v_metric = 'unanswered_later' and t.is_unanswered and not t.is_first)
      union all
      select
        o.workspace_id, o.inbox_id, null, o.conversation_id, o.episode, null, o.at, o.weekday, o.hour,
        null, o.at, null, null, null
      from reporting.openings o
      where v_metric = case when o.is_reopening then 'reopened' else 'conversations' end
      union all
      select
        g.workspace_id, g.inbox_id, g.agent_id, g.conversation_id, g.episode, null, g.at, g.weekday, g.hour,
        null, g.at, g.at, null, g.score
      from reporting.ratings g
      where v_metric = 'ratings'
    ) x
    where x.workspace_id = v_scope.workspace_id
      and x.at >= v_scope.since_at
      and x.at < v_scope.until_at
      and (v_scope.inbox_ids is null or x.inbox_id = any (v_scope.inbox_ids))
      and (v_scope.agent_ids is null or x.agent_id = any (v_scope.agent_ids))
      and (v_scope.conversation_ids is null or x.conversation_id = any (v_scope.conversation_ids))
      and (x.value is not null or v_metric not in ('first_reply', 'reply', 'resolution')) -- without a calendar: in no figure
      and (from_seconds is null or x.value >= from_seconds)
      and (to_seconds is null or x.value < to_seconds)
      and (report_conversations.weekday is null or x.weekday = report_conversations.weekday)
      and (report_conversations.hour is null or x.hour = report_conversations.hour)
      and (
        v_after is null
        or (x.at, x.conversation_id, x.episode, coalesce(x.turn, 0)) < (v_after_at, v_after_id, v_after_episode, v_after_turn)
      )
    order by x.at desc, x.conversation_id desc, x.episode desc, coalesce(x.turn, 0) desc
    limit v_max + 1
  ) page
  left join public.conversations c on c.id = page.conversation_id -- of what was dropped there are only figures
  left join public.contacts k on k.id = c.contact_id;
  return jsonb_build_object('metric', v_metric, 'clock', v_scope.clock, 'rows', v_rows, 'next', v_next);
end;
$$;
create or replace function reporting.rebuild(workspace_id uuid default null)
  returns table (workspace uuid, episodes_mended bigint, turns_mended bigint)
  language plpgsql set search_path = ''
as $$
declare
  v_workspace_id uuid;
begin
  for v_workspace_id in
    select w.id from public.workspaces w where rebuild.workspace_id is null or w.id = rebuild.workspace_id order by w.id
  loop
    perform from public.conversations c where c.workspace_id = v_workspace_id order by c.id for no key update;
    perform private.lock_calendar(i.id, false) from public.inboxes i where i.workspace_id = v_workspace_id order by i.id;

    create temp table told_episodes on commit drop as select * from private.episodes_told_again(v_workspace_id);
    create temp table told_turns on commit drop as select * from private.turns_told_again(v_workspace_id);
    -- Of dropped conversations nothing can be told again: what is kept of them stays as it is.
    create temp table kept_episodes on commit drop as
      select e.* from public.episodes e join public.conversations c on c.id = e.conversation_id where e.workspace_id = v_workspace_id;
    create temp table kept_turns on commit drop as
      select t.* from public.turns t join public.conversations c on c.id = t.conversation_id where t.workspace_id = v_workspace_id;
    workspace := v_workspace_id;
    select count(distinct (x.conversation_id, x.episode))
    into episodes_mended
    from (
      (select * from pg_temp.told_episodes except select * from pg_temp.kept_episodes)
      union all
      (select * from pg_temp.kept_episodes except select * from pg_temp.told_episodes)
    ) x;
    select count(distinct (x.conversation_id, x.episode, x.turn))
    into turns_mended
    from (
      (select * from pg_temp.told_turns except select * from pg_temp.kept_turns)
      union all
      (select * from pg_temp.kept_turns except select * from pg_temp.told_turns)
    ) x;

    if episodes_mended + turns_mended > 0 then
      delete from public.episodes e using public.conversations c where c.id = e.conversation_id and e.workspace_id = v_workspace_id; -- and their turns
      insert into public.episodes (
        conversation_id, episode, workspace_id, inbox_id, opened_at, opened_by, closed_at, closed_by, closed_by_agent_id, assignee_id,
        calendar_id, business_seconds
      )
      select
        e.conversation_id, e.episode, e.workspace_id, e.inbox_id, e.opened_at, e.opened_by, e.closed_at, e.closed_by, e.closed_by_agent_id, e.assignee_id,
        e.calendar_id, e.business_seconds
      from pg_temp.told_episodes e;
      insert into public.turns (
        conversation_id, episode, turn, workspace_id, inbox_id, outcome, started_at, ended_at, replier_id, assignee_id, calendar_id, business_seconds
      )
      select
        t.conversation_id, t.episode, t.turn, t.workspace_id, t.inbox_id, t.outcome, t.started_at, t.ended_at, t.replier_id, t.assignee_id,
        t.calendar_id, t.business_seconds
      from pg_temp.told_turns t;
    end if;
    drop table pg_temp.told_episodes, pg_temp.told_turns, pg_temp.kept_episodes, pg_temp.kept_turns;
    return next;
  end loop;
end;
$$;
comment on function reporting.rebuild(uuid) is
  'Tells the turns and episodes of a workspace, or of all, again and replaces them where they differ; returns how many did: 0, unless somebody wrote past the functions or gave a calendar an earlier valid_from. Those of dropped conversations stay. For the project''s owner, in SQL; writers of the workspace wait meanwhile.';

revoke execute on all functions in schema private from public;
