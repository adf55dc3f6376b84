import type postgres from 'postgres'

/** The conversations of the largest workspace: two years of 450,000 turns each, 37,000 in any 30 days. */
export const LARGEST = 300_000
const DAYS = 730
const WEEKS = 104
const NEIGHBOURS = 49

/**
 * Two years of a busy workspace (of fewer conversations, if so few are asked for), and of 49 others that share what is left of them.
 * Ten messages to each conversation, in three turns of which one in 24 is never answered. All constraints, keys and triggers in place;
 * only the index of the search is made afterwards.
 */
export async function fill(
  sql: postgres.Sql,
  conversations: number,
): Promise<{ workspaceId: string; agentId: string; inboxId: string }> {
  await sql.unsafe(PEOPLE).simple()
  const searchIndex = await takeAway(sql, 'messages_search_idx')
  const ours = Math.min(LARGEST, conversations)
  const theirs = conversations - ours
  for (let week = 0; week < WEEKS; week++) {
    const [largest, others] = [ours, theirs].map((all) => share(all, week + 1) - share(all, week))
    await sql
      .unsafe(
        WEEK.replaceAll(':week', `${week}`).replaceAll(':largest', `${largest}`).replaceAll(':others', `${others}`),
      )
      .simple()
    if (week % 26 === 25) console.log(`${week + 1} of ${WEEKS} weeks filled`)
  }
  if (conversations <= LARGEST) await sql.unsafe(searchIndex)
  await sql`vacuum analyze`
  const [row] = await sql<{ workspaceId: string; agentId: string; inboxId: string }[]>`
    select w.id as "workspaceId", min(a.user_id::text) as "agentId", min(i.id::text) as "inboxId"
    from public.workspaces w join public.agents a on a.workspace_id = w.id join public.inboxes i on i.workspace_id = w.id
    where w.name = 'Workspace 0' group by w.id`
  if (!row) throw new Error('Nothing was filled in.')
  return row
}

/** How many of them there are before a week begins. */
function share(all: number, week: number): number {
  return Math.round((all * week) / WEEKS)
}

async function takeAway(sql: postgres.Sql, index: string): Promise<string> {
  const [row] = await sql<{ made: string }[]>`select pg_get_indexdef(${`public.${index}`}::regclass) as made`
  if (!row) throw new Error(`There is no ${index}.`)
  await sql`drop index ${sql(`public.${index}`)}`
  return row.made
}

const PEOPLE = `
  insert into public.workspaces (name, time_zone) select 'Workspace ' || n, 'Europe/Paris' from generate_series(0, ${NEIGHBOURS}) n;
  insert into public.inboxes (workspace_id, name, locale)
  select w.id, 'Inbox ' || n, 'en' from public.workspaces w, generate_series(1, 4) n;
  create temp table colleague as
  select gen_random_uuid() as id, w.id as workspace_id, n
  from public.workspaces w, generate_series(1, case w.name when 'Workspace 0' then 20 else 5 end) n;
  insert into auth.users (id, aud, role, email)
  select id, 'authenticated', 'authenticated', id || '@example.com' from colleague;
  insert into public.agents (workspace_id, user_id, role, name, email)
  select workspace_id, id, 'agent', 'Agent ' || n, id || '@example.com' from colleague;
  create temp table team as
  select
    substr(w.name, 11)::integer as place, w.id,
    array(select i.id from public.inboxes i where i.workspace_id = w.id) as inboxes,
    array(select c.id from colleague c where c.workspace_id = w.id) as agents
  from public.workspaces w;
`

/** A week of everybody's conversations, in the order of time. Those of the last days are open, every fourth waits. */
const WEEK = `
  begin;
  create temp table conversation on commit drop as
  select
    gen_random_uuid() as id, gen_random_uuid() as contact_id, t.id as workspace_id, t.inboxes[1 + n % 4] as inbox_id,
    t.agents[1 + n % cardinality(t.agents)] as agent_id, n,
    now() - interval '10 hours' - interval '${DAYS} days' * (1 - (:week + random()) / ${WEEKS}) as at
  from (
    select 0 as place, n from generate_series(1, :largest) n
    union all
    select 1 + n % ${NEIGHBOURS}, n from generate_series(1, :others) n
  ) k
  join team t using (place);
  alter table conversation add column open boolean;
  update conversation set open = at > now() - interval '2 days';
  create temp table turn on commit drop as
  select
    c.*, turn, c.at + (turn - 1) * interval '2 hours' + (turn - 1) * random() * interval '10 minutes' as started_at,
    least(-ln(1 - random()) * 600, 6000) as wait,
    case when turn < 3 or n % 8 > 0 then 'replied' when not c.open then 'closed_by_agent' else 'waiting' end::public.turn_outcome as outcome
  from conversation c, generate_series(1, 3) turn;
  insert into public.contacts (id, workspace_id, inbox_id, name) select contact_id, workspace_id, inbox_id, 'Contact ' || n from conversation;
  insert into public.conversations (
    id, workspace_id, inbox_id, contact_id, status, closed_at, assignee_id, rev, last_seq, last_message_at, last_message_author,
    waiting_since, created_at, changed_at, contact_changed_at
  )
  select
    c.id, c.workspace_id, c.inbox_id, c.contact_id, case when c.open then 'open' else 'closed' end, case when not c.open then c.at + interval '9 hours' end,
    c.agent_id, 12, 10, t.ended_at, case when t.outcome = 'replied' then 'agent' else 'contact' end::public.actor,
    case when t.outcome = 'waiting' then t.started_at end, c.at, c.at + interval '9 hours', c.at + interval '9 hours'
  from conversation c
  join (select id, outcome, started_at, started_at + make_interval(secs => wait) as ended_at from turn where turn = 3) t using (id)
  order by c.at;
  insert into public.episodes (
    conversation_id, episode, workspace_id, inbox_id, opened_at, opened_by, closed_at, closed_by, assignee_id, business_seconds
  )
  select
    id, 1, workspace_id, inbox_id, at, 'contact', case when not open then at + interval '9 hours' end, case when not open then 'agent' end::public.actor,
    case when not open then agent_id end, case when not open then 20000 end
  from conversation order by at;
  insert into public.turns (
    conversation_id, episode, turn, workspace_id, inbox_id, outcome, started_at, ended_at, replier_id, assignee_id, business_seconds
  )
  select
    id, 1, turn, workspace_id, inbox_id, outcome, started_at, started_at + make_interval(secs => wait),
    case outcome when 'replied' then agent_id end, agent_id, wait / 3
  from turn where outcome <> 'waiting' order by started_at;
  insert into public.messages (conversation_id, seq, id, workspace_id, inbox_id, rev, author, kind, agent_id, body, created_at)
  select id, 1, gen_random_uuid(), workspace_id, inbox_id, 1, 'system'::public.actor, 'greeting'::public.message_kind, null, 'Hello! How can we help?', at as said_at
  from conversation
  union all
  select
    id, (turn - 1) * 3 + place + 1, gen_random_uuid(), workspace_id, inbox_id, (turn - 1) * 3 + place + 1,
    case when place < 3 or outcome <> 'replied' then 'contact' else 'agent' end::public.actor, 'text',
    case when place = 3 and outcome = 'replied' then agent_id end,
    'Where is order ' || n * 10 + place || '? It was to come on Monday, and nobody at home has seen it.',
    started_at + make_interval(secs => wait * (place - 1) / 2)
  from turn, generate_series(1, 3) place
  order by said_at;
  commit;
`
