import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send, type Conversation } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

interface Page {
  rows: (Conversation & { contact: { id: string } })[]
  next: Json
}

function list(db: TestDatabase, who: User, workspaceId: string, more: object = {}): Promise<Page> {
  return db.as(who).rpc<Page>('list_conversations', { workspace_id: workspaceId, ...more })
}

/** The whole list, page after page. */
async function listAll(db: TestDatabase, who: User, workspaceId: string, more: object, max: number): Promise<string[]> {
  const ids: string[] = []
  for (let after: Json = null; ;) {
    const page = await list(db, who, workspaceId, { ...more, max, after })
    ids.push(...page.rows.map(({ id }) => id))
    if (page.next === null) return ids
    expect(page.rows).toHaveLength(max)
    after = page.next
  }
}

test('[LIST-1] each filter holds, alone and together', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, owner, agent, admin } = workspace
  const made = []
  for (let n = 0; n < 6; n += 1) made.push(await db.given.openConversation({ workspace }))
  const [a, b, c, d, e, f] = made.map(({ conversation }) => conversation.id) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: id, name: 'Label', color: '#000000' })
  const inbox = await db
    .as(owner)
    .rpc<{ id: string }>('create_inbox', { workspace_id: id, name: 'Other', locale: 'fr' })
  await act(db, agent, 'assign_conversation', a)
  await act(db, agent, 'assign_conversation', b, { assignee_id: admin.id })
  await act(db, agent, 'snooze_conversation', b, { until: new Date(Date.now() + 3_600_000) })
  await act(db, agent, 'close_conversation', c)
  for (const one of [a, c, d]) await act(db, agent, 'label_conversation', one, { label_id: label.id })
  await act(db, agent, 'set_priority', e, { priority: 3 })
  await db.as(owner).rpc('add_note', { conversation_id: d, id: uuidv7(), body: 'You?', mentions: [agent.id] })
  const of = async (filter: object): Promise<string[]> => {
    const { rows, next } = await list(db, agent, id, { filter })
    expect(next).toBeNull()
    return rows.map((row) => row.id)
  }
  expect(await of({})).toEqual([f, e, d, c, b, a])
  expect(await of({ status: 'open' })).toEqual([f, e, d, a])
  expect(await of({ status: 'snoozed', label_id: null })).toEqual([b])
  expect(await of({ status: 'closed' })).toEqual([c])
  expect(await of({ assignee: 'me' })).toEqual([a])
  expect(await of({ assignee: admin.id })).toEqual([b])
  expect(await of({ assignee: 'none', status: 'open' })).toEqual([f, e, d])
  expect(await of({ label_id: label.id })).toEqual([d, c, a])
  expect(await of({ label_id: label.id, status: 'open', assignee: 'none' })).toEqual([d])
  expect(await of({ priority: 3 })).toEqual([e])
  expect(await of({ mentioned: true })).toEqual([d])
  expect(await of({ inbox_id: inbox.id })).toEqual([])
  expect(await of({ inbox_id: workspace.inboxId, priority: 0, status: 'open' })).toEqual([f, d, a])
  expect(await of({ contact_id: made[1]?.contactId })).toEqual([b])
  expect((await list(db, admin, id, { filter: { mentioned: true } })).rows).toEqual([])
  const [row] = (await list(db, agent, id, { filter: { priority: 3 } })).rows
  expect(row).toMatchObject({ priority: 3, label_ids: [], contact: { id: made[4]?.contactId, verified: false } })
  expect(await db.as(agent).rpc('contact_conversations', { contact_id: made[1]?.contactId })).toMatchObject([{ id: b }])
})

test('[LIST-2] pages neither repeat nor miss a conversation, whatever the order', async ({ db }) => {
  const workspace = await db.given.workspace()
  const ids: string[] = []
  for (let n = 0; n < 11; n += 1) ids.push((await db.given.openConversation({ workspace })).conversation.id)
  const waiting: string[] = []
  for (const [place, id] of ids.entries()) {
    if (place % 3 === 0) await send(db, workspace.agent, id, 'Answered')
    else waiting.push(id)
  }
  const now = new Date() // three of them at the very same instant
  await db.sql`update public.conversations set last_message_at = ${now}, waiting_since = case when waiting_since is null then null else ${now}::timestamptz end
    where id = any (${[ids[1], ids[2], ids[4], ids[3]].map(String)})`
  const newest = await db.sql<{ id: string }[]>`
    select id from public.conversations where workspace_id = ${workspace.id} order by last_message_at desc, id desc`
  const byNewest = newest.map(({ id }) => id)
  for (const max of [1, 2, 5, 11]) {
    const all = (sort: string, filter = {}): Promise<string[]> =>
      listAll(db, workspace.agent, workspace.id, { sort, filter }, max)
    expect(await all('newest')).toEqual(byNewest)
    expect(await all('newest', { status: 'open' })).toEqual(byNewest)
    expect(await all('oldest')).toEqual(byNewest.toReversed())
    const byWaiting = await all('waiting')
    expect(byWaiting.slice(0, waiting.length).toSorted()).toEqual(waiting.toSorted())
    expect(byWaiting.slice(waiting.length)).toEqual(byNewest.filter((id) => !waiting.includes(id)))
    const [longest] = await db.sql<{ id: string }[]>`
      select id from public.conversations where workspace_id = ${workspace.id} order by waiting_since, id limit 1`
    expect(byWaiting[0]).toBe(longest?.id)
  }
  expect(
    await listAll(db, workspace.agent, workspace.id, { sort: 'waiting', filter: { status: 'closed' } }, 5),
  ).toEqual([])
})

test('[LIST-1] what is no filter, sort or place is refused', async ({ db }) => {
  const { id, agent } = await db.given.personas()
  const filters = [
    { status: 'any' },
    { assignee: "me' or true" },
    { label_id: 'x' },
    { priority: 5 },
    { priority: '1' },
    { mentioned: false },
    { colour: 'red' },
    [],
    'open',
  ]
  for (const filter of filters) {
    await expect(list(db, agent, id, { filter }), JSON.stringify(filter)).rejects.toMatchObject(
      refusal('filter_invalid'),
    )
  }
  // JSON of JavaScript can't say 1.0, others can: it is equal to 1.
  const stored = db.as(agent).sql`select public.save_view(${id}, 'V', '{"priority": 1.0}')`
  await expect(stored).rejects.toMatchObject(refusal('filter_invalid'))
  await expect(list(db, agent, id, { sort: 'id' })).rejects.toMatchObject(refusal('sort_invalid'))
  for (const after of [{}, { at: 'x', id: uuidv7() }, { at: new Date(), id: 'x' }, 3]) {
    await expect(list(db, agent, id, { after })).rejects.toMatchObject(refusal('after_invalid'))
  }
})

test('[ACCESS-4] lists, counts and views of a foreign workspace do not exist', async ({ db }) => {
  const { id, agentElsewhere, contact, contactId, agent, otherContact } = await db.given.personas()
  for (const who of [agentElsewhere, contact, otherContact]) {
    for (const name of ['list_conversations', 'conversation_counts', 'view_counts', 'my_preferences']) {
      await expect(db.as(who).rpc(name, { workspace_id: id }), name).rejects.toMatchObject(
        refusal('workspace_not_found'),
      )
    }
    expect(await db.as(who).rpc('contact_conversations', { contact_id: contactId })).toEqual([])
  }
  expect((await list(db, agent, id)).rows.length).toBeGreaterThan(0)
})

test('[VIEW-1] views: one’s own and shared ones, with their counts', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, owner, admin, agent } = workspace
  const { conversation } = await db.given.openConversation({ workspace })
  await db.given.openConversation({ workspace })
  await act(db, agent, 'assign_conversation', conversation.id)
  const save = (who: User, more: object): Promise<{ id: string }> =>
    db.as(who).rpc('save_view', { workspace_id: id, name: 'Mine', filter: { assignee: 'me' }, ...more })
  const mine = await save(agent, {})
  const shared = await save(admin, { shared: true, sort: 'waiting' })
  const second = await save(admin, { shared: true, name: 'All', filter: {} })
  expect(second).toMatchObject({ position: 1, agent_id: null })
  expect(await db.as(agent).select('saved_views')).toHaveLength(3)
  expect(await db.as(owner).select('saved_views')).toHaveLength(2)
  expect(await db.as(agent).rpc('view_counts', { workspace_id: id })).toEqual({
    [mine.id]: 1,
    [shared.id]: 1,
    [second.id]: 2,
  })
  expect(await db.as(admin).rpc('view_counts', { workspace_id: id })).toEqual({ [shared.id]: 0, [second.id]: 2 })
  await expect(save(agent, { shared: true })).rejects.toMatchObject(refusal('not_allowed'))
  await expect(save(agent, { id: shared.id })).rejects.toMatchObject(refusal('not_allowed'))
  await expect(save(owner, { id: mine.id })).rejects.toMatchObject(refusal('view_not_found'))
  await expect(db.as(owner).rpc('delete_view', { id: mine.id })).rejects.toMatchObject(refusal('view_not_found'))
  await expect(db.as(agent).rpc('delete_view', { id: shared.id })).rejects.toMatchObject(refusal('not_allowed'))
  await expect(save(agent, { filter: { status: 1 } })).rejects.toMatchObject(refusal('filter_invalid'))
  expect(await save(agent, { id: mine.id, name: 'To me', position: 7 })).toMatchObject({
    name: 'To me',
    position: 7,
    sort: 'newest',
  })
  await db.as(agent).rpc('delete_view', { id: mine.id })
  await db.as(owner).rpc('delete_view', { id: shared.id })
  expect(await db.as(agent).select('saved_views')).toMatchObject([{ id: second.id }])
})
