import { v7 as uuidv7 } from 'uuid'
import { refusal } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'
import type { TestDatabase } from './support/database.ts'

function start(db: TestDatabase, who: User, inboxKey: string, form?: unknown): Promise<{ contact_id: string }> {
  return db.as(who).rpc('start_conversation', {
    inbox_key: inboxKey,
    id: uuidv7(),
    message_id: uuidv7(),
    body: 'Hi',
    context: { form },
  })
}

test('[CONTACT-1] answers to the form come with the first message, unverified', async ({ db }) => {
  const { inboxKey, owner } = await db.given.personas()
  const contact = await db.given.user()
  expect(await db.as(contact).rpc('my_contact', { inbox_key: inboxKey })).toBeNull()
  const form = { name: ' Zoé\nMartin ', email: 'zoe@example.com', phone: '+33 1', topic: 'Sales', terms: true }
  const { contact_id: id } = await start(db, contact, inboxKey, form)
  const card = {
    id,
    name: 'Zoé Martin',
    email: 'zoe@example.com',
    verified: false,
    attributes: { phone: '+33 1', topic: 'Sales', terms: true },
    known: ['name', 'email'],
  }
  expect(await db.as(contact).rpc('my_contact', { inbox_key: inboxKey })).toEqual(card)
  const { known, ...row } = card
  expect(known).toHaveLength(2)
  expect(await db.as(owner).select('contacts', { id })).toMatchObject([row])
})

test('[CONTACT-1] no answer, however odd, keeps a first message out', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`k${at}`, at]))
  for (const form of [null, 7, 'x', [], { name: 7 }, { email: 'nobody', name: ' ' }, { 'Bad key': 1, a: {} }, many]) {
    const contact = await db.given.user()
    await start(db, contact, inboxKey, form)
    const card = await db.as(contact).rpc<{ attributes: object }>('my_contact', { inbox_key: inboxKey })
    expect(Object.keys(card.attributes).length).toBeLessThanOrEqual(30)
  }
  const contact = await db.given.user()
  await start(db, contact, inboxKey, { email: 'nobody' })
  expect(await db.as(contact).rpc('my_contact', { inbox_key: inboxKey })).toMatchObject({
    email: 'nobody', // no address, but what they wrote
    attributes: { email: 'nobody' },
  })
})

test('[CONTACT-1] contacts say who they are, and the team hears it once', async ({ db }) => {
  const { inboxKey, conversation, contact } = await db.given.openConversation()
  await start(db, contact, inboxKey)
  const update = (args: object): Promise<unknown> =>
    db.as(contact).rpc('update_contact', { inbox_key: inboxKey, ...args })
  const sent = await sentDuring(db, () => update({ name: 'Zoé', attributes: { plan: 'pro', seats: 3, trial: false } }))
  expect(summary(sent)).toEqual(['workspace conversation_changed'])
  expect(sent[0]?.payload).toMatchObject({ contact: { name: 'Zoé', verified: false } })
  expect(await update({ email: ' z@example.com ', attributes: { seats: null, plan: 'team' } })).toMatchObject({
    name: 'Zoé',
    email: 'z@example.com',
    attributes: { plan: 'team', trial: false },
  })
  expect(await sentDuring(db, () => update({ name: 'Zoé', email: '' }))).toEqual([])
  for (const [args, word] of [
    [{ name: 'a\tb' }, 'name_invalid'],
    [{ name: 'x'.repeat(101) }, 'name_invalid'],
    [{ email: 'nobody' }, 'email_invalid'],
    [{ attributes: { 'Bad key': 1 } }, 'attributes_invalid'],
    [{ attributes: { a: { b: 1 } } }, 'attributes_invalid'],
    [{ attributes: { a: 'x'.repeat(501) } }, 'attributes_invalid'],
    [{ attributes: [] }, 'attributes_invalid'],
    [{ attributes: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 1])) }, 'attributes_invalid'],
  ] as const) {
    await expect(update(args), JSON.stringify(args)).rejects.toMatchObject(refusal(word))
  }
  const stranger = db.as(await db.given.user()).rpc('update_contact', { inbox_key: inboxKey, name: 'X' })
  await expect(stranger).rejects.toMatchObject(refusal('contact_not_found'))
  expect(conversation.id).toBeTruthy()
})

test('[CONTACT-2] what is verified is not overwritten by a claim', async ({ db }) => {
  const { inboxKey, contact, contactId } = await db.given.openConversation()
  await db.sql`update public.contacts set verified = true, name = 'Zoé' where id = ${contactId}`
  const claims = { name: 'The boss', email: 'boss@example.com', attributes: { plan: 'pro' } }
  expect(await db.as(contact).rpc('update_contact', { inbox_key: inboxKey, ...claims })).toMatchObject({
    name: 'Zoé',
    email: 'boss@example.com',
    attributes: { email: 'boss@example.com', plan: 'pro' },
  })
  await start(db, contact, inboxKey, { name: 'The boss', email: 'x@example.com' })
  const [row] = await db.sql`select name, email, attributes from public.contacts where id = ${contactId}`
  expect(row).toMatchObject({ name: 'Zoé', email: null, attributes: { email: 'x@example.com' } })
})
