import { v7 as uuidv7 } from 'uuid'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { Workspace } from './support/given.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'

interface Done {
  done: string[]
  refused: { id: string; hint: string }[]
}

function bulk(
  db: TestDatabase,
  who: User,
  workspaceId: string,
  ids: (string | null)[],
  action: unknown,
): Promise<Done> {
  return db.as(who).rpc<Done>('bulk_update', { workspace_id: workspaceId, conversation_ids: ids, action })
}

async function open(db: TestDatabase, workspace: Workspace, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) ids.push((await db.given.openConversation({ workspace })).conversation.id)
  return ids.toSorted()
}

test('[BULK-1] does the same to each, tells each topic once for each, and says what was refused', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, owner, agent, admin } = workspace
  const ids = await open(db, workspace, 3)
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: id, name: 'Later', color: '#000000' })
  const inbox = await db
    .as(owner)
    .rpc<{ id: string }>('create_inbox', { workspace_id: id, name: 'Other', locale: 'en' })
  const rows = (): Promise<Awaited<ReturnType<typeof conversationRow>>[]> =>
    Promise.all(ids.map((one) => conversationRow(db, one)))
  const all = async (action: object): Promise<void> => {
    expect(await bulk(db, agent, id, ids, action)).toEqual({ done: ids, refused: [] })
  }
  await all({ do: 'assign' })
  for (const row of await rows()) expect(row.assignee_id).toBe(agent.id)
  await all({ do: 'assign', assignee_id: admin.id })
  await all({ do: 'assign', assignee_id: null })
  await all({ do: 'label', label_id: label.id })
  await all({ do: 'priority', priority: 2 })
  await all({ do: 'move', inbox_id: inbox.id })
  await all({ do: 'snooze', until: new Date(Date.now() + 3_600_000) })
  for (const row of await rows()) {
    expect(row).toMatchObject({
      assignee_id: null,
      label_ids: [label.id],
      priority: 2,
      inbox_id: inbox.id,
      status: 'snoozed',
    })
  }
  await all({ do: 'unlabel', label_id: label.id })
  await all({ do: 'reopen' })
  const sent = await sentDuring(db, () => all({ do: 'close' }))
  expect(summary(sent).toSorted()).toEqual([
    ...ids.map(() => 'contact conversation_changed'),
    ...ids.map(() => 'workspace event_created'),
  ])
  expect(await sentDuring(db, () => all({ do: 'close' })), '[CONV-5]').toEqual([])

  await act(db, agent, 'reopen_conversation', String(ids[0]))
  const unknown = uuidv7()
  const mixed = await bulk(db, agent, id, [...ids, unknown, null, ids[0] ?? null], {
    do: 'snooze',
    until: new Date(Date.now() + 60_000),
  })
  expect(mixed.done).toEqual([ids[0]])
  expect(mixed.refused).toHaveLength(3)
  expect(mixed.refused).toContainEqual({ id: ids[1], hint: 'conversation_closed' })
  expect(mixed.refused).toContainEqual({ id: unknown, hint: 'conversation_not_found' })
})

test('[BULK-1] what is no action, too much or foreign is refused', async ({ db }) => {
  const { id, agent, agentElsewhere, contact, elsewhere } = await db.given.personas()
  const foreign = await db.given.openConversation({ workspace: elsewhere })
  const actions = [
    null,
    [],
    {},
    { do: 'delete' },
    { do: 'label' },
    { do: 'priority', priority: 9 },
    { do: 'snooze', until: 'x' },
    { do: 'assign', assignee_id: 'me' },
  ]
  for (const action of actions) {
    await expect(bulk(db, agent, id, [], action), JSON.stringify(action)).rejects.toMatchObject(
      refusal('action_invalid'),
    )
  }
  const bulkOfSql = db.as(agent).sql`select public.bulk_update(${id}, '{}', '{"do": "priority", "priority": 1.0}')`
  await expect(bulkOfSql).rejects.toMatchObject(refusal('action_invalid'))
  const many = Array.from({ length: 101 }, () => uuidv7())
  await expect(bulk(db, agent, id, many, { do: 'close' })).rejects.toMatchObject(refusal('too_many_at_once'))
  await expect(bulk(db, agent, id, [], { do: 'assign', assignee_id: agentElsewhere.id })).rejects.toMatchObject(
    refusal('agent_not_found'),
  )
  for (const who of [agentElsewhere, contact]) {
    await expect(bulk(db, who, id, [], { do: 'close' })).rejects.toMatchObject(refusal('workspace_not_found'))
  }
  const at = foreign.conversation.id
  expect(await bulk(db, agent, id, [at], { do: 'close' })).toEqual({
    done: [],
    refused: [{ id: at, hint: 'conversation_not_found' }],
  })
  expect(await conversationRow(db, at)).toMatchObject({ status: 'open' })
})

test('[BULK-2] eight writers at once, single and in bulk, over the same conversations: no deadlock, nothing lost', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { id, owner, agent, admin } = workspace
  const ids = await open(db, workspace, 30)
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: id, name: 'All', color: '#000000' })
  const people = [owner, agent, admin]
  const some = (writer: number, round: number): string[] =>
    ids.filter((_, place) => (place * 7 + writer + round) % 3 !== 0).toReversed()
  const actions = [
    { do: 'assign', assignee_id: agent.id },
    { do: 'label', label_id: label.id },
    { do: 'priority', priority: 3 },
    { do: 'close' },
    { do: 'reopen' },
    { do: 'unlabel', label_id: label.id },
    { do: 'assign', assignee_id: null },
  ]
  let messages = 0
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      const who = people[writer % 3] ?? owner
      for (let round = 0; round < 12; round += 1) {
        if (writer < 4) {
          await bulk(db, who, id, some(writer, round), actions[(writer + round) % actions.length])
        } else {
          await send(db, who, ids[(writer * 11 + round * 5) % ids.length] ?? '')
          messages += 1
          await act(db, who, 'set_priority', ids[(writer + round * 3) % ids.length] ?? '', { priority: round % 5 })
          await db.as(who).rpc('agent_heartbeat', { workspace_id: id })
        }
      }
    }),
  )
  const [count] = await db.sql<{ n: number }[]>`
    select count(*)::integer as n from public.messages where workspace_id = ${id} and author = 'agent'`
  expect(count?.n).toBe(messages)
  const [labels] = await db.sql`
    select count(*)::integer as n from public.conversations c where workspace_id = ${id}
      and label_ids <> array(select label_id from public.conversation_labels l where l.conversation_id = c.id)`
  expect(labels).toEqual({ n: 0 })
})

test('[CONV-4] a hundred times two agents claim at once: exactly one wins, and the other learns who', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { agent, admin } = workspace
  const { conversation } = await db.given.openConversation({ workspace })
  for (let round = 0; round < 100; round += 1) {
    const results = await Promise.allSettled(
      [agent, admin].map((who) => act(db, who, 'assign_conversation', conversation.id, { only_if_unassigned: true })),
    )
    const { assignee_id: winner } = await conversationRow(db, conversation.id)
    expect([agent.id, admin.id]).toContain(winner)
    const [won, lost] = results.toSorted((one) => (one.status === 'fulfilled' ? -1 : 1))
    expect(won).toMatchObject({ status: 'fulfilled', value: { assignee_id: winner } })
    expect(lost).toMatchObject({
      status: 'rejected',
      reason: { ...refusal('already_assigned'), detail: JSON.stringify({ assignee_id: winner }).replace(':', ': ') },
    })
    await act(db, agent, 'assign_conversation', conversation.id, { assignee_id: null })
  }
})

test('[MOVE-1] a moved conversation takes its open episode and its waiting turn along; its contact keeps it', async ({
  db,
}) => {
  const workspace = await db.given.workspace()
  const { id, inboxId, inboxKey, owner, agent } = workspace
  const { contact, contactId, conversation } = await db.given.openConversation({ workspace })
  const at = conversation.id
  await send(db, agent, at, 'An answer')
  await act(db, agent, 'close_conversation', at)
  await send(db, contact, at, 'Once more')
  const inbox = await db
    .as(owner)
    .rpc<{ id: string }>('create_inbox', { workspace_id: id, name: 'Repairs', locale: 'en' })
  const sent = await sentDuring(db, () => act(db, agent, 'move_conversation', at, { inbox_id: inbox.id }))
  expect(summary(sent)).toEqual(['workspace event_created'])
  expect(sent[0]?.payload).toMatchObject({
    kind: 'moved',
    data: { inbox_id: inbox.id, name: 'Repairs', former_inbox_id: inboxId },
  })
  expect(await sentDuring(db, () => act(db, agent, 'move_conversation', at, { inbox_id: inbox.id }))).toEqual([])
  const places = await db.sql`
    select episode, inbox_id from public.episodes where conversation_id = ${at} order by 1`
  expect(places).toEqual([
    { episode: 1, inbox_id: inboxId },
    { episode: 2, inbox_id: inbox.id },
  ])
  const turns = await db.sql`select episode, inbox_id from reporting.turns where conversation_id = ${at} order by 1`
  expect(turns).toEqual([
    { episode: 1, inbox_id: inboxId },
    { episode: 2, inbox_id: inbox.id },
  ])
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toMatchObject([{ id: at }])
  await db.as(owner).rpc('update_inbox', { inbox_id: inbox.id, changes: { verified_only: true } }) // not where they write from
  await send(db, contact, at, 'Still there?')
  await db.as(owner).rpc('update_inbox', { inbox_id: inboxId, changes: { verified_only: true } })
  await expect(send(db, contact, at)).rejects.toMatchObject(refusal('verified_only'))
  expect(await conversationRow(db, at)).toMatchObject({ contact_id: contactId, inbox_id: inbox.id })
  const { elsewhere, agentElsewhere } = await db.given.personas()
  await expect(act(db, agent, 'move_conversation', at, { inbox_id: elsewhere.inboxId })).rejects.toMatchObject(
    refusal('inbox_not_found'),
  )
  for (const who of [contact, agentElsewhere]) {
    await expect(act(db, who, 'move_conversation', at, { inbox_id: inboxId })).rejects.toMatchObject(
      refusal('conversation_not_found'),
    )
  }
})
