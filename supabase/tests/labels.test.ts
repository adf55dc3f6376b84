import { randomUUID } from 'node:crypto'
import type { Tables } from '../../src/lib/database.types.ts'
import { act, conversationRow, refusal } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { Workspace } from './support/given.ts'
import { expect, test } from './support/test.ts'

type Label = Tables<'labels'>

function makeLabel(db: TestDatabase, { id, owner }: Workspace, name = `Label ${randomUUID()}`): Promise<Label> {
  return db.as(owner).rpc('save_label', { workspace_id: id, name, color: '#1F6B52' })
}

test('[LABEL-1] an agent labels and unlabels a conversation; each is told once, with an event', async ({ db }) => {
  const given = await db.given.openConversation()
  const { agent, contactId, conversation } = given
  const [first, second] = [await makeLabel(db, given, 'Return'), await makeLabel(db, given)]
  expect(first.color).toBe('#1f6b52')
  await act(db, agent, 'label_conversation', conversation.id, { label_id: second.id })
  const heard = await sentDuring(db, async () => {
    const row = await act(db, agent, 'label_conversation', conversation.id, { label_id: first.id })
    expect(row.label_ids).toEqual([second.id, first.id])
  })
  expect(heard).toMatchObject([
    {
      event: 'event_created',
      payload: {
        kind: 'labelled',
        actor: 'agent',
        data: { label_id: first.id, name: 'Return' },
        conversation: { label_ids: [second.id, first.id], contact: { id: contactId } },
      },
    },
  ])
  expect(
    await sentDuring(db, () => act(db, agent, 'label_conversation', conversation.id, { label_id: first.id })),
  ).toEqual([])
  const off = { label_id: second.id, on: false }
  await act(db, agent, 'label_conversation', conversation.id, off)
  expect(await sentDuring(db, () => act(db, agent, 'label_conversation', conversation.id, off))).toEqual([])
  expect(await conversationRow(db, conversation.id)).toMatchObject({ label_ids: [first.id] })
  expect(await db.as(agent).select('conversation_labels', { conversation_id: conversation.id })).toMatchObject([
    { label_id: first.id },
  ])
  const kinds = await act<{ kind?: string }[]>(db, agent, 'timeline', conversation.id)
  expect(kinds.map(({ kind }) => kind).slice(-3)).toEqual(['labelled', 'labelled', 'unlabelled'])
})

test('[LABEL-2] a deleted label leaves its conversations, at once where they are few', async ({ db }) => {
  const given = await db.given.openConversation()
  const [gone, kept] = [await makeLabel(db, given), await makeLabel(db, given)]
  for (const { id } of [gone, kept])
    await act(db, given.agent, 'label_conversation', given.conversation.id, { label_id: id })
  const before = await conversationRow(db, given.conversation.id)
  await db.as(given.admin).rpc('delete_label', { id: gone.id })
  const after = await conversationRow(db, given.conversation.id)
  expect(after).toMatchObject({ label_ids: [kept.id], rev: before.rev + 1 })
  expect(after.changed_at > before.changed_at).toBe(true)
  expect(await db.sql`select from private.dropped_labels where label_id = ${gone.id}`).toHaveLength(0)
})

test('[TEAM-4] labels are changed by owners and admins, of their own workspace', async ({ db }) => {
  const { id, agent, admin, agentElsewhere, contact, elsewhere, ...rest } = await db.given.personas()
  const label = await makeLabel(db, { id, agent, admin, ...rest }, 'Été')
  const foreign = await makeLabel(db, elsewhere)
  const save = (who: typeof agent, more: object): Promise<Label> =>
    db.as(who).rpc('save_label', { workspace_id: id, name: 'Winter', color: '#000000', ...more })
  await expect(save(agent, {})).rejects.toMatchObject(refusal('not_allowed'))
  for (const who of [agentElsewhere, contact]) {
    await expect(save(who, {})).rejects.toMatchObject(refusal('workspace_not_found'))
    await expect(db.as(who).rpc('delete_label', { id: label.id })).rejects.toMatchObject(refusal('label_not_found'))
  }
  await expect(db.as(agent).rpc('delete_label', { id: label.id })).rejects.toMatchObject(refusal('not_allowed'))
  await expect(save(admin, { id: foreign.id })).rejects.toMatchObject(refusal('label_not_found'))
  await expect(save(admin, { name: 'ETE' })).rejects.toMatchObject(refusal('name_taken'))
  await expect(save(admin, { name: ' ' })).rejects.toMatchObject(refusal('name_invalid'))
  for (const color of ['green', '#fff', null]) {
    await expect(save(admin, { color })).rejects.toMatchObject(refusal('color_invalid'))
  }
  expect(await save(admin, { id: label.id })).toMatchObject({ id: label.id, name: 'Winter' })
  const { conversation } = await db.given.openConversation()
  await expect(act(db, agent, 'label_conversation', conversation.id, { label_id: foreign.id })).rejects.toMatchObject(
    refusal('label_not_found'),
  )
  for (const who of [agentElsewhere, contact]) {
    await expect(act(db, who, 'label_conversation', conversation.id, { label_id: label.id })).rejects.toMatchObject(
      refusal('conversation_not_found'),
    )
  }
})

test('[PRIO-1] an agent gives a priority; the contact hears nothing', async ({ db }) => {
  const { agent, contact, conversation } = await db.given.openConversation()
  const heard = await sentDuring(db, () => act(db, agent, 'set_priority', conversation.id, { priority: 4 }))
  expect(heard).toMatchObject([
    {
      event: 'event_created',
      payload: { kind: 'priority_changed', data: { priority: 4, former: 0 }, conversation: { priority: 4 } },
    },
  ])
  expect(await sentDuring(db, () => act(db, agent, 'set_priority', conversation.id, { priority: 4 }))).toEqual([])
  for (const priority of [5, -1, null]) {
    await expect(act(db, agent, 'set_priority', conversation.id, { priority })).rejects.toMatchObject(
      refusal('priority_invalid'),
    )
  }
  await expect(act(db, contact, 'set_priority', conversation.id, { priority: 1 })).rejects.toMatchObject(
    refusal('conversation_not_found'),
  )
})
