import { v7 as uuidv7 } from 'uuid'
import { act, refusal } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

const SECRET = 'Zwiebelkuchen'

/** All that a contact can ask for, in one text. */
async function seenBy(
  db: TestDatabase,
  who: Parameters<TestDatabase['as']>[0],
  inboxKey: string,
  conversationId: string,
) {
  const me = db.as(who)
  return {
    conversations: await me.rpc('my_conversations', { inbox_key: inboxKey }),
    messages: await me.rpc('my_messages', { conversation_id: conversationId }),
    card: await me.rpc<{ attributes: object }>('my_contact', { inbox_key: inboxKey }),
    inbox: await me.rpc('get_inbox', { inbox_key: inboxKey }),
  }
}

test('[NOTE-4] nothing that agents write about a person reaches them, by no answer and no broadcast', async ({
  db,
}) => {
  const { contact, contactId, agent, owner, inboxKey, inboxId, id, conversation } = await db.given.openConversation()
  const at = { conversation_id: conversation.id }
  await db.as(contact).rpc('update_contact', { inbox_key: inboxKey, attributes: { plan: 'free' } })
  const before = await seenBy(db, contact, inboxKey, conversation.id)
  const sent = await sentDuring(db, async () => {
    const by = db.as(owner)
    await by.rpc('set_contact', {
      contact_id: contactId,
      name: `${SECRET} name`,
      email: `${SECRET}@example.com`,
      attributes: { secret: SECRET, mood: 'bad' },
    })
    await by.rpc('save_contact_note', { contact_id: contactId, body: SECRET })
    await by.rpc('add_note', { ...at, id: uuidv7(), body: SECRET, mentions: [agent.id] })
    const label = await by.rpc<{ id: string }>('save_label', { workspace_id: id, name: SECRET, color: '#000000' })
    await by.rpc('label_conversation', { ...at, label_id: label.id })
    await by.rpc('set_priority', { ...at, priority: 4 })
    await by.rpc('save_draft', { ...at, kind: 'reply', body: SECRET })
    await by.rpc('save_view', { workspace_id: id, name: SECRET, filter: { label_id: label.id }, shared: true })
    await by.rpc('mark_mentions_seen', at)
    await by.rpc('block_contact', { contact_id: contactId })
    await by.rpc('snooze_conversation', { ...at, until: new Date(Date.now() + 60_000).toISOString() })
    await by.rpc('reopen_conversation', at)
  })
  const after = await seenBy(db, contact, inboxKey, conversation.id)
  expect(after).toEqual({ ...before, card: { ...before.card, known: ['name', 'email'] } })
  const heard = sent.filter(({ topic }) => !topic.startsWith('workspace:'))
  expect(heard).toEqual([])
  expect(JSON.stringify(sent)).toContain(SECRET) // the team hears it
  expect(await db.as(agent).select('contacts', { id: contactId })).toMatchObject([
    { name: `${SECRET} name`, attributes: { plan: 'free', secret: SECRET, mood: 'bad' } },
  ])

  // What is wrong is not told by what is said against it, nor by what was merged or named.
  await db.as(owner).rpc('block_contact', { contact_id: contactId, blocked: false })
  expect(
    await db.as(contact).rpc('update_contact', { inbox_key: inboxKey, attributes: { plan: 'pro' } }),
  ).toMatchObject({
    attributes: { plan: 'pro' },
  })
  const { secret } = await db.as(owner).rpc<{ secret: string }>('create_identity_secret', { inbox_id: inboxId })
  const token = (sub: string) => signToken(secret, { aud: inboxKey, sub })
  const elsewhere = await db.given.user()
  await db.as(elsewhere).rpc('identify', { inbox_key: inboxKey, token: token('zoe') })
  expect(
    JSON.stringify(await db.as(contact).rpc('identify', { inbox_key: inboxKey, token: token('zoe') })),
  ).not.toContain(SECRET)
  const [zoe] = await db.as(agent).select<{ attributes: object; agent_keys: string[] }>('contacts', { verified: true })
  expect(zoe).toMatchObject({ attributes: { secret: SECRET, plan: 'pro', name: `${SECRET} name` } })
  for (const who of [contact, elsewhere])
    expect(JSON.stringify(await db.as(who).rpc('my_contact', { inbox_key: inboxKey }))).not.toContain(SECRET)
})

test('[NOTE-4] guessing what an agent wrote tells nothing; what the contact says again is theirs', async ({ db }) => {
  const { contact, contactId, agent, inboxKey } = await db.given.openConversation()
  await db
    .as(agent)
    .rpc('set_contact', { contact_id: contactId, name: 'Troll', attributes: { mood: 'bad', plan: 'x' } })
  const say = (claims: object) => db.as(contact).rpc('update_contact', { inbox_key: inboxKey, ...claims })
  expect(await say({ attributes: { mood: 'good' } })).toMatchObject({ name: null, attributes: { mood: 'good' } })
  expect(await say({ attributes: { plan: 'x' } })).toMatchObject({ attributes: { mood: 'good', plan: 'x' } })
  expect(await say({ name: 'Troll' })).toMatchObject({ name: 'Troll' })
  await db.as(agent).rpc('set_contact', { contact_id: contactId, attributes: { mood: 'bad', plan: 'x' } })
  expect(await say({})).toMatchObject({ attributes: { plan: 'x' } }) // said alike by both
  await db.as(contact).rpc('start_conversation', {
    inbox_key: inboxKey,
    id: uuidv7(),
    message_id: uuidv7(),
    body: 'Again',
    context: { form: { mood: { odd: true }, plan: 'y' } },
  })
  expect(await say({})).toMatchObject({ attributes: { plan: 'y' } })
  expect(await say({})).not.toMatchObject({ attributes: { mood: 'bad' } }) // an answer that was none shows nothing
})

test('[ERASE-1] nobody writes about who was erased, and nothing of what agents set is left', async ({ db }) => {
  const { contactId, owner, agent, conversation } = await db.given.openConversation()
  await db.as(agent).rpc('set_contact', { contact_id: contactId, attributes: { hates_us: true } })
  await db.as(agent).rpc('save_contact_note', { contact_id: contactId, body: 'Known' })
  await act(db, agent, 'close_conversation', conversation.id)
  await db.as(owner).rpc('erase_contact', { contact_id: contactId })
  for (const body of ['Rude', '']) {
    await expect(db.as(agent).rpc('save_contact_note', { contact_id: contactId, body })).rejects.toMatchObject(
      refusal('contact_not_found'),
    )
  }
  expect(await db.as(agent).select('contact_notes', { contact_id: contactId })).toEqual([])
  expect(await db.as(agent).select('contacts', { id: contactId })).toMatchObject([{ attributes: {}, agent_keys: [] }])
})
