import { createUser } from './support/personas.ts'
import { seedDemo, type Demo } from '../local/demo/seed.ts'
import type { TestDatabase } from './support/database.ts'
import { expect, test } from './support/test.ts'

const NOW = new Date('2026-11-19T14:30:00Z')

async function seed(db: TestDatabase): Promise<Demo & { users: string[] }> {
  const users: string[] = []
  const demo = await seedDemo({
    sql: db.sql,
    now: NOW,
    createUser: async ({ email, name }) => {
      const { id } = await createUser(db.sql, { email, name })
      users.push(id)
      return id
    },
  })
  return { ...demo, users }
}

test('the demo data keep the rules that the functions keep', async ({ db }) => {
  const started = Date.now()
  const demo = await seed(db)
  expect(Date.now() - started).toBeLessThan(3_000)
  expect(demo).toMatchObject({ setupCode: expect.stringMatching(/^[A-Z2-9-]{19}$/) })

  const broken = await db.sql`
    with counted as (
      select
        c.*,
        (select count(*) from public.messages m where m.conversation_id = c.id) as messages,
        (select max(m.seq) from public.messages m where m.conversation_id = c.id) as newest,
        (select count(*) from public.messages m where m.conversation_id = c.id and m.author <> 'contact' and m.seq > c.contact_read_seq) as contact_unread,
        (select count(*) from public.messages m where m.conversation_id = c.id and m.author = 'contact' and m.seq > c.agent_read_seq) as agent_unread,
        (
          select min(m.created_at) from public.messages m
          where m.conversation_id = c.id and m.author = 'contact' and c.status <> 'closed'
            and m.created_at > (select coalesce(max(t.ended_at), '-infinity') from public.turns t where t.conversation_id = c.id)
        ) as waiting,
        (select max(e.episode) from public.episodes e where e.conversation_id = c.id) as episodes,
        (select count(*) from public.episodes e where e.conversation_id = c.id and e.closed_at is null) as open_episodes,
        (
          select max(entry.rev)
          from (
            select m.rev from public.messages m where m.conversation_id = c.id
            union all select n.rev from public.notes n where n.conversation_id = c.id
            union all select e.rev from public.conversation_events e where e.conversation_id = c.id
          ) entry
        ) as newest_rev
      from public.conversations c
    )
    select id from counted
    where messages <> last_seq or newest <> last_seq
      or contact_unread <> contact_unread_count or agent_unread <> agent_unread_count
      or waiting is distinct from waiting_since
      or episodes <> episode or open_episodes <> (status <> 'closed')::integer
      or newest_rev > rev or changed_at > ${NOW}`
  expect(broken).toEqual([])

  // Turns, counted anew from the messages: a turn starts where the contact writes and nobody waits.
  const turns = await db.sql`
    select t.conversation_id, t.episode, t.turn
    from reporting.turns t
    where not exists (
        select from public.messages m
        where m.conversation_id = t.conversation_id and m.author = 'contact' and m.created_at = t.started_at
      )
      or exists (
        select from public.messages m
        where m.conversation_id = t.conversation_id and m.author = 'agent'
          and m.created_at > t.started_at and m.created_at < coalesce(t.ended_at, 'infinity')
      )`
  expect(turns).toEqual([])
  const disorder = await db.sql`
    select from public.messages m join public.messages next on next.conversation_id = m.conversation_id and next.seq = m.seq + 1
    where next.created_at < m.created_at or next.rev <= m.rev`
  expect(disorder).toEqual([])
})

test('it looks like a team’s week', async ({ db }) => {
  const { workspaceId, users } = await seed(db)
  const [maite] = await db.sql<
    { id: string }[]
  >`select user_id as id from public.agents where workspace_id = ${workspaceId} and role = 'owner'`
  expect(users, 'made once').toEqual([])
  const owner = {
    id: maite?.id ?? '',
    email: null,
    role: 'authenticated' as const,
    claims: { sub: maite?.id ?? '', role: 'authenticated' },
  }
  const counts = await db.as(owner).rpc<Record<string, number>>('conversation_counts', { workspace_id: workspaceId })
  expect(counts['open']).toBeGreaterThanOrEqual(8)
  expect(counts['snoozed']).toBeGreaterThanOrEqual(3)
  expect(counts['unassigned']).toBeGreaterThanOrEqual(2)
  expect(counts['unread']).toBeGreaterThanOrEqual(4)
  const all = await db.as(owner).select('conversations')
  expect(all.length).toBeGreaterThanOrEqual(40)
  const ratings = await db.as(owner).select('ratings')
  expect(new Set(ratings.map(({ score }) => score)).size, 'not all were delighted').toBeGreaterThanOrEqual(4)
  expect(ratings.some(({ comment }) => comment === null) && ratings.some(({ comment }) => comment !== null)).toBe(true)
  expect(all.every((row) => row['workspace_id'] === workspaceId)).toBe(true)
  const [elsewhere] = await db.sql<{ count: number }[]>`
    select count(*)::integer from public.conversations where workspace_id <> ${workspaceId}`
  expect(elsewhere?.count).toBeGreaterThan(0)
  expect(await db.as(owner).rpc('search_conversations', { workspace_id: workspaceId, query: 'barétous' })).toHaveLength(
    1,
  )
  const [replies] = await db.sql<{ n: number; median: number; p90: number; mean: number; days: number }[]>`
    select count(*)::integer as n, percentile_cont(0.5) within group (order by seconds) as median,
      percentile_cont(0.9) within group (order by seconds) as p90, avg(seconds)::float as mean,
      count(distinct ended_at::date)::integer as days
    from public.turns where workspace_id = ${workspaceId} and outcome = 'replied'`
  expect(replies?.n).toBeGreaterThan(40)
  expect(replies?.days).toBeGreaterThanOrEqual(5)
  expect(replies?.median).toBeGreaterThan(30)
  expect(replies?.median).toBeLessThan(300)
  expect(replies?.p90, 'some had to wait').toBeGreaterThan(600)
  expect(replies?.mean, 'and hardly anybody overnight').toBeLessThan(1_200)
})
