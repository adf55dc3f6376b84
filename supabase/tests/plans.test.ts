import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

// One large workspace of 3,000 conversations and 24 small ones of 100: enough that the planner cares, and that a plan
// over everything is seen at once.
const FILL = `
  insert into auth.users (id, aud, role, email)
  select gen_random_uuid(), 'authenticated', 'authenticated', 'agent' || n || '@example.com' from generate_series(1, 25) n;
  insert into public.workspaces (id, name) select gen_random_uuid(), 'Workspace ' || n from generate_series(1, 25) n;
  insert into public.agents (workspace_id, user_id, role, name, email)
  select w.id, u.id, 'owner', 'Agent', u.email
  from (select id, row_number() over () as n from public.workspaces) w
  join (select id, email, row_number() over () as n from auth.users where email like 'agent%') u using (n);
  insert into public.inboxes (workspace_id, name, locale) select id, 'Inbox', 'en' from public.workspaces;
  create temp table filling as
  select
    gen_random_uuid() as id, gen_random_uuid() as contact_id, i.workspace_id, i.id as inbox_id, n,
    clock_timestamp() - make_interval(mins => n * 7) as at,
    case when n % 10 = 0 then 'open' when n % 10 = 1 then 'snoozed' else 'closed' end as status
  from (select id, workspace_id, row_number() over () as place from public.inboxes) i,
    generate_series(1, case when i.place = 1 then 3000 else 100 end) n;
  insert into public.contacts (id, workspace_id, inbox_id, name, email)
  select contact_id, workspace_id, inbox_id, 'Contact ' || n, 'contact' || n || '@example.com' from filling;
  insert into public.conversations (
    id, workspace_id, inbox_id, contact_id, status, snoozed_until, closed_at, rev, last_seq, last_message_at,
    last_message_author, created_at, changed_at, contact_changed_at
  )
  select
    id, workspace_id, inbox_id, contact_id, status, case when status = 'snoozed' then at end,
    case when status = 'closed' then at end, 6, 5, at, 'contact', at, at, at
  from filling;
  insert into public.messages (conversation_id, seq, id, workspace_id, rev, author, body, created_at)
  select id, seq, gen_random_uuid(), workspace_id, seq + 1, 'contact', 'Order ' || n * 10 + seq || ', where is it?', at
  from filling, generate_series(1, 5) seq;
  insert into public.episodes (conversation_id, episode, workspace_id, inbox_id, opened_at, opened_by)
  select id, 1, workspace_id, inbox_id, at, 'contact' from filling;
  insert into public.turns (conversation_id, episode, turn, workspace_id, inbox_id, outcome, started_at, ended_at, replier_id)
  select id, 1, 1, workspace_id, inbox_id, 'replied', at - interval '1 minute', at, gen_random_uuid() from filling;
  analyze;
`

let agent: User
let workspaceId: string
let conversationId: string

test.beforeAll(async ({ db }) => {
  await db.sql.unsafe(FILL).simple()
  const rows = await db.sql<{ user_id: string; workspace_id: string; conversation_id: string }[]>`
    select a.user_id, a.workspace_id, min(c.id::text) as conversation_id
    from public.agents a join public.conversations c using (workspace_id)
    group by 1, 2 order by count(*) desc`
  const [large] = rows
  if (!large) throw new Error('Nothing was filled in.')
  workspaceId = large.workspace_id
  conversationId = large.conversation_id
  agent = userOf(large.user_id)
})

function userOf(id: string): User {
  return { id, email: null, role: 'authenticated', claims: { sub: id, role: 'authenticated' } }
}

async function plan(db: TestDatabase, query: string): Promise<string> {
  return (await db.as(agent).transaction(async (sql) => {
    const rows = await sql.unsafe<{ 'QUERY PLAN': string }[]>(`explain (analyze, costs off, timing off) ${query}`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })) as string
}

const FIRST = `workspace_id = '$w' order by last_message_at desc, id desc limit 50`
const LISTS = {
  'a tab of the inbox': `select * from conversations where status = 'closed' and ${FIRST}`,
  'its next page': `
    select * from conversations
    where status = 'closed' and last_message_at <= now() - interval '1 day'
      and (last_message_at < now() - interval '1 day' or (last_message_at = now() and id < '$c')) and ${FIRST}`,
  'a tab with its contacts': `
    select c.*, p.name from conversations c left join lateral (select name from contacts where id = c.contact_id) p on true
    where c.status = 'closed' and c.workspace_id = '$w' order by c.last_message_at desc, c.id desc limit 50`,
  'what is mine': `select * from conversations where status = 'open' and assignee_id = '$w' and ${FIRST}`,
  'what changed': `select * from changes('$w', now() - interval '20 minutes')`,
  'a page of messages': `
    select * from messages where workspace_id = '$w' and conversation_id = '$c' order by seq desc limit 50`,
  'messages, without the filter by workspace': `select * from messages where conversation_id = '$c' order by seq`,
  'messages after a seq': `select * from messages where conversation_id = '$c' and seq > 2 order by seq`,
}

for (const [name, query] of Object.entries(LISTS)) {
  test(`[PERF-1] ${name}: reads little more than it shows, and asks the policy once`, async ({ db }) => {
    const text = await plan(db, query.replaceAll('$w', workspaceId).replaceAll('$c', conversationId))
    expect(text).not.toContain('Seq Scan')
    for (const [node, rows] of text.matchAll(/actual rows=(\d+)/g))
      expect(Number(rows), `${node}\n${text}`).toBeLessThan(120)
    for (const [node, rows] of text.matchAll(/Rows Removed by Filter: (\d+)/g))
      expect(Number(rows), node).toBeLessThan(60)
    const policies = [...text.matchAll(/ProjectSet \(.*loops=(\d+)\)/g)]
    for (const [, loops] of policies) expect(loops).toBe('1')
  })
}

test('what functions read past the policies has its index too', async ({ db }) => {
  const tsquery = `to_tsvector('simple', private.words(body)) @@ to_tsquery('simple', '''1234'':*')`
  for (const [query, index] of [
    [
      `select id from messages where workspace_id = '${workspaceId}' and ${tsquery} order by created_at desc limit 500`,
      'messages_search_idx',
    ],
    [
      `select id from contacts where workspace_id = '${workspaceId}' and private.folded(coalesce(name, '') || ' ' || coalesce(email, '')) like '%act123%'`,
      'contacts_search_idx',
    ],
    [
      `select seconds from turns where workspace_id = '${workspaceId}' and outcome = 'replied' and ended_at > now() - interval '1 hour'`,
      'turns_workspace_id_idx',
    ],
    [
      `select count(*) from conversations where workspace_id = '${workspaceId}' and status <> 'closed'`,
      'conversations_counts_idx',
    ],
    [
      `select rev from messages where conversation_id = '${conversationId}' and rev > 3 order by rev limit 50`,
      'messages_rev_key',
    ],
  ] as const) {
    const rows = await db.postgres.unsafe<{ 'QUERY PLAN': string }[]>(`explain ${query}`)
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index)
  }
})
