-- Told again, a turn and an episode stand in the inbox where the conversation was when they ended: moves are events.

drop function private.told_again(uuid);
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

create or replace function private.episodes_told_again(workspace_id uuid)
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

create or replace function private.turns_told_again(workspace_id uuid)
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

comment on column public.turns.inbox_id is 'Where the conversation was when the turn ended; while it waits, where it is.';
comment on column public.episodes.inbox_id is 'Where the conversation was when the episode was closed; while it is open, where it is.';
revoke execute on all functions in schema private from public;
