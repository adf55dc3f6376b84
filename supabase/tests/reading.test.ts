import { v7 as uuidv7 } from 'uuid'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { nobody } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

type Entry = Record<string, Json> & { rev: number; seq: number; type: string }

test('[READ-1] [READ-3] the contact’s cursor: forward only, clamped, counting what is not theirs', async ({ db }) => {
  const { agent, contact, conversation } = await db.given.openConversation()
  for (const body of ['One', 'Two', 'Three']) await send(db, agent, conversation.id, body)
  expect(await conversationRow(db, conversation.id)).toMatchObject({ contact_read_seq: 2, contact_unread_count: 3 })
  const sent = await sentDuring(db, () => act(db, contact, 'mark_read', conversation.id, { seq: 4 }))
  expect(summary(sent)).toEqual(['contact read_changed', 'conversation read_changed'])
  expect(sent[0]?.payload).toEqual({ id: conversation.id, contact_read_seq: 4, agent_read_seq: 5, unread_count: 1 })
  expect(sent[1]).toMatchObject({
    topic: `conversation:${conversation.id}`,
    payload: {
      id: conversation.id,
      rev: 7,
      contact_read_seq: 4,
      contact_unread_count: 1,
      changed_at: expect.any(String),
    },
  })
  for (const seq of [4, 3, 0, -1]) {
    expect(await sentDuring(db, () => act(db, contact, 'mark_read', conversation.id, { seq }))).toEqual([])
  }
  await act(db, contact, 'mark_read', conversation.id, { seq: 999 })
  expect(await conversationRow(db, conversation.id)).toMatchObject({
    contact_read_seq: 5,
    contact_unread_count: 0,
    rev: 8,
  })
  await send(db, contact, conversation.id)
  expect(await conversationRow(db, conversation.id)).toMatchObject({ contact_read_seq: 6 })
  const missing = act(db, contact, 'mark_read', conversation.id, { seq: null })
  await expect(missing).rejects.toMatchObject(refusal('seq_missing'))
})

test('a contact who writes with unread answers still has them unread', async ({ db }) => {
  const { agent, contact, conversation } = await db.given.openConversation()
  await send(db, agent, conversation.id)
  await send(db, contact, conversation.id, 'Written offline')
  expect(await conversationRow(db, conversation.id)).toMatchObject({ contact_read_seq: 2, contact_unread_count: 1 })
})

test('[READ-2] [READ-3] the team’s cursor: anyone’s while unassigned, then the assignee’s', async ({ db }) => {
  const { agent, admin, contact, conversation } = await db.given.openConversation()
  await send(db, contact, conversation.id)
  await send(db, contact, conversation.id)
  expect(await conversationRow(db, conversation.id)).toMatchObject({ agent_read_seq: 0, agent_unread_count: 3 })
  const sent = await sentDuring(db, () => act(db, admin, 'mark_read', conversation.id, { seq: 2 }))
  expect(summary(sent)).toEqual(['contact read_changed', 'workspace read_changed'])
  expect(sent[1]?.payload).toEqual({
    id: conversation.id,
    rev: 6,
    agent_read_seq: 2,
    agent_unread_count: 2,
    changed_at: expect.any(String),
  })
  await act(db, agent, 'assign_conversation', conversation.id)
  expect(await sentDuring(db, () => act(db, admin, 'mark_read', conversation.id, { seq: 4 }))).toEqual([])
  expect(await conversationRow(db, conversation.id)).toMatchObject({ agent_read_seq: 2 })
  await act(db, agent, 'mark_read', conversation.id, { seq: 4 })
  expect(await conversationRow(db, conversation.id)).toMatchObject({ agent_read_seq: 4, agent_unread_count: 0 })
})

test('[READ-2] who answers has read: all, or what seen_seq says; a colleague’s help reads nothing', async ({ db }) => {
  const { agent, admin, contact, conversation } = await db.given.openConversation()
  await send(db, contact, conversation.id)
  await send(db, agent, conversation.id, 'Seen the first only', { seen_seq: 2 })
  expect(await conversationRow(db, conversation.id)).toMatchObject({ agent_read_seq: 2, agent_unread_count: 1 })
  await send(db, agent, conversation.id, 'Seen all')
  expect(await conversationRow(db, conversation.id)).toMatchObject({ agent_read_seq: 5, agent_unread_count: 0 })
  await act(db, agent, 'assign_conversation', conversation.id)
  await send(db, contact, conversation.id)
  await send(db, admin, conversation.id, 'Helping out')
  expect(await conversationRow(db, conversation.id)).toMatchObject({ agent_read_seq: 5, agent_unread_count: 1 })
})

test('my_conversations: the caller’s own in that inbox, newest message first', async ({ db }) => {
  const { inboxKey, elsewhere, otherContact, agent } = await db.given.personas()
  const contact = await db.given.user()
  const first = await db.given.openConversation({ contact })
  const second = await db.given.openConversation({ contact })
  await db.given.openConversation({ contact, workspace: elsewhere })
  await send(db, contact, first.conversation.id)
  const mine = (who = contact): Promise<Entry[]> => db.as(who).rpc('my_conversations', { inbox_key: inboxKey })
  expect((await mine()).map(({ id }) => id)).toEqual([first.conversation.id, second.conversation.id])
  expect(await mine(otherContact)).toHaveLength(1)
  expect(await mine(agent)).toEqual([])
  expect(JSON.stringify(await mine())).not.toMatch(/"rev"|context|workspace_id|snoozed/)
  for (const [key, hint] of [
    ['nonsense', 'inbox_key_malformed'],
    [`ibx_${'z'.repeat(22)}`, 'inbox_not_found'],
  ]) {
    await expect(db.as(contact).rpc('my_conversations', { inbox_key: key })).rejects.toMatchObject(refusal(hint ?? ''))
  }
  await expect(mine(nobody as typeof contact)).rejects.toMatchObject({ code: '42501' })
})

test('my_messages: the newest, what is older, what came after; of one’s own conversation only', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  const { otherContact, agentElsewhere } = await db.given.personas()
  for (let count = 0; count < 8; count++) await send(db, count % 2 ? agent : contact, conversation.id)
  const seqs = async (more: Record<string, unknown>): Promise<number[]> =>
    (await act<Entry[]>(db, contact, 'my_messages', conversation.id, more)).map(({ seq }) => seq)
  expect(await seqs({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(await seqs({ max: 3 })).toEqual([8, 9, 10])
  expect(await seqs({ max: 3, before_seq: 8 })).toEqual([5, 6, 7])
  expect(await seqs({ max: 3, after_seq: 5 })).toEqual([6, 7, 8])
  expect(await seqs({ after_seq: 10 })).toEqual([])
  expect(await seqs({ max: 0 })).toEqual([10])
  expect(await seqs({ max: null, before_seq: null, after_seq: 8 })).toEqual([9, 10])
  for (const persona of [otherContact, agent, agentElsewhere]) {
    await expect(act(db, persona, 'my_messages', conversation.id)).rejects.toMatchObject(
      refusal('conversation_not_found'),
    )
  }
})

test('timeline: messages, notes and events by rev, page by page without gap or repeat', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  for (let count = 0; count < 5; count++) {
    await send(db, contact, conversation.id)
    await db.as(agent).rpc('add_note', { conversation_id: conversation.id, id: uuidv7(), body: 'Note' })
    await act(db, agent, count % 2 ? 'close_conversation' : 'assign_conversation', conversation.id)
  }
  const page = (more: Record<string, unknown>): Promise<Entry[]> => act(db, agent, 'timeline', conversation.id, more)
  const all = await page({ max: 200 })
  expect(all.slice(0, 5).map(({ type, rev }) => `${rev} ${type}`)).toEqual([
    '1 event',
    '2 message',
    '3 message',
    '4 message',
    '5 note',
  ])
  const forward: Entry[] = []
  for (
    let after = 0, rows = await page({ after_rev: 0, max: 4 });
    rows.length;
    rows = await page({ after_rev: after, max: 4 })
  ) {
    forward.push(...rows)
    after = rows.at(-1)?.rev ?? 0
  }
  expect(forward).toEqual(all)
  const backward: Entry[] = []
  for (
    let before: number | null = null, rows = await page({ max: 4 });
    rows.length;
    rows = await page({ before_rev: before, max: 4 })
  ) {
    backward.unshift(...rows)
    before = rows[0]?.rev ?? 0
  }
  expect(backward).toEqual(all)
})

test('changes: of one’s workspace, oldest change first, a note included', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agentElsewhere } = await db.given.personas()
  const [first, second] = [
    await db.given.openConversation({ workspace }),
    await db.given.openConversation({ workspace }),
  ]
  await db.as(workspace.agent).rpc('add_note', { conversation_id: first.conversation.id, id: uuidv7(), body: 'x' })
  const args = { workspace_id: workspace.id, since: '2000-01-01' }
  const changed = await db.as(workspace.agent).rpc<{ id: string; changed_at: string }[]>('changes', args)
  expect(changed.map(({ id }) => id)).toEqual([second.conversation.id, first.conversation.id])
  expect(await db.as(workspace.agent).rpc('changes', { ...args, since: changed[0]?.changed_at })).toMatchObject([
    { id: first.conversation.id },
  ])
  expect(await db.as(agentElsewhere).rpc('changes', args)).toEqual([])
  expect(await db.as(first.contact).rpc('changes', args)).toEqual([])
})

test('conversation_counts: what the tabs say', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent, admin } = workspace
  const opened = await Promise.all(Array.from({ length: 5 }, () => db.given.openConversation({ workspace })))
  const [a, b, c, d] = opened.map(({ conversation }) => conversation.id) as [string, string, string, string, string]
  await act(db, agent, 'assign_conversation', a)
  await send(db, agent, a)
  await act(db, agent, 'assign_conversation', b, { assignee_id: admin.id })
  await act(db, agent, 'snooze_conversation', c, { until: new Date(Date.now() + 1e6) })
  await act(db, agent, 'close_conversation', d)
  const counts = (who: typeof agent): Promise<Json> =>
    db.as(who).rpc('conversation_counts', { workspace_id: workspace.id })
  expect(await counts(agent)).toEqual({ open: 3, snoozed: 1, unassigned: 1, mine: 1, unread: 2, mentioned: 0 })
  expect(await counts(workspace.owner)).toMatchObject({ mine: 0 })
  const { agentElsewhere, contact } = await db.given.personas()
  for (const persona of [agentElsewhere, contact]) {
    await expect(counts(persona)).rejects.toMatchObject(refusal('workspace_not_found'))
  }
})
