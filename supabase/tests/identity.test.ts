import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { Workspace } from './support/given.ts'
import type { User } from './support/personas.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

type Card = { id: string; name: string | null; email: string | null; verified: boolean; expires_at: string }

interface Site extends Workspace {
  secret: string
  /** Names the person on this device, as the site's backend would. */
  identify: (device: User, sub: string, more?: Record<string, unknown>) => Promise<Card>
}

async function site(db: TestDatabase, workspace?: Workspace): Promise<Site> {
  const place = workspace ?? (await db.given.workspace())
  const { secret } = await db
    .as(place.owner)
    .rpc<{ secret: string }>('create_identity_secret', { inbox_id: place.inboxId })
  return {
    ...place,
    secret,
    identify: (device, sub, more = {}) =>
      db.as(device).rpc('identify', {
        inbox_key: place.inboxKey,
        token: signToken(secret, { aud: place.inboxKey, sub, ...more }),
      }),
  }
}

async function start(
  db: TestDatabase,
  device: User,
  { inboxKey }: Workspace,
  body = 'Hi',
): Promise<{ id: string; contact_id: string }> {
  return db.as(device).rpc('start_conversation', { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body })
}

async function history(db: TestDatabase, device: User, { inboxKey }: Workspace): Promise<string[]> {
  const mine = await db.as(device).rpc<{ id: string }[]>('my_conversations', { inbox_key: inboxKey })
  return mine.map(({ id }) => id).toSorted()
}

async function contactTopics(db: TestDatabase, device: User): Promise<string[]> {
  return (await db.as(device).rpc<{ contact: string[] }>('my_topics')).contact
}

async function mayHear(db: TestDatabase, device: User, topic: string): Promise<boolean> {
  const [row] = await db.sql.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', ${JSON.stringify(device.claims)}, true), set_config('request.jwt.claim.sub', ${device.id}, true)`
    return sql<{ heard: boolean }[]>`select private.may_hear(${topic}, 'broadcast') as heard`
  })
  return row?.heard ?? false
}

/** As if so much time had passed since the last token. */
const age = (db: TestDatabase, device: User, interval: string): Promise<unknown> =>
  db.sql`update public.contact_sessions set verified_until = verified_until - ${interval}::interval where user_id = ${device.id}`

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

test('[IDENTITY-7] an inbox for verified people only: others may not write', async ({ db }) => {
  const shop = await site(db)
  const before = await db.given.openConversation({ workspace: shop })
  await db.as(shop.owner).rpc('update_inbox', { inbox_id: shop.inboxId, changes: { verified_only: true } })
  const device = await db.given.user()
  await expect(start(db, device, shop)).rejects.toMatchObject(refusal('verified_only'))
  await expect(send(db, before.contact, before.conversation.id)).rejects.toMatchObject(refusal('verified_only'))
  await shop.identify(device, 'user-1')
  const { id } = await start(db, device, shop)
  await send(db, device, id)
  await send(db, shop.agent, before.conversation.id)
  await age(db, device, '7 days')
  await expect(start(db, device, shop)).rejects.toMatchObject(refusal('verified_only'))
  const [{ count }] = await db.sql<[{ count: number }]>`
    select count(*)::integer from public.contacts where inbox_id = ${shop.inboxId}`
  expect(count).toBe(2) // a refusal leaves nothing behind
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

test('[IDENTITY-9] secrets are shown once, to owners and admins; two live side by side', async ({ db }) => {
  const shop = await site(db)
  const device = await db.given.user()
  const { id, secret } = await db
    .as(shop.admin)
    .rpc<{ id: string; secret: string }>('create_identity_secret', { inbox_id: shop.inboxId })
  expect(secret).toMatch(/^cis_[0-9A-Za-z]{44}$/)
  await expect(db.as(shop.admin).rpc('create_identity_secret', { inbox_id: shop.inboxId })).rejects.toMatchObject(
    refusal('secrets_full'),
  )
  const identify = (key: string): Promise<unknown> =>
    db.as(device).rpc('identify', {
      inbox_key: shop.inboxKey,
      token: signToken(key, { aud: shop.inboxKey, sub: 'user-1' }),
    })
  await identify(shop.secret)
  expect(await db.as(shop.owner).rpc('identity_secrets', { inbox_id: shop.inboxId })).toEqual([
    {
      id: expect.any(String),
      hint: shop.secret.slice(-4),
      created_at: expect.any(String),
      last_used_at: expect.any(String),
    },
    { id, hint: secret.slice(-4), created_at: expect.any(String), last_used_at: null },
  ])
  await identify(secret)
  await db.as(shop.owner).rpc('revoke_identity_secret', { id })
  await expect(identify(secret)).rejects.toMatchObject(refusal('token_signature'))
  await identify(shop.secret)

  const { agentElsewhere } = await db.given.personas()
  for (const [persona, word] of [
    [shop.agent, 'not_allowed'],
    [agentElsewhere, 'inbox_not_found'],
    [device, 'inbox_not_found'],
  ] as const) {
    for (const name of ['create_identity_secret', 'identity_secrets']) {
      await expect(db.as(persona).rpc(name, { inbox_id: shop.inboxId }), name).rejects.toMatchObject(refusal(word))
    }
  }
  for (const persona of [agentElsewhere, device]) {
    await expect(db.as(persona).rpc('revoke_identity_secret', { id })).rejects.toMatchObject(
      refusal('secret_not_found'),
    )
  }
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
