import { InfiniteQueryObserver } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { vi } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import type { TestDatabase } from '../../supabase/tests/support/database.ts'
import type { Workspace } from '../../supabase/tests/support/given.ts'
import { startStack, type RunningStack } from '../../supabase/tests/support/stack.ts'
import { expect, test as base } from '../../supabase/tests/support/test.ts'
import { figureQueries } from './figureQueries'
import { endSooner } from './keptRows'
import { listOf, newestFirst, SORTS, type List } from './lists'
import { deskQueries, type Desk } from './queries'
import { NO_ROWS } from './rows'
import { searchQueries } from './searchQueries'
import { teamQueries } from './teamQueries'
import { conversation, EYES, tabOf } from './testing'
import { grouped } from './useFound'
import { fetchMissed } from './useLiveDesk'

const test = base.extend<{ $file: { stack: RunningStack } }>({
  stack: [
    async ({ db }, use) => {
      const stack = await startStack(db)
      await use(stack)
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

test('a tab comes page by page, each conversation once, in order, also where many have the same time', async ({
  db,
  stack,
}) => {
  const workspace = await db.given.workspace()
  await fill(db, workspace, 130)
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  const { pages } = await cache.fetchInfiniteQuery({ ...deskQueries.list(desk, tabOf('open')), pages: 5 })
  const rows = cache.getQueryData(deskQueries.rows(workspace.id).queryKey) ?? NO_ROWS
  const list = listOf(rows, tabOf('open'), pages.at(-1)?.frontier, EYES)
  expect(pages).toHaveLength(3)
  expect(pages.at(-1)).toEqual({ frontier: null, next: null })
  expect(list).toHaveLength(130)
  const stored = await db.sql<{ id: string }[]>`
    select id from public.conversations where workspace_id = ${workspace.id} order by last_message_at desc, id desc`
  expect(list.map(({ id }) => id)).toEqual(stored.map(({ id }) => id))
  expect(list.toSorted(newestFirst)).toEqual(list)
  expect(list[0]?.contact).toMatchObject({ name: expect.stringContaining('Contact') })
})

test('what no event told is fetched when catching up, and asked for from there the next time', async ({
  db,
  stack,
}) => {
  const workspace = await db.given.workspace()
  const { conversation } = await db.given.openConversation({ workspace })
  const other = await db.given.openConversation({ workspace })
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  await fetchMissed(desk, cache) // nothing was fetched yet: nothing to keep in step
  await cache.fetchInfiniteQuery(deskQueries.list(desk, tabOf('open')))
  const known = () => cache.getQueryData(deskQueries.rows(workspace.id).queryKey) ?? NO_ROWS
  const before = cache.getQueryData(deskQueries.syncedTo(workspace.id).queryKey)
  expect(known().size).toBe(2)

  await db.as(workspace.agent).rpc('close_conversation', { conversation_id: conversation.id })
  const third = await db.given.openConversation({ workspace, body: 'Somebody new' })
  expect(listOf(known(), tabOf('open'), null, EYES)).toHaveLength(2) // else the lines below prove nothing
  await fetchMissed(desk, cache)
  expect(listOf(known(), tabOf('open'), null, EYES).map(({ id }) => id)).toEqual([
    third.conversation.id,
    other.conversation.id,
  ])
  expect(listOf(known(), tabOf('closed'), null, EYES).map(({ id }) => id)).toEqual([conversation.id])
  expect(known().get(third.conversation.id)).toMatchObject({ last_message_preview: 'Somebody new' })
  expect(cache.getQueryData(deskQueries.syncedTo(workspace.id).queryKey)! > before!).toBe(true)
})

test('[SCREEN-10] where no list is shown, catching up tells of what customers wrote and of mentions not yet looked at', async ({
  db,
  stack,
}) => {
  const workspace = await db.given.workspace()
  const before = await db.given.openConversation({ workspace })
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  const told: string[] = []
  const look = () =>
    fetchMissed(desk, cache, (missed) => told.push(...missed.map(({ kind, row, body }) => `${kind} ${row.id} ${body}`)))
  const mention = async (conversation_id: string, body: string) =>
    db.as(workspace.agent).rpc('add_note', { conversation_id, id: uuidv7(), body, mentions: [desk.meId] })
  await mention(before.conversation.id, 'Long ago')
  await look()
  expect(told).toEqual([]) // it begins here

  const { conversation } = await db.given.openConversation({ workspace, body: 'Is anybody there?' })
  await mention(before.conversation.id, 'Seen')
  await desk.client.rpc('mark_mentions_seen', { conversation_id: before.conversation.id })
  await mention(before.conversation.id, 'Look here')
  await db.as(workspace.agent).rpc('add_note', { conversation_id: conversation.id, id: uuidv7(), body: 'To nobody' })
  await look()
  expect(told).toEqual([`message ${conversation.id} Is anybody there?`, `mention ${before.conversation.id} Look here`])
  expect(cache.getQueryData(deskQueries.mentioned(workspace.id).queryKey)).toEqual(new Set([before.conversation.id]))
})

test('what changed in one moment is fetched whole, however much it is', async ({ db, stack }) => {
  const workspace = await db.given.workspace()
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  await db.given.openConversation({ workspace })
  await cache.fetchInfiniteQuery(deskQueries.list(desk, tabOf('open')))
  await fill(db, workspace, 700)
  await db.sql`
    update public.conversations set changed_at = now() where workspace_id = ${workspace.id} and changed_at > (
      select changed_at from public.conversations where workspace_id = ${workspace.id} order by changed_at offset 450 limit 1)`
  await fetchMissed(desk, cache)
  expect(cache.getQueryData(deskQueries.rows(workspace.id).queryKey)?.size).toBe(701)
})

test('after a gap too long to be filled, everything is fetched anew', async ({ db, stack }) => {
  const workspace = await db.given.workspace()
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  await db.given.openConversation({ workspace })
  await cache.fetchInfiniteQuery(deskQueries.list(desk, tabOf('open')))
  await fill(db, workspace, 2_100)
  await fetchMissed(desk, cache)
  // Nobody looks at a list in this test, so none is fetched: but nothing old is left, and nothing counts as synchronised.
  expect(cache.getQueryData(deskQueries.rows(workspace.id).queryKey)?.size).toBe(0)
  expect(cache.getQueryData(deskQueries.syncedTo(workspace.id).queryKey)).toBeUndefined()
})

test('[SCREEN-18] a list ends sooner when it has grown far beyond what is looked at, and goes on from there, whatever has moved', async ({
  db,
  stack,
}) => {
  const workspace = await db.given.workspace()
  await fill(db, workspace, 420)
  await db.sql`
    update public.conversations set waiting_since = last_message_at - interval '1 minute'
    where workspace_id = ${workspace.id} and substr(id::text, 1, 1) < '8'`
  const desk = await deskOf(workspace, stack, db)
  for (const sort of SORTS) {
    const list: List = { ...tabOf('open'), sort }
    const cache = createQueryClient()
    const rows = () => cache.getQueryData(deskQueries.rows(workspace.id).queryKey) ?? NO_ROWS
    const observer = new InfiniteQueryObserver(cache, deskQueries.list(desk, list))
    const shown = () => listOf(rows(), list, observer.getCurrentResult().data?.pages.at(-1)?.frontier, EYES)
    const toTheEnd = async () => {
      while (observer.getCurrentResult().hasNextPage) await observer.fetchNextPage()
    }
    const forget = observer.subscribe(() => undefined)
    await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true))
    await toTheEnd()
    const before = shown()
    expect(before).toHaveLength(420)

    endSooner(cache, desk, list, before, 130, EYES)
    expect(shown()).toHaveLength(420) // not so far beyond
    const under = observer.refetch()
    endSooner(cache, desk, list, before, 10, EYES)
    await under
    expect(shown()).toHaveLength(420) // the answer would bring back the end, but not what stood before it
    endSooner(cache, desk, list, shown(), 10, EYES)
    expect(shown()).toEqual(before.slice(0, 161))
    expect(rows().size).toBe(161)

    const { id } = before[300] ?? conversation()
    await db.as(workspace.agent).rpc('set_priority', { conversation_id: id, priority: 3 })
    await toTheEnd()
    expect(shown().map((row) => row.id)).toEqual(before.map((row) => row.id))
    expect(rows().get(id)?.priority).toBe(3)
    forget()
  }
})

test('a conversation of the address is found, but not one of another workspace, nor nonsense', async ({
  db,
  stack,
}) => {
  const workspace = await db.given.workspace()
  const mine = await db.given.openConversation({ workspace })
  const foreign = await db.given.openConversation({ workspace: await db.given.workspace({ name: 'Elsewhere' }) })
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  expect(await cache.fetchQuery(deskQueries.one(desk, mine.conversation.id))).toBe(true)
  expect(await cache.fetchQuery(deskQueries.one(desk, foreign.conversation.id))).toBe(false)
  expect(await cache.fetchQuery(deskQueries.one(desk, 'nonsense'))).toBe(false)
})

test('a search finds a word of any message; counts, figures and colleagues come in the shape that is drawn', async ({
  db,
  stack,
}) => {
  const workspace = await db.given.workspace()
  const { conversation } = await db.given.openConversation({ workspace, body: 'Where is my xylophone?' })
  await db.given.openConversation({ workspace, body: 'Another matter' })
  const desk = await deskOf(workspace, stack, db)
  const cache = createQueryClient()
  const found = await cache.fetchInfiniteQuery(searchQueries.search(desk, 'xylophone'))
  expect(grouped(found.pages.flatMap((page) => page.results)).map((one) => one.conversation?.id)).toEqual([
    conversation.id,
  ])
  expect(cache.getQueryData(deskQueries.rows(workspace.id).queryKey)?.get(conversation.id)?.contact).toBeDefined()
  expect((await cache.fetchInfiniteQuery(searchQueries.search(desk, 'zzzz'))).pages[0]?.results).toEqual([])
  expect(await cache.fetchQuery(deskQueries.counts(desk))).toMatchObject({
    open: 2,
    snoozed: 0,
    unassigned: 2,
    unread: 2,
  })
  expect(await cache.fetchQuery(figureQueries.summary(desk))).toMatchObject({
    open: 2,
    waiting: 2,
    longest_wait_seconds: expect.any(Number),
    first_reply: { n: 0, mean_seconds: null, median_seconds: null, p90_seconds: null },
  })
  expect(await cache.fetchQuery(figureQueries.longestWaiting(desk))).toMatchObject({ id: conversation.id })
  expect((await cache.fetchQuery(teamQueries.agents(desk))).map(({ name }) => name)).toContain('Olive Owner')
  const labels = ['Zone', 'échange', 'Lot 10', 'Éclat', 'Lot 9', 'avis']
  await db.sql`
    insert into public.labels (workspace_id, name, color)
    select ${workspace.id}, name, '#008000' from unnest(${labels}::text[]) name`
  expect((await cache.fetchQuery(teamQueries.labels(desk))).map(({ name }) => name)).toEqual([
    'avis',
    'échange',
    'Éclat',
    'Lot 9',
    'Lot 10',
    'Zone',
  ])
})

async function deskOf(workspace: Workspace, stack: RunningStack, db: TestDatabase): Promise<Desk & { meId: string }> {
  const email = `ann.${uuidv7()}@example.com`
  const password = 'a password that is long enough'
  const { data, error } = await stack
    .client(stack.keys.secretKey)
    .auth.admin.createUser({ email, password, email_confirm: true })
  if (error) throw error
  await db.sql`
    insert into public.agents (workspace_id, user_id, role, name, email)
    values (${workspace.id}, ${data.user.id}, 'agent', 'Ann', ${email})`
  const client = stack.client()
  const signedIn = await client.auth.signInWithPassword({ email, password })
  if (signedIn.error) throw signedIn.error
  return { client, workspaceId: workspace.id, meId: data.user.id }
}

/** Open conversations, three at each moment, the newest now. */
async function fill(db: TestDatabase, workspace: Workspace, count: number): Promise<void> {
  await db.sql.begin(async (sql) => {
    await sql`
      create temporary table filling on commit drop as
      select gen_random_uuid() as id, gen_random_uuid() as contact_id, n, now() - (n / 3) * interval '1 second' as at
      from generate_series(1, ${count}::integer) as n`
    await sql`
      insert into public.contacts (id, workspace_id, inbox_id, name)
      select contact_id, ${workspace.id}, ${workspace.inboxId}, 'Contact ' || n from filling`
    await sql`
      insert into public.conversations
        (id, workspace_id, inbox_id, contact_id, last_message_at, last_message_author, created_at, changed_at, contact_changed_at)
      select id, ${workspace.id}, ${workspace.inboxId}, contact_id, at, 'contact', at, now() + n * interval '1 microsecond', now() from filling`
  })
}
