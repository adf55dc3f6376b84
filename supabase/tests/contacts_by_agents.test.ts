import { v7 as uuidv7 } from 'uuid'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { Workspace } from './support/given.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

async function history(db: TestDatabase, device: User, { inboxKey }: Workspace): Promise<string[]> {
  const mine = await db.as(device).rpc<{ id: string }[]>('my_conversations', { inbox_key: inboxKey })
  return mine.map(({ id }) => id).toSorted()
}

async function verify(db: TestDatabase, place: Workspace, device: User, sub: string): Promise<string> {
  const { id, secret } = await db
    .as(place.owner)
    .rpc<{ id: string; secret: string }>('create_identity_secret', { inbox_id: place.inboxId })
  const token = signToken(secret, { aud: place.inboxKey, sub, name: `Verified ${sub}` })
  const card = await db.as(device).rpc<{ id: string }>('identify', { inbox_key: place.inboxKey, token })
  await db.as(place.owner).rpc('revoke_identity_secret', { id })
  return card.id
}

const merge = (db: TestDatabase, who: User, from: string, into: string): Promise<{ merge_id: string }> =>
  db.as(who).rpc('merge_contacts', { contact_id: from, into_contact_id: into })

test('[CONTACT-3] agents correct what is known; name and e-mail of a verified contact are the site’s', async ({
  db,
}) => {
  const { agent, agentElsewhere, contact, contactId, ...place } = Object.assign(
    await db.given.personas(),
    await db.given.openConversation(),
  )
  const set = (changes: object, who = agent): Promise<unknown> =>
    db.as(who).rpc('set_contact', { contact_id: contactId, ...changes })
  const sent = await sentDuring(db, async () =>
    expect(await set({ name: 'Zoé', email: 'z@example.com', attributes: { plan: 'pro' } })).toMatchObject({
      name: 'Zoé',
      email: 'z@example.com',
      attributes: { plan: 'pro' },
      verified: false,
    }),
  )
  expect(summary(sent)).toEqual(['workspace conversation_changed'])
  expect(await sentDuring(db, () => set({ name: 'Zoé' }))).toEqual([])
  expect(await set({ email: '', attributes: { plan: null } })).toMatchObject({ email: null, attributes: {} })
  await expect(set({ email: 'x' })).rejects.toMatchObject(refusal('email_invalid'))
  for (const who of [agentElsewhere, contact]) {
    await expect(set({ name: 'X' }, who)).rejects.toMatchObject(refusal('contact_not_found'))
  }
  await verify(db, { ...place, agent }, contact, 'user-1')
  await expect(set({ name: 'X' })).rejects.toMatchObject(refusal('contact_verified'))
  expect(await set({ name: 'Verified user-1', attributes: { vip: true } })).toMatchObject({ attributes: { vip: true } })
})

test('[CONTACT-4] who is blocked reads and does not write, whatever their name becomes', async ({ db }) => {
  const { agent, agentElsewhere, contact, contactId, conversation, ...place } = Object.assign(
    await db.given.personas(),
    await db.given.openConversation(),
  )
  const block = (blocked: boolean, who = agent): Promise<unknown> =>
    db.as(who).rpc('block_contact', { contact_id: contactId, blocked })
  const sent = await sentDuring(db, async () =>
    expect(await block(true)).toMatchObject({ blocked_at: expect.any(String) }),
  )
  expect(summary(sent)).toEqual(['workspace event_created'])
  expect(sent[0]?.payload).toMatchObject({ kind: 'blocked', conversation: { contact: { blocked: true } } })
  expect(await sentDuring(db, () => block(true))).toEqual([])
  const messageId = uuidv7()
  const start = (): Promise<unknown> =>
    db
      .as(contact)
      .rpc('start_conversation', { inbox_key: place.inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'x' })
  await expect(send(db, contact, conversation.id, 'x', { id: messageId })).rejects.toMatchObject(refusal('blocked'))
  await expect(start()).rejects.toMatchObject(refusal('blocked'))
  await send(db, agent, conversation.id, 'The team may.')
  expect(await act(db, contact, 'my_messages', conversation.id)).toHaveLength(3)
  await verify(db, { ...place, agent }, contact, 'blocked-1')
  await expect(start()).rejects.toMatchObject(refusal('blocked'))
  for (const who of [agentElsewhere, contact]) {
    await expect(block(false, who)).rejects.toMatchObject(refusal('contact_not_found'))
  }
  await block(false)
  await send(db, contact, conversation.id, 'x', { id: messageId })
  await start()
})

test('[MERGE-1] agents merge two contacts and undo it: all goes over and comes back', async ({ db }) => {
  const place = await db.given.workspace()
  const one = await db.given.openConversation({ workspace: place })
  const two = await db.given.openConversation({ workspace: place })
  await db.as(one.contact).rpc('update_contact', {
    inbox_key: place.inboxKey,
    name: 'Zoé',
    attributes: { plan: 'pro', shoe: 38 },
  })
  await db.as(two.contact).rpc('update_contact', { inbox_key: place.inboxKey, attributes: { shoe: 39 } })
  await act(db, one.contact, 'end_conversation', one.conversation.id)
  await act(db, one.contact, 'rate_conversation', one.conversation.id, { score: 5 })
  const both = [one.conversation.id, two.conversation.id].toSorted()

  let mergeId = ''
  const sent = await sentDuring(db, async () => {
    const merged = await merge(db, place.agent, one.contactId, two.contactId)
    expect(merged).toMatchObject({ contact: { id: two.contactId, name: 'Zoé', attributes: { plan: 'pro', shoe: 39 } } })
    mergeId = merged.merge_id
  })
  expect(summary(sent).toSorted()).toEqual([
    'contact conversation_changed',
    'contact topics_moved',
    'workspace event_created',
  ])
  expect(sent.find(({ event }) => event === 'event_created')?.payload).toMatchObject({
    kind: 'merged',
    actor: 'agent',
    agent_id: place.agent.id,
    data: { name: 'Zoé' },
  })
  for (const { contact } of [one, two]) expect(await history(db, contact, place)).toEqual(both)
  expect(await db.as(place.agent).select('ratings')).toMatchObject([{ contact_id: two.contactId }])
  expect(await db.as(place.agent).rpc('contact_merges', { contact_id: two.contactId })).toMatchObject([
    {
      id: mergeId,
      contact_id: one.contactId,
      name: 'Zoé',
      reason: 'agent',
      agent_id: place.agent.id,
      conversations: 1,
      undone_at: null,
    },
  ])
  await expect(merge(db, place.agent, one.contactId, two.contactId)).rejects.toMatchObject(refusal('contact_not_found'))

  const since = await db.given.openConversation({ workspace: place, contact: one.contact }) // while they were one
  const topics = await db.as(two.contact).rpc<{ contact: string[] }>('my_topics')
  const undo = (who = place.agent): Promise<unknown> => db.as(who).rpc('unmerge_contacts', { merge_id: mergeId })
  expect(await undo()).toMatchObject({ id: one.contactId, merged_into: null, name: 'Zoé' })
  expect(await history(db, one.contact, place)).toEqual([one.conversation.id])
  expect(await history(db, two.contact, place)).toEqual([two.conversation.id, since.conversation.id].toSorted())
  expect(await db.as(place.agent).select('contacts', { id: two.contactId })).toMatchObject([
    { name: null, attributes: { shoe: 39 } },
  ])
  expect(await db.as(place.agent).select('ratings')).toMatchObject([{ contact_id: one.contactId }])
  expect(await db.as(two.contact).rpc('my_topics')).not.toEqual(topics)
  expect(await sentDuring(db, undo)).toEqual([])
  expect(await db.sql`select * from reporting.rebuild(${place.id})`).toMatchObject([
    { episodes_mended: '0', turns_mended: '0' },
  ])
})

test('[MERGE-2] no anonymous device gets a verified contact’s history by an agent’s merge', async ({ db }) => {
  const place = await db.given.workspace()
  const phone = await db.given.user()
  const known = await verify(db, place, phone, 'user-1')
  const theirs = await db.given.openConversation({ workspace: place, contact: phone })
  const claims = await db.given.openConversation({ workspace: place })
  await expect(merge(db, place.agent, known, claims.contactId)).rejects.toMatchObject(refusal('merge_into_verified'))
  const { merge_id: mergeId } = await merge(db, place.agent, claims.contactId, known)
  expect(await history(db, claims.contact, place)).toEqual([])
  expect(await history(db, phone, place)).toEqual([theirs.conversation.id, claims.conversation.id].toSorted())
  await db.as(place.agent).rpc('unmerge_contacts', { merge_id: mergeId })
  expect(await history(db, claims.contact, place)).toEqual([claims.conversation.id])
  expect(await history(db, phone, place)).toEqual([theirs.conversation.id])

  const other = await db.given.user()
  const second = await verify(db, place, other, 'user-2')
  const merged = await merge(db, place.agent, second, known) // two accounts of one person: both vouched for
  expect(await history(db, other, place)).toEqual([theirs.conversation.id])
  expect(await verify(db, place, await db.given.user(), 'user-2')).toBe(known)
  await db.as(place.agent).rpc('unmerge_contacts', { merge_id: merged.merge_id })
  expect(await verify(db, place, await db.given.user(), 'user-2')).toBe(second)
})

test('[MERGE-1] merges are undone in turn, and only at home', async ({ db }) => {
  const { elsewhere, agentElsewhere, ...place } = await db.given.personas()
  const [a, b, c] = [
    await db.given.openConversation({ workspace: place }),
    await db.given.openConversation({ workspace: place }),
    await db.given.openConversation({ workspace: place }),
  ]
  const foreign = await db.given.openConversation({ workspace: elsewhere })
  await expect(merge(db, place.agent, a.contactId, a.contactId)).rejects.toMatchObject(refusal('merge_invalid'))
  for (const [from, into] of [
    [a.contactId, foreign.contactId],
    [foreign.contactId, a.contactId],
  ] as const) {
    await expect(merge(db, place.agent, from, into)).rejects.toMatchObject(refusal('contact_not_found'))
  }
  for (const who of [agentElsewhere, a.contact]) {
    await expect(merge(db, who, a.contactId, b.contactId)).rejects.toMatchObject(refusal('contact_not_found'))
  }
  const first = await merge(db, place.agent, a.contactId, b.contactId)
  const second = await merge(db, place.agent, b.contactId, c.contactId)
  const undo = (merge_id: string, who = place.agent): Promise<unknown> =>
    db.as(who).rpc('unmerge_contacts', { merge_id })
  await expect(undo(first.merge_id)).rejects.toMatchObject(refusal('merged_since'))
  for (const who of [agentElsewhere, a.contact]) {
    await expect(undo(second.merge_id, who)).rejects.toMatchObject(refusal('merge_not_found'))
    expect(await db.as(who).rpc('contact_merges', { contact_id: c.contactId })).toEqual([])
  }
  await undo(second.merge_id)
  await undo(first.merge_id)
  for (const { contact, conversation } of [a, b, c]) {
    expect(await history(db, contact, place)).toEqual([conversation.id])
  }
})

test('[ERASE-1] nothing is left of an erased person but figures', async ({ db }) => {
  const { owner, agent, ...place } = await db.given.workspace()
  const device = await db.given.user()
  const secret = 'Xylophone'
  const contactId = await verify(db, { owner, agent, ...place }, device, `sub ${secret}`)
  const started = await db.as(device).rpc<{ id: string }>('start_conversation', {
    inbox_key: place.inboxKey,
    id: uuidv7(),
    message_id: uuidv7(),
    body: `I am ${secret}`,
    context: { page_url: `https://shop.example/${secret}`, form: { name: secret, nick: secret } },
  })
  const at = started.id
  await db.as(device).rpc('contact_heartbeat', { inbox_key: place.inboxKey, page: { url: `https://x/${secret}` } })
  await send(db, agent, at, `Hello ${secret}`)
  await send(db, device, at, `It is ${secret}`)
  await act(db, agent, 'add_note', at, { id: uuidv7(), body: `${secret} again` })
  await db.as(agent).rpc('save_contact_note', { contact_id: contactId, body: secret })
  await act(db, agent, 'save_draft', at, { kind: 'reply', body: secret })
  await act(db, device, 'end_conversation', at)
  await act(db, device, 'rate_conversation', at, { score: 2, comment: secret })
  await send(db, device, at, `${secret} once more`)
  const other = await db.given.openConversation({ workspace: { owner, agent, ...place }, body: 'I am another' })
  await merge(db, agent, other.contactId, contactId)
  const figures = async (): Promise<unknown> =>
    db.sql`select episode, turn, outcome, seconds from public.turns where conversation_id = ${at} and outcome = 'replied'`
  const before = await figures()

  for (const who of [agent, device]) {
    await expect(db.as(who).rpc('erase_contact', { contact_id: contactId })).rejects.toMatchObject(
      refusal(who === agent ? 'not_allowed' : 'contact_not_found'),
    )
  }
  const sent = await sentDuring(db, () => db.as(owner).rpc('erase_contact', { contact_id: contactId }))
  expect(summary(sent).toSorted()).toEqual([
    'contact topics_moved',
    'workspace conversation_changed',
    'workspace conversation_changed',
  ])
  expect(await sentDuring(db, () => db.as(owner).rpc('erase_contact', { contact_id: contactId }))).toEqual([])

  expect(await db.as(owner).rpc('erasures', { workspace_id: place.id })).toMatchObject([
    { contact_id: contactId, agent_id: owner.id, broadcasts_gone: false, files_gone: true },
  ])
  await db.postgres`select private.finish_erasures()`
  expect(await db.as(owner).rpc('erasures', { workspace_id: place.id })).toMatchObject([{ broadcasts_gone: true }])

  const tables = await db.sql<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'private', 'realtime', 'reporting') and relkind in ('r', 'p')`
  expect(tables.length).toBeGreaterThan(25)
  for (const { name } of tables) {
    const found = await db.sql.unsafe(
      `select to_jsonb(t) as row from ${name} t where to_jsonb(t)::text like '%${secret}%'`,
    )
    expect(found, name).toEqual([])
  }
  expect(await figures()).toEqual(before)
  expect(before).not.toEqual([])
  expect(await db.as(agent).select('ratings', { conversation_id: at })).toMatchObject([{ score: 2, comment: null }])
  expect(await conversationRow(db, at)).toMatchObject({ status: 'closed', context: {}, last_message_preview: null })
  expect(await history(db, device, { owner, agent, ...place })).toEqual([])
  expect(await db.sql`select * from reporting.rebuild(${place.id})`).toMatchObject([
    { episodes_mended: '0', turns_mended: '0' },
  ])
  for (const name of ['set_contact', 'block_contact']) {
    await expect(db.as(agent).rpc(name, { contact_id: contactId })).rejects.toMatchObject(refusal('contact_not_found'))
  }
})

test('[ERASE-2] where somebody was erased nothing is written or done any more, by hand or in bulk; what was on its way is dropped', async ({
  db,
}) => {
  const { owner, agent, ...place } = await db.given.workspace()
  const workspace = { owner, agent, ...place }
  const { conversation, contactId, contact } = await db.given.openConversation({ workspace })
  const at = conversation.id
  const { conversation: other } = await db.given.openConversation({ workspace })
  const label = await db
    .as(owner)
    .rpc<{ id: string }>('save_label', { workspace_id: place.id, name: uuidv7(), color: '#336699' })
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const deeds = (conversation_id: string): [string, Record<string, unknown>][] => [
    ['send_message', { conversation_id, id: uuidv7(), body: 'Hello?' }],
    ['add_note', { conversation_id, id: uuidv7(), body: 'They asked for it' }],
    ['save_draft', { conversation_id, kind: 'reply', body: 'Dear' }],
    ['assign_conversation', { conversation_id }],
    ['set_priority', { conversation_id, priority: 2 }],
    ['label_conversation', { conversation_id, label_id: label.id }],
    ['snooze_conversation', { conversation_id, until }],
    ['close_conversation', { conversation_id }],
    ['reopen_conversation', { conversation_id }],
  ]
  await db.as(owner).rpc('erase_contact', { contact_id: contactId })

  const before = await conversationRow(db, at)
  for (const [name, args] of deeds(at)) {
    await expect(db.as(agent).rpc(name, args), name).rejects.toMatchObject(refusal('conversation_not_found'))
  }
  for (const [name, args] of deeds(other.id)) expect(await db.as(agent).rpc(name, args), name).not.toBeUndefined()
  expect(
    await db.as(agent).rpc('bulk_update', {
      workspace_id: place.id,
      conversation_ids: [at, other.id],
      action: { do: 'close' },
    }),
  ).toEqual({ done: [other.id], refused: [{ id: at, hint: 'conversation_not_found' }] })
  await expect(send(db, contact, at, 'Me again')).rejects.toMatchObject(refusal('conversation_not_found'))
  expect(await conversationRow(db, at)).toEqual(before)

  await db.sql`
    insert into public.drafts (agent_id, conversation_id, kind, workspace_id, body, updated_at)
    values (${agent.id}, ${at}, 'reply', ${place.id}, 'in that very moment', now())`
  await db.postgres`select private.finish_erasures()`
  expect(await db.as(agent).select('drafts', { conversation_id: at })).toEqual([])
  expect(await db.as(agent).select('drafts', { conversation_id: other.id })).toHaveLength(1)
})

test('[ERASE-2] screens are told who was erased: by the list, the search and the broadcast', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { conversation, contactId } = await db.given.openConversation({ workspace })
  const at = conversation.id
  const lists = async () => {
    const { rows } = await db
      .as(workspace.agent)
      .rpc<{ rows: { id: string; contact: { erased_at: string | null } }[] }>('list_conversations', {
        workspace_id: workspace.id,
      })
    return rows.find(({ id }) => id === at)?.contact.erased_at
  }
  expect(await lists()).toBeNull()
  const sent = await sentDuring(db, () => db.as(workspace.owner).rpc('erase_contact', { contact_id: contactId }))
  expect(sent.find(({ event }) => event === 'conversation_changed')?.payload).toMatchObject({
    id: at,
    contact: { name: null, erased_at: expect.any(String) },
  })
  expect(await lists()).toEqual(expect.any(String))
})
