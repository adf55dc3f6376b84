import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { User } from './support/personas.ts'
import { contactTopics, history, mayHear, site, start } from './support/site.ts'
import { expect, test } from './support/test.ts'

test('[IDENTITY-1] a token names the contact, and the same history is on every device', async ({ db }) => {
  const shop = await site(db)
  const [phone, laptop] = [await db.given.user(), await db.given.user()]
  const card = await shop.identify(phone, 'user-1', { name: 'Zoé\u0007Martin', email: 'zoe@example.com' })
  expect(card).toEqual({
    id: expect.any(String),
    name: 'Zoé Martin',
    email: 'zoe@example.com',
    verified: true,
    attributes: {},
    known: ['name', 'email'],
    expires_at: expect.any(String),
  })
  const days = (Date.parse(card.expires_at) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(6.99)
  expect(days).toBeLessThanOrEqual(7)
  const { id, contact_id: contactId } = await start(db, phone, shop)
  expect(contactId).toBe(card.id)
  expect(await history(db, laptop, shop)).toEqual([])
  expect((await shop.identify(laptop, 'user-1')).name).toBe('Zoé Martin')
  expect(await history(db, laptop, shop)).toEqual([id])
  expect(await contactTopics(db, laptop)).toEqual(await contactTopics(db, phone))
  await send(db, laptop, id, 'From the laptop')
  expect(await act(db, phone, 'my_messages', id)).toMatchObject([{}, { body: 'Hi' }, { body: 'From the laptop' }])
  expect(await db.as(shop.agent).select('contact_identities')).toMatchObject([
    { realm_id: shop.inboxId, subject: 'user-1', contact_id: contactId },
  ])
})

test('[IDENTITY-2] what was written anonymously on the device becomes theirs: logged, told, the old topic silent', async ({
  db,
}) => {
  const shop = await site(db)
  const [phone, laptop] = [await db.given.user(), await db.given.user()]
  const known = await shop.identify(phone, 'user-1')
  const first = await start(db, phone, shop)
  const anonymous = await db.as(laptop).rpc<{ id: string; contact_id: string }>('start_conversation', {
    inbox_key: shop.inboxKey,
    id: uuidv7(),
    message_id: uuidv7(),
    body: 'Who am I?',
    context: { form: { name: 'Zoé', topic: 'Sales' } },
  })
  await act(db, laptop, 'end_conversation', anonymous.id)
  await act(db, laptop, 'rate_conversation', anonymous.id, { score: 5 })
  const [oldTopic = ''] = await contactTopics(db, laptop)
  expect(await mayHear(db, laptop, oldTopic)).toBe(true)

  const sent = await sentDuring(db, () => shop.identify(laptop, 'user-1', { email: 'zoe@example.com' }))
  expect(summary(sent).toSorted()).toEqual([
    'contact conversation_changed',
    'contact topics_moved',
    'workspace conversation_changed', // their e-mail is known now
    'workspace event_created',
  ])
  const told = (name: string): (typeof sent)[number] | undefined => sent.find(({ event }) => event === name)
  expect(told('topics_moved')?.topic).toBe(oldTopic)
  expect(told('event_created')?.payload).toMatchObject({
    kind: 'identified',
    actor: 'contact',
    conversation: { contact_id: known.id },
  })
  expect(sent.find(({ topic }) => topic.startsWith(`contact:${known.id}`))?.payload).toMatchObject({
    id: anonymous.id,
    contact_id: known.id,
  })
  expect(await mayHear(db, laptop, oldTopic)).toBe(false)
  const both = [first.id, anonymous.id].toSorted()
  for (const device of [phone, laptop]) expect(await history(db, device, shop)).toEqual(both)
  const [contact] = await db.as(shop.agent).select('contacts', { id: known.id })
  expect(contact).toMatchObject({ email: 'zoe@example.com', attributes: { name: 'Zoé', topic: 'Sales' } })
  expect(await db.as(shop.agent).select('ratings')).toMatchObject([{ contact_id: known.id }])
  expect(await db.as(shop.agent).select('contacts', { id: anonymous.contact_id })).toMatchObject([
    { merged_into: known.id },
  ])
  expect(await db.sql`select contact_id, into_contact_id, reason, agent_id, undone_at from private.merge_log`).toEqual([
    {
      contact_id: anonymous.contact_id,
      into_contact_id: known.id,
      reason: 'identified',
      agent_id: null,
      undone_at: null,
    },
  ])
  expect(await db.sql`select * from reporting.rebuild(${shop.id})`).toMatchObject([
    { episodes_mended: '0', turns_mended: '0' },
  ])
})

test('[IDENTITY-2] the first token on a device that has written keeps its contact; what they claimed stays a claim', async ({
  db,
}) => {
  const shop = await site(db)
  const device = await db.given.user()
  const { id, contact_id: contactId } = await start(db, device, shop)
  await db.as(device).rpc('update_contact', { inbox_key: shop.inboxKey, name: 'The boss', email: 'boss@example.com' })
  const sent = await sentDuring(db, async () =>
    expect(await shop.identify(device, 'user-1', { name: 'Zoé' })).toMatchObject({ id: contactId, name: 'Zoé' }),
  )
  expect(summary(sent)).toEqual(['workspace event_created'])
  const [row] = await db.sql`select name, email, verified, attributes from public.contacts where id = ${contactId}`
  expect(row).toEqual({ name: 'Zoé', email: null, verified: true, attributes: { email: 'boss@example.com' } })
  expect(await history(db, device, shop)).toEqual([id])
  expect(await sentDuring(db, () => shop.identify(device, 'user-1', { name: 'Zoé' }))).toEqual([])
})

test('[IDENTITY-3] nothing merges on what a browser claims', async ({ db }) => {
  const shop = await site(db)
  const [victim, thief] = [await db.given.user(), await db.given.user()]
  await shop.identify(victim, 'user-1', { email: 'zoe@example.com', name: 'Zoé' })
  await start(db, victim, shop)
  const theirs = await start(db, thief, shop)
  await db.as(thief).rpc('update_contact', { inbox_key: shop.inboxKey, name: 'Zoé', email: 'zoe@example.com' })
  expect(await history(db, thief, shop)).toEqual([theirs.id])
  await shop.identify(thief, 'user-2', { email: 'zoe@example.com' }) // vouched for, but another sub: another person
  expect(await history(db, thief, shop)).toEqual([theirs.id])
  expect(await db.sql`select from private.merge_log where workspace_id = ${shop.id}`).toEqual([])
})

test('[IDENTITY-8] inboxes know each other’s people only in one realm', async ({ db }) => {
  const shop = await site(db)
  const inbox = await db
    .as(shop.owner)
    .rpc<{ id: string; key: string }>('create_inbox', { workspace_id: shop.id, name: 'Blog', locale: 'fr' })
  const blog = await site(db, { ...shop, inboxId: inbox.id, inboxKey: inbox.key })
  const [phone, laptop] = [await db.given.user(), await db.given.user()]
  const atShop = await shop.identify(phone, 'user-1')
  const inShop = await start(db, phone, shop)
  const atBlog = await blog.identify(laptop, 'user-1')
  const inBlog = await start(db, laptop, blog)
  const only = await blog.identify(await db.given.user(), 'user-2')
  expect(atBlog.id).not.toBe(atShop.id)
  expect(await history(db, laptop, blog)).toEqual([inBlog.id])

  const join = (persona: User, ...[inbox_id, with_inbox_id]: (string | null)[]): Promise<unknown> =>
    db.as(persona).rpc('join_identity_realm', { inbox_id, with_inbox_id })
  await expect(join(shop.agent, blog.inboxId, shop.inboxId)).rejects.toMatchObject(refusal('not_allowed'))
  const { elsewhere, agentElsewhere } = await db.given.personas()
  await expect(join(shop.owner, blog.inboxId, elsewhere.inboxId)).rejects.toMatchObject(refusal('inbox_not_found'))
  await expect(join(agentElsewhere, blog.inboxId, elsewhere.inboxId)).rejects.toMatchObject(refusal('inbox_not_found'))
  expect(await join(shop.admin, blog.inboxId, shop.inboxId)).toMatchObject({ identity_realm_id: shop.inboxId })
  expect(await history(db, laptop, blog)).toEqual([inShop.id, inBlog.id].toSorted())
  expect((await blog.identify(phone, 'user-1')).id).toBe(atShop.id)
  expect((await shop.identify(await db.given.user(), 'user-2')).id).toBe(only.id)

  expect(await join(shop.admin, shop.inboxId, null)).not.toMatchObject({ identity_realm_id: shop.inboxId })
  expect((await shop.identify(phone, 'user-1')).id).toBe(atShop.id) // was known here first
  expect(await history(db, laptop, blog)).toEqual([]) // let go
  expect((await blog.identify(laptop, 'user-1')).id).not.toBe(atShop.id)
  expect((await blog.identify(laptop, 'user-2')).id).toBe(only.id)
  expect((await shop.identify(laptop, 'user-2')).id).not.toBe(only.id)
})

test('[IDENTITY-2] many devices named at once, while all of them write: one contact, nothing lost', async ({ db }) => {
  const shop = await site(db)
  await db.sql`update private.limits set open_conversations = null, conversations_per_hour = null`
  const devices = await Promise.all(Array.from({ length: 6 }, () => db.given.user()))
  const started = await Promise.all(devices.map((device) => start(db, device, shop)))
  const results = await Promise.allSettled(
    devices.flatMap((device, at) => [
      shop.identify(device, 'user-1'),
      send(db, device, started[at]?.id ?? '', 'Meanwhile'),
      db.as(device).rpc('contact_heartbeat', { inbox_key: shop.inboxKey, page: { url: `https://shop.example/${at}` } }),
      start(db, device, shop, 'Another'),
    ]),
  )
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
  const ids = (
    await db.sql<{ id: string }[]>`select id from public.conversations where inbox_id = ${shop.inboxId} order by id`
  ).map(({ id }) => id)
  expect(ids).toHaveLength(12)
  for (const device of devices) {
    await shop.identify(device, 'user-1') // who began as nobody in between is known now
    expect(await history(db, device, shop)).toEqual(ids)
  }
  const [row] =
    await db.sql`select count(distinct contact_id)::integer from public.conversations where inbox_id = ${shop.inboxId}`
  expect(row).toEqual({ count: 1 })
})
