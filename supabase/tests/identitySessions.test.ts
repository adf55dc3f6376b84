import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { User } from './support/personas.ts'
import { age, contactTopics, history, mayHear, site, start } from './support/site.ts'
import { expect, test } from './support/test.ts'

test('[IDENTITY-4] after 7 days without a token a device sees nothing more, until the next one', async ({ db }) => {
  const shop = await site(db)
  const device = await db.given.user()
  const { id: contactId } = await shop.identify(device, 'user-1')
  const { id } = await start(db, device, shop)
  const [topic = ''] = await contactTopics(db, device)
  await age(db, device, '6 days 23 hours 59 minutes')
  expect(await history(db, device, shop)).toEqual([id])
  await age(db, device, '1 minute')

  expect(await history(db, device, shop)).toEqual([])
  expect(await contactTopics(db, device)).toEqual([])
  expect(await db.as(device).rpc('my_contact', { inbox_key: shop.inboxKey })).toBeNull()
  expect(await mayHear(db, device, topic)).toBe(false)
  expect(await mayHear(db, device, `conversation:${id}`)).toBe(false)
  for (const [name, more] of [
    ['my_messages', {}],
    ['send_message', { id: uuidv7(), body: 'x' }],
    ['mark_read', { seq: 1 }],
    ['typing', {}],
    ['end_conversation', {}],
    ['rate_conversation', { score: 5 }],
  ] as const) {
    await expect(act(db, device, name, id, more), name).rejects.toMatchObject(refusal('conversation_not_found'))
  }
  await db.as(device).rpc('contact_heartbeat', { inbox_key: shop.inboxKey, page: { url: 'https://x.example' } })
  expect(await db.as(shop.agent).select('contacts', { id: contactId })).toMatchObject([{ page: null }])

  const stranger = await start(db, device, shop, 'Am I still me?') // writes on, as nobody
  expect(stranger.contact_id).not.toBe(contactId)
  expect(await history(db, device, shop)).toEqual([stranger.id])
  await shop.identify(device, 'user-1')
  expect(await history(db, device, shop)).toEqual([id, stranger.id].toSorted())
  await age(db, device, '6 days')
  await shop.identify(device, 'user-1')
  await age(db, device, '6 days') // each token is a new week
  expect(await history(db, device, shop)).toHaveLength(2)
})

test('[IDENTITY-4] when the 7 days are over, what is said from then on is not heard on a topic joined before', async ({
  db,
}) => {
  const shop = await site(db)
  const [device, other, passer] = [await db.given.user(), await db.given.user(), await db.given.user()]
  const { id: contactId } = await shop.identify(device, 'user-1')
  const { id } = await start(db, device, shop)
  await shop.identify(other, 'user-1')
  await start(db, passer, shop)
  const [topic = ''] = await contactTopics(db, device)
  await db.sql`select private.run_due()`
  expect(await contactTopics(db, device)).toEqual([topic]) // not yet
  await age(db, device, '7 days')
  const moved = await sentDuring(db, () => db.sql`select private.run_due()`)
  expect(moved.map((sent) => `${sent.topic} ${sent.event}`)).toEqual([`${topic} topics_moved`])
  const said = await sentDuring(db, () => send(db, shop.agent, id, 'For whoever is there now'))
  expect(said.map((sent) => sent.topic)).not.toContain(topic)
  const [joined = ''] = await contactTopics(db, other)
  expect(said.map((sent) => sent.topic)).toContain(joined)
  expect(await mayHear(db, other, joined)).toBe(true)
  expect(await mayHear(db, device, joined)).toBe(false)
  expect(await sentDuring(db, () => db.sql`select private.run_due()`)).toEqual([]) // once
  expect(await shop.identify(device, 'user-1')).toMatchObject({ id: contactId })
  expect(await history(db, device, shop)).toEqual([id])
})

test('[IDENTITY-5] a device that another person takes over shows theirs, and nothing of the one before', async ({
  db,
}) => {
  const shop = await site(db)
  const [shared, phone] = [await db.given.user(), await db.given.user()]
  const ann = await shop.identify(shared, 'ann')
  const annsConversation = await start(db, shared, shop)
  const [annsTopic = ''] = await contactTopics(db, shared)
  await shop.identify(phone, 'ann')
  const sent = await sentDuring(db, async () => {
    expect((await shop.identify(shared, 'bob')).id).not.toBe(ann.id)
  })
  expect(sent).toMatchObject([{ topic: annsTopic, event: 'topics_moved' }])
  expect(await history(db, shared, shop)).toEqual([])
  expect(await mayHear(db, shared, annsTopic)).toBe(false)
  expect(await contactTopics(db, phone)).not.toEqual([annsTopic])
  expect(await history(db, phone, shop)).toEqual([annsConversation.id])
  await expect(send(db, shared, annsConversation.id)).rejects.toMatchObject(refusal('conversation_not_found'))
  const bobs = await start(db, shared, shop)
  await shop.identify(shared, 'ann')
  expect(await history(db, shared, shop)).toEqual([annsConversation.id])
  expect(bobs.contact_id).not.toBe(ann.id)
  expect(await db.sql`select from private.merge_log where workspace_id = ${shop.id}`).toEqual([])
})

test('[IDENTITY-6] logging out here, and everywhere', async ({ db }) => {
  const shop = await site(db)
  const [phone, laptop] = [await db.given.user(), await db.given.user()]
  await shop.identify(phone, 'user-1')
  await shop.identify(laptop, 'user-1')
  const { id } = await start(db, phone, shop)
  const [topic = ''] = await contactTopics(db, phone)
  const logout = (device: User, everywhere?: boolean): Promise<unknown> =>
    db.as(device).rpc('logout', { inbox_key: shop.inboxKey, everywhere })
  expect(await sentDuring(db, () => logout(phone))).toEqual([])
  expect(await history(db, phone, shop)).toEqual([])
  expect(await history(db, laptop, shop)).toEqual([id])
  await logout(phone)

  await shop.identify(phone, 'user-1')
  expect(await sentDuring(db, () => logout(laptop, true))).toMatchObject([{ topic, event: 'topics_moved' }])
  for (const device of [phone, laptop]) {
    expect(await history(db, device, shop)).toEqual([])
    expect(await contactTopics(db, device)).toEqual([])
    expect(await mayHear(db, device, topic)).toBe(false)
  }
  await shop.identify(phone, 'user-1')
  await shop.identify(laptop, 'user-1')
  await age(db, laptop, '7 days')
  await logout(laptop, true) // no longer theirs to say
  expect(await history(db, phone, shop)).toEqual([id])
})
