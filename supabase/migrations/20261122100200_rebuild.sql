-- Turns and episodes told again, from messages, events and the versions of calendars: to prove them, and to mend them.

create function private.told_again(workspace_id uuid)
  returns table (
    conversation_id uuid,
    episode integer,
    rev integer,
    at timestamptz,
    author public.actor,
    kind public.conversation_event_kind,
    agent_id uuid,
    assignee_id uuid,
    inbox_id uuid
  )
  language sql stable set search_path = ''
as $$
  select
    item.conversation_id,
    (count(*) filter (where item.kind in ('opened', 'reopened')) over story)::integer,
    item.rev,
    item.at,
    item.author,
    item.kind,
    item.agent_id,
    -- who had it then: the last of the assigned and unassigned, found by its rev
    ((max(array[lpad(item.rev::text, 10, '0'), item.data ->> 'assignee_id']) filter (where item.kind in ('assigned', 'unassigned')) over story)[2])::uuid,
    -- where it was: where the last move led to, or the next one led from
    coalesce(
      ((max(array[lpad(item.rev::text, 10, '0'), item.data ->> 'inbox_id']) filter (where item.kind = 'moved') over story)[2])::uuid,
      ((min(array[lpad(item.rev::text, 10, '0'), item.data ->> 'former_inbox_id']) filter (where item.kind = 'moved') over rest)[2])::uuid,
      c.inbox_id
    )
  from (
    select m.conversation_id, m.rev, m.created_at as at, m.author, null::public.conversation_event_kind as kind, m.agent_id, '{}'::jsonb as data
    from public.messages m
    where m.workspace_id = told_again.workspace_id
      and m.author <> 'system'
    union all
    select
      e.conversation_id, e.rev, e.created_at, e.actor, e.kind, e.agent_id,
      case e.kind when 'unassigned' then e.data - 'assignee_id' else e.data end -- who it was: from here on nobody
    from public.conversation_events e
    where e.workspace_id = told_again.workspace_id
  ) item
  join public.conversations c on c.id = item.conversation_id
  window
    story as (partition by item.conversation_id order by item.rev),
    rest as (partition by item.conversation_id order by item.rev rows between 1 following and unbounded following);
$$;
comment on function private.told_again(uuid) is
  'All that happened in a workspace''s conversations, each with its episode, who had the conversation then, and in which inbox. Of messages, kind is null.';

create function private.episodes_told_again(workspace_id uuid)
  returns setof public.episodes
  language sql stable set search_path = ''
as $$
  select
    opening.conversation_id,
    opening.episode,
    c.workspace_id,
    x.inbox_id,
    opening.at,
    opening.author,
    closing.at,
    closing.author,
    closing.agent_id,
    closing.assignee_id,
    extract(epoch from closing.at - opening.at)::double precision,
    private.calendar_at(x.inbox_id, closing.at),
    private.business_seconds(x.inbox_id, opening.at, closing.at)
  from private.told_again(workspace_id) opening
  join public.conversations c on c.id = opening.conversation_id
  left join (
    select y.* from private.told_again(workspace_id) y where y.kind = 'closed'
  ) closing on closing.conversation_id = opening.conversation_id and closing.episode = opening.episode
  cross join lateral (select coalesce(closing.inbox_id, c.inbox_id) as inbox_id) x
  where opening.kind in ('opened', 'reopened');
$$;
comment on function private.episodes_told_again(uuid) is 'The episodes of a workspace as its events tell them: what public.episodes must hold.';

create function private.turns_told_again(workspace_id uuid)
  returns setof public.turns
  language sql stable set search_path = ''
as $$
  with
  story as materialized (
    select
      x.*,
      -- Replies so far in the episode: the customer's messages between two share a number, and with the reply that ends them.
      count(*) filter (where x.author = 'agent' and x.kind is null) over (
        partition by x.conversation_id, x.episode order by x.rev rows between unbounded preceding and 1 preceding
      ) as replies
    from private.told_again(workspace_id) x
    where x.kind is null or x.kind = 'closed'
  ),
  waits as (
    select
      s.conversation_id,
      s.episode,
      s.replies,
      min(s.rev) filter (where s.author = 'contact' and s.kind is null) as first_rev,
      min(s.at) filter (where s.author = 'contact' and s.kind is null) as started_at,
      min(s.rev) filter (where s.author = 'agent' or s.kind = 'closed') as last_rev
    from story s
    group by s.conversation_id, s.episode, s.replies
  )
  select
    w.conversation_id,
    w.episode,
    row_number() over (partition by w.conversation_id, w.episode order by w.first_rev)::integer,
    c.workspace_id,
    x.inbox_id,
    case
      when ending.rev is null then 'waiting'
      when ending.kind is null then 'replied'
      when ending.author = 'contact' then 'closed_by_contact'
      else 'closed_by_agent'
    end::public.turn_outcome,
    w.started_at,
    ending.at,
    case when ending.kind is null then ending.agent_id end,
    ending.assignee_id,
    extract(epoch from ending.at - w.started_at)::double precision,
    private.calendar_at(x.inbox_id, ending.at),
    private.business_seconds(x.inbox_id, w.started_at, ending.at)
  from waits w
  join public.conversations c on c.id = w.conversation_id
  left join story ending on ending.conversation_id = w.conversation_id and ending.rev = w.last_rev
  cross join lateral (select coalesce(ending.inbox_id, c.inbox_id) as inbox_id) x
  where w.first_rev is not null;
$$;
comment on function private.turns_told_again(uuid) is
  'The turns of a workspace as its messages and events tell them: what public.turns must hold, and under waiting who must be waiting.';

create function reporting.rebuild(workspace_id uuid default null)
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
      select t.* from public.turns t join public.conversations c on c.id = t.conversation_id where t.workspace_id = v_workspace_id
      union all
      select w.conversation_id, w.episode, w.turn, w.workspace_id, w.inbox_id, w.outcome, w.started_at, null, null, null, null, null, null
      from reporting.turns w
      where w.workspace_id = v_workspace_id
        and w.outcome = 'waiting';
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
      from pg_temp.told_turns t
      where t.outcome <> 'waiting';
      update public.conversations c
      set waiting_since = told.waiting_since,
        rev = c.rev + 1,
        changed_at = private.time_of_write(c)
      from (
        select k.id, t.started_at as waiting_since
        from public.conversations k
        left join pg_temp.told_turns t on t.conversation_id = k.id and t.outcome = 'waiting'
        where k.workspace_id = v_workspace_id
      ) told
      where c.id = told.id
        and c.waiting_since is distinct from told.waiting_since;
    end if;
    drop table pg_temp.told_episodes, pg_temp.told_turns, pg_temp.kept_episodes, pg_temp.kept_turns;
    return next;
  end loop;
end;
$$;
comment on function reporting.rebuild(uuid) is
  'Tells the turns and episodes of a workspace, or of all, and who waits in it again, and replaces them where they differ; returns how many did: 0, unless somebody wrote past the functions or gave a calendar an earlier valid_from. Those of dropped conversations stay. For the project''s owner, in SQL; writers of the workspace wait meanwhile.';
revoke execute on function reporting.rebuild(uuid) from public, anon, authenticated, service_role;

revoke execute on all functions in schema private from public;
