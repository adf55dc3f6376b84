import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from './support/database.ts'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { callFunction, type Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

const many = <T>(count: number, work: (place: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
  Promise.allSettled(Array.from({ length: count }, (_, place) => work(place)))

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, place) => from + place)

test('[WRITE-1] fifty messages at once, from both sides, leave no hole and keep the order of times', async ({ db }) => {
  await db.sql`update private.limits set messages_per_minute = null`
  const { agent, contact, conversation } = await db.given.openConversation()
  const results = await many(50, (place) => send(db, place % 2 ? agent : contact, conversation.id, `No. ${place}`))
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  const rows = await db.sql<{ seq: number; rev: number; created_at: string }[]>`
    select seq, rev, created_at::text from public.messages where conversation_id = ${conversation.id} order by seq`
  expect(rows.map(({ seq }) => seq)).toEqual(numbers(1, 52))
  expect(rows.map(({ rev }) => rev)).toEqual(numbers(2, 53))
  const times = rows.map((row) => row.created_at)
  expect(times.slice(1)).toEqual([...new Set(times.slice(1))].toSorted())
  const row = await conversationRow(db, conversation.id)
  expect(row).toMatchObject({ last_seq: 52, rev: 53 })
  const [counted] = await db.sql<{ contact: number; agent: number }[]>`
    select
      count(*) filter (where author <> 'contact' and seq > ${row.contact_read_seq})::integer as contact,
      count(*) filter (where author = 'contact' and seq > ${row.agent_read_seq})::integer as agent
    from public.messages where conversation_id = ${conversation.id}`
  expect(counted, '[READ-3]').toEqual({ contact: row.contact_unread_count, agent: row.agent_unread_count })
})

test('[WRITE-2] the same message twenty times at once is stored once', async ({ db }) => {
  const { contact, conversation } = await db.given.openConversation()
  const id = uuidv7()
  const results = await many(20, () => send(db, contact, conversation.id, 'Once', { id }))
  const answers = results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await conversationRow(db, conversation.id)).toMatchObject({ last_seq: 3, agent_unread_count: 2 })
})

test('[CONV-4] of two who claim at once, one wins', async ({ db }) => {
  const { agent, admin, owner, conversation } = await db.given.openConversation()
  const claimants = [agent, admin, owner]
  const results = await many(3, (place) =>
    act(db, claimants[place] ?? owner, 'assign_conversation', conversation.id, { only_if_unassigned: true }),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(
    results.filter((result) => result.status === 'rejected' && result.reason.hint === 'already_assigned'),
  ).toHaveLength(2)
  expect(await db.as(owner).select('conversation_events', { kind: 'assigned' })).toHaveLength(1)
})

test('[WRITE-2] fifty starts with one id make one conversation and one contact', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const contact = await db.given.user()
  const args = { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'Once' }
  const results = await many(50, () =>
    db.as(contact).rpc<{ contact_id: string; messages: Json[] }>('start_conversation', args),
  )
  const answers = results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject({ messages: [{ seq: 1 }, { seq: 2 }] })
  const sessions = await db.sql`select from public.contact_sessions where user_id = ${contact.id}`
  expect(sessions).toHaveLength(1)
})

test('twenty first messages at once, each its own conversation: one contact', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const contact = await db.given.user()
  await db.sql`update private.limits set conversations_per_hour = null, open_conversations = null`
  const results = await many(20, () =>
    db.as(contact).rpc<{ contact_id: string }>('start_conversation', {
      inbox_key: inboxKey,
      id: uuidv7(),
      message_id: uuidv7(),
      body: 'x',
    }),
  )
  expect(new Set(results.map((result) => result.status === 'fulfilled' && result.value.contact_id)).size).toBe(1)
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toHaveLength(20)
})

test('[WRITE-3] two strangers who start with one id: one has it, the other is refused', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const strangers = [await db.given.user(), await db.given.user()]
  const id = uuidv7()
  const results = await many(2, (place) =>
    db
      .as(strangers[place] ?? strangers[0]!)
      .rpc('start_conversation', { inbox_key: inboxKey, id, message_id: uuidv7(), body: 'Mine' }),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(results.filter((result) => result.status === 'rejected' && result.reason.hint === 'id_taken')).toHaveLength(1)
})

test('everything at once on one conversation: no deadlock, every row a rev of its own', async ({ db }) => {
  const { agent, admin, contact, conversation } = await db.given.openConversation()
  const c = conversation.id
  const acts: (() => Promise<unknown>)[] = [
    () => send(db, contact, c),
    () => send(db, agent, c),
    () => db.as(admin).rpc('add_note', { conversation_id: c, id: uuidv7(), body: 'x' }),
    () => act(db, agent, 'close_conversation', c),
    () => act(db, admin, 'assign_conversation', c),
    () => act(db, contact, 'mark_read', c, { seq: 99 }),
    () => act(db, agent, 'mark_read', c, { seq: 99 }),
    () => act(db, agent, 'reopen_conversation', c),
  ]
  const results = await many(80, (place) => acts[place % acts.length]?.() ?? Promise.resolve(null))
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  const entries = await act<{ rev: number }[]>(db, agent, 'timeline', c, { max: 200 })
  const revs = entries.map(({ rev }) => rev)
  expect(new Set(revs).size).toBe(revs.length)
  const row = await conversationRow(db, c)
  expect(row.rev).toBeGreaterThanOrEqual(revs.at(-1) ?? 0)
  const seqs = await db.sql<
    { seq: number }[]
  >`select seq from public.messages where conversation_id = ${c} order by seq`
  expect(seqs.map(({ seq }) => seq)).toEqual(numbers(1, row.last_seq))
})

test('[TEAM-3] two owners who remove each other at once: one stays', async ({ db }) => {
  const { id, owner } = await db.given.workspace()
  const second = await db.given.user({ email: `${uuidv7()}@example.com` })
  const token = await db.as(owner).rpc('invite_agent', { workspace_id: id, email: second.email, role: 'owner' })
  await db.as(second).rpc('accept_invitation', { token })
  await Promise.allSettled([
    db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: second.id }),
    db.as(second).rpc('remove_agent', { workspace_id: id, user_id: owner.id }),
  ])
  const owners = await db.sql`
    select from public.agents where workspace_id = ${id} and role = 'owner' and removed_at is null`
  expect(owners).toHaveLength(1)
})

test('[TEAM-3] who is removed while they wait for their turn invites nobody, removes nobody and gives no role', async ({
  db,
}) => {
  const { id, owner, admin, agent } = await db.given.workspace()
  const rogue = db.as(admin)
  const late: Promise<unknown>[] = []
  await db.as(owner).transaction(async (sql) => {
    await callFunction(sql, 'remove_agent', { workspace_id: id, user_id: admin.id })
    const attempts = [
      () => rogue.rpc('invite_agent', { workspace_id: id, email: `${uuidv7()}@example.com`, role: 'admin' }),
      () => rogue.rpc('remove_agent', { workspace_id: id, user_id: agent.id }),
      () => rogue.rpc('update_agent', { workspace_id: id, user_id: agent.id, changes: { role: 'admin' } }),
    ]
    for (const [i, attempt] of attempts.entries()) {
      const trying = attempt().catch((error: unknown) => error)
      late.push(trying)
      await Promise.race([trying, somebodyWaits(db, i + 1)])
    }
  })
  for (const outcome of await Promise.all(late)) expect(outcome).toMatchObject(refusal('workspace_not_found'))
})

test('[CONV-7] who is removed while a conversation is being assigned to them keeps none', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { owner, admin, agent, conversation } = await db.given.openConversation({ workspace })
  const removal = await db.as(admin).transaction(async (sql) => {
    await callFunction(sql, 'assign_conversation', { conversation_id: conversation.id, assignee_id: agent.id })
    const removing = db.as(owner).rpc('remove_agent', { workspace_id: workspace.id, user_id: agent.id })
    await Promise.race([removing, somebodyWaits(db)])
    return [removing]
  })
  await Promise.all(removal as Promise<unknown>[])
  expect(await conversationRow(db, conversation.id)).toMatchObject({ assignee_id: null })
})

/** Until so many transactions stand before a lock of another. */
async function somebodyWaits(db: TestDatabase, howMany = 1): Promise<void> {
  for (;;) {
    const waiting = await db.sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    if (waiting.length >= howMany) return
  }
}
