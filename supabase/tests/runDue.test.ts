import { v7 as uuidv7 } from 'uuid'
import { runDueWork } from '../local/database/dueWork.ts'
import { act, conversationRow, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import { expect, test, vi } from './support/test.ts'

type Counts = Record<string, number | null>

async function runDue(db: TestDatabase, max = 100): Promise<Counts> {
  const [row] = await db.postgres<{ counts: Counts }[]>`select private.run_due(${max}) as counts`
  return row?.counts ?? {}
}

/** As if it had been so long ago: all that is stored of the conversation. */
async function ageBy(db: TestDatabase, id: string, days: number): Promise<void> {
  await db.sql`
    update public.conversations set snoozed_until = snoozed_until - make_interval(days => ${days}), last_message_at = last_message_at - make_interval(days => ${days}),
      closed_at = closed_at - make_interval(days => ${days}), waiting_since = waiting_since - make_interval(days => ${days}) where id = ${id}`
  await db.sql`
    update public.episodes set opened_at = opened_at - make_interval(days => ${days}), closed_at = closed_at - make_interval(days => ${days}) where conversation_id = ${id}`
}

const inAnHour = (): Date => new Date(Date.now() + 3_600_000)

test('[DUE-1] a snooze that is over ends, once, with an event by the system', async ({ db }) => {
  const { agent, contact, conversation } = await db.given.openConversation()
  const later = await db.given.openConversation()
  for (const { conversation: one } of [{ conversation }, later])
    await act(db, agent, 'snooze_conversation', one.id, { until: inAnHour() })
  expect(await runDue(db)).toMatchObject({ woken: 0 })
  await ageBy(db, conversation.id, 1)
  const before = await conversationRow(db, conversation.id)
  const sent = await sentDuring(db, async () => expect(await runDue(db)).toMatchObject({ woken: 1 }))
  expect(summary(sent)).toEqual(['workspace event_created'])
  expect(sent[0]?.payload).toMatchObject({
    kind: 'woken',
    actor: 'system',
    agent_id: null,
    conversation: { status: 'open', snoozed_until: null },
  })
  expect(await conversationRow(db, conversation.id)).toMatchObject({
    status: 'open',
    waiting_since: before.waiting_since,
  })
  expect(await sentDuring(db, () => runDue(db))).toEqual([])
  expect(await conversationRow(db, later.conversation.id)).toMatchObject({ status: 'snoozed' })
  expect(await db.as(contact).rpc('my_messages', { conversation_id: conversation.id })).toHaveLength(2)
})

test('[DUE-2] an idle conversation is closed, but none in which a customer waits or that was just reopened', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { agent, owner, inboxId } = workspace
  const made = []
  for (let n = 0; n < 4; n += 1) made.push((await db.given.openConversation({ workspace })).conversation.id)
  const [idle, waits, fresh, reopened] = made as [string, string, string, string]
  for (const id of [idle, fresh, reopened]) await send(db, agent, id, 'Solved?')
  await act(db, agent, 'close_conversation', reopened)
  for (const id of [idle, waits, reopened]) await ageBy(db, id, 8)
  await act(db, agent, 'reopen_conversation', reopened)
  expect(await runDue(db)).toMatchObject({ closed: 0 })
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { auto_close_days: 7 } })
  const sent = await sentDuring(db, async () => expect(await runDue(db)).toMatchObject({ closed: 1 }))
  expect(summary(sent).toSorted()).toEqual(['contact conversation_changed', 'workspace event_created'])
  const status = async (id: string): Promise<string> => (await conversationRow(db, id)).status
  expect([await status(idle), await status(waits), await status(fresh), await status(reopened)]).toEqual([
    'closed',
    'open',
    'open',
    'open',
  ])
  const [episode] =
    await db.sql`select closed_by, closed_by_agent_id from public.episodes where conversation_id = ${idle}`
  expect(episode).toEqual({ closed_by: 'system', closed_by_agent_id: null })
})

test('[DUE-3] retention drops whole closed conversations, and nothing else', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent, owner, inboxId, id } = workspace
  const made = []
  for (let n = 0; n < 3; n += 1) made.push((await db.given.openConversation({ workspace })).conversation.id)
  const [old, recent, open] = made as [string, string, string]
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: id, name: 'Label', color: '#000000' })
  await act(db, agent, 'label_conversation', old, { label_id: label.id })
  for (const one of [old, recent]) await act(db, agent, 'close_conversation', one)
  for (const one of [old, open]) await ageBy(db, one, 31)
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { retention_days: 30 } })
  expect(await runDue(db)).toMatchObject({ dropped: 1 })
  expect((await db.as(agent).select<{ id: string }>('conversations')).map((row) => row.id).toSorted()).toEqual(
    [recent, open].toSorted(),
  )
  for (const table of ['messages', 'conversation_events', 'conversation_labels', 'episodes', 'turns', 'ratings']) {
    expect(await db.sql`select from ${db.sql(`public.${table}`)} where conversation_id = ${old}`, table).toHaveLength(0)
  }
  expect(await runDue(db)).toMatchObject({ dropped: 0 })
})

test('[DUE-3] figures stay when retention drops what they were of, and name nobody; told again, they stay too', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { agent, owner, inboxId, id } = workspace
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { retention_days: 30, ask_rating: true } })
  const { contact, contactId, conversation } = await db.given.openConversation({ workspace })
  const kept = await db.given.openConversation({ workspace })
  await send(db, agent, conversation.id, 'An answer')
  await send(db, contact, conversation.id, 'One more thing')
  await act(db, contact, 'end_conversation', conversation.id)
  await act(db, contact, 'rate_conversation', conversation.id, { score: 2, comment: 'My name is Ann' })
  await act(db, agent, 'close_conversation', kept.conversation.id)
  await ageBy(db, conversation.id, 31)
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const span = { workspace_id: id, since: inDays(-99), until: inDays(2) }
  const report = (): Promise<unknown> =>
    db
      .as(agent)
      .rpc('report_overview', { ...span, parts: ['replies', 'resolutions', 'unanswered', 'ratings', 'conversations'] })
  const behind = (): Promise<unknown> =>
    db.as(agent).rpc('report_conversations', { ...span, metric: 'conversations', max: 1 })
  const rebuild = () =>
    db.postgres`select episodes_mended::integer as episodes, turns_mended::integer as turns from reporting.rebuild(${id})`
  const before = await report()
  expect(before).toMatchObject({ period: { volume: { conversations: 2 }, ratings: { n: 1 } } })
  expect(await runDue(db)).toMatchObject({ dropped: 1 })
  expect(await report()).toEqual(before)
  const everywhere = JSON.stringify([
    await db.sql`select to_jsonb(e) from public.episodes e`,
    await db.sql`select to_jsonb(t) from public.turns t`,
    await db.sql`select to_jsonb(r) from public.ratings r where score = 2`,
  ])
  for (const trace of [conversation.id, contactId, 'Ann']) expect(everywhere).not.toContain(trace)
  expect(everywhere).toContain(kept.conversation.id)
  expect(await db.sql`select from public.ratings where workspace_id = ${id} and score = 2`).toHaveLength(1)
  expect(await behind()).toMatchObject({ rows: [{ conversation_id: kept.conversation.id }] })

  expect(await rebuild()).toEqual([{ episodes: 0, turns: 0 }])
  await db.sql`update public.turns set started_at = started_at - interval '1 hour' where conversation_id = ${kept.conversation.id}`
  expect(await rebuild()).toEqual([{ episodes: 0, turns: 1 }])
  expect(await report()).toEqual(before)

  await db.as(contact).rpc('start_conversation', {
    inbox_key: workspace.inboxKey,
    id: conversation.id, // nothing stands in its way
    message_id: uuidv7(),
    body: 'Me again',
  })
  await db.sql`delete from public.inboxes where id = ${inboxId}`
  expect(await db.sql`select from public.episodes where workspace_id = ${id}`).toEqual([])
  expect(await db.sql`select from public.turns where workspace_id = ${id}`).toEqual([])
})

test('[DUE-4] two at once, and a writer who holds a conversation: each thing is done once, and nobody waits', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { agent } = workspace
  const ids: string[] = []
  for (let n = 0; n < 21; n += 1) {
    const { conversation } = await db.given.openConversation({ workspace })
    await act(db, agent, 'snooze_conversation', conversation.id, { until: inAnHour() })
    await ageBy(db, conversation.id, 1)
    ids.push(conversation.id)
  }
  await db.sql.begin(async (holder) => {
    await holder`select from public.conversations where id = ${ids[0] ?? ''} for update`
    const counts = await Promise.all([runDue(db, 15), runDue(db, 15)])
    expect(counts.reduce((sum, { woken }) => sum + (woken ?? 0), 0)).toBe(20)
  })
  expect(await runDue(db)).toMatchObject({ woken: 1 })
  const events = await db.as(agent).select('conversation_events', { kind: 'woken', workspace_id: workspace.id })
  expect(events).toHaveLength(21)
})

test('[DUE-1] what an agent leaves behind goes to who is there; deleted labels, old tokens and words are seen to', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { id, owner, admin, agent, inboxId } = workspace
  const { conversation } = await db.given.openConversation({ workspace, body: 'Chrysanthemum' })
  await act(db, agent, 'assign_conversation', conversation.id)
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { assignment: 'round_robin' } })
  await db.as(admin).rpc('agent_heartbeat', { workspace_id: id })
  await db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: agent.id })
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: id, name: 'Gone', color: '#000000' })
  await act(db, admin, 'label_conversation', conversation.id, { label_id: label.id })
  await db.sql.begin(async (holder) => {
    await holder`select from public.conversations where id = ${conversation.id} for update`
    await db.as(owner).rpc('delete_label', { id: label.id }) // which waits for nobody
  })
  await db.sql`insert into private.used_tokens values (${inboxId}, 'x', now() - interval '1 day'), (${inboxId}, 'y', now() + interval '1 day')`
  await db.sql`update public.messages set created_at = created_at - interval '1 minute' where conversation_id = ${conversation.id}`
  const counts = await runDue(db)
  expect(counts).toMatchObject({ assigned: 1, unlabelled: 1, uploads_given_up: 0, erasures_finished: 0 })
  expect(Object.values(counts)).not.toContain(null)
  expect(await conversationRow(db, conversation.id)).toMatchObject({ assignee_id: admin.id, label_ids: [] })
  expect(await db.sql`select from private.used_tokens`).toHaveLength(1)
  expect(
    await db.sql`select from private.known_words where workspace_id = ${id} and word = 'chrysanthemum'`,
  ).toHaveLength(1)

  const [before] = await db.sql<
    { contact: string }[]
  >`select contact_id as contact from public.conversations where id = ${conversation.id}`
  await db.as(owner).rpc('erase_contact', { contact_id: before?.contact })
  expect(await runDue(db)).toMatchObject({ erasures_finished: 1 })
  expect(
    await db.sql`select from private.known_words where workspace_id = ${id} and word = 'chrysanthemum'`,
  ).toHaveLength(0)
})

test('a step that fails keeps no other from its work', async ({ db }) => {
  const { agent, conversation } = await db.given.openConversation()
  await act(db, agent, 'snooze_conversation', conversation.id, { until: inAnHour() })
  await ageBy(db, conversation.id, 1)
  await db.sql`alter function private.close_idle(integer) rename to close_idle_away`
  expect(await runDue(db)).toMatchObject({ woken: 1, closed: null, assigned: 0 })
  await db.sql`alter function private.close_idle_away(integer) rename to close_idle`
  expect(await runDue(db)).toMatchObject({ closed: 0 })
})

test('[DUE-1] the embedded stack’s timer does what is due', async ({ db }) => {
  const { agent, conversation } = await db.given.openConversation()
  await act(db, agent, 'snooze_conversation', conversation.id, { until: inAnHour() })
  await ageBy(db, conversation.id, 1)
  const complaints: string[] = []
  const stop = runDueWork(db.server, db.name, (line) => complaints.push(line), 20)
  await vi.waitFor(
    async () => expect(await conversationRow(db, conversation.id)).toMatchObject({ status: 'open' }),
    5_000,
  )
  await stop()
  expect(complaints).toEqual([])
})

test('nobody but the owner of the tables runs it', async ({ db }) => {
  const { owner, contact } = await db.given.personas()
  for (const who of [owner, contact]) {
    await expect(db.as(who).sql`select private.run_due()`).rejects.toMatchObject({ code: '42501' })
  }
})
