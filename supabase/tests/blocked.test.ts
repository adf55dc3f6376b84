import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { callFunction } from './support/rpc.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

const HOME = '203.0.113.7'
const OFFICE = '198.51.100.9'

/** Calls as a request that came from this address. */
function from(db: TestDatabase, who: User, address: string, name: string, args: Record<string, unknown>) {
  return db.as(who).transaction(async (sql) => {
    await sql`select set_config('request.headers', ${JSON.stringify({ 'x-forwarded-for': address })}, true)`
    return callFunction(sql, name, args)
  })
}

async function start(db: TestDatabase, who: User, inboxKey: string, address: string) {
  const args = { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'Hi' }
  return (await from(db, who, address, 'start_conversation', args)) as { id: string; contact_id: string }
}

/** Somebody who wrote from home and was blocked. */
async function blockedAtHome(db: TestDatabase) {
  const shop = await db.given.workspace()
  const troll = await db.given.user()
  const started = await start(db, troll, shop.inboxKey, HOME)
  await db.as(shop.agent).rpc('block_contact', { contact_id: started.contact_id })
  return { ...shop, troll, contactId: started.contact_id, conversationId: started.id }
}

test('[CONTACT-4] who is blocked says nothing of themselves, and the team hears of no page and no typing', async ({
  db,
}) => {
  const { agent, inboxKey, id: workspaceId, contact, contactId, conversation } = await db.given.openConversation()
  await db.as(agent).rpc('agent_heartbeat', { workspace_id: workspaceId, viewing: conversation.id })
  const update = () => db.as(contact).rpc('update_contact', { inbox_key: inboxKey, attributes: { plan: 'rude' } })
  const heartbeat = async (title: string) => {
    await db.sql`update public.contacts set last_seen_at = clock_timestamp() - interval '1 hour' where id = ${contactId}`
    await db.as(contact).rpc('contact_heartbeat', { inbox_key: inboxKey, page: { url: 'https://x.example/', title } })
  }
  expect(summary(await sentDuring(db, () => act(db, contact, 'typing', conversation.id)))).toEqual([
    'conversation contact_typing',
  ])
  expect(await sentDuring(db, () => heartbeat('before'))).toHaveLength(1)

  await db.as(agent).rpc('block_contact', { contact_id: contactId })
  await db.sql`delete from private.contact_typing`
  const sent = await sentDuring(db, async () => {
    await expect(update()).rejects.toMatchObject(refusal('blocked'))
    await heartbeat('rude')
    expect(await act(db, contact, 'typing', conversation.id)).toEqual({ again_in: 5 })
  })
  expect(sent).toEqual([])
  expect(await db.as(agent).select('contacts', { id: contactId })).toMatchObject([
    { attributes: {}, page: { title: 'before' } },
  ])
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toHaveLength(1) // they still read
  await db.as(agent).rpc('block_contact', { contact_id: contactId, blocked: false })
  expect(await update()).toMatchObject({ attributes: { plan: 'rude' } })
})

test('[BLOCK-1] logged out, a blocked device or address does not begin anew as somebody else', async ({ db }) => {
  const { troll, inboxKey, agent, contactId } = await blockedAtHome(db)
  await expect(start(db, await db.given.user(), inboxKey, HOME)).rejects.toMatchObject(refusal('blocked'))
  await db.as(troll).rpc('logout', { inbox_key: inboxKey })
  await expect(start(db, troll, inboxKey, OFFICE)).rejects.toMatchObject(refusal('blocked')) // the device
  await expect(start(db, await db.given.user(), inboxKey, HOME)).rejects.toMatchObject(refusal('blocked')) // the address
  const file = {
    conversation_id: uuidv7(),
    id: uuidv7(),
    name: 'a.png',
    type: 'image/png',
    size: 1,
    inbox_key: inboxKey,
  }
  await expect(from(db, troll, HOME, 'begin_attachment', file)).rejects.toMatchObject(refusal('blocked'))
  await start(db, await db.given.user(), inboxKey, OFFICE) // others are let in

  await db.as(agent).rpc('block_contact', { contact_id: contactId, blocked: false })
  await start(db, troll, inboxKey, HOME)
})

test('[BLOCK-1] logging out tells from where, also when they were blocked long after they began', async ({ db }) => {
  const { troll, inboxKey } = await blockedAtHome(db)
  await db.sql`delete from private.contact_addresses`
  await db.sql`delete from private.blocked_origins`
  await start(db, await db.given.user(), inboxKey, HOME)
  await from(db, troll, HOME, 'logout', { inbox_key: inboxKey })
  await expect(start(db, await db.given.user(), inboxKey, HOME)).rejects.toMatchObject(refusal('blocked'))
})

test('[BLOCK-2] it is for who is new, in that inbox, for some hours; who was here before or is named writes', async ({
  db,
}) => {
  const shop = await db.given.workspace()
  const colleague = await db.given.user()
  const before = await start(db, colleague, shop.inboxKey, HOME)
  const troll = await db.given.user()
  const { contact_id: contactId } = await start(db, troll, shop.inboxKey, HOME)
  await db.as(shop.agent).rpc('block_contact', { contact_id: contactId })

  await send(db, colleague, before.id)
  await start(db, colleague, shop.inboxKey, HOME)
  const named = await db.given.user()
  const { secret } = await db
    .as(shop.owner)
    .rpc<{ secret: string }>('create_identity_secret', { inbox_id: shop.inboxId })
  await db.as(named).rpc('identify', {
    inbox_key: shop.inboxKey,
    token: signToken(secret, { aud: shop.inboxKey, sub: 'named' }),
  })
  await start(db, named, shop.inboxKey, HOME)
  const other = await db.as(shop.owner).rpc<{ key: string }>('create_inbox', {
    workspace_id: shop.id,
    name: 'Other',
    locale: 'en',
  })
  await start(db, await db.given.user(), other.key, HOME)

  const newcomer = await db.given.user()
  await expect(start(db, newcomer, shop.inboxKey, HOME)).rejects.toMatchObject(refusal('blocked'))
  // Nobody makes it longer by keeping the chat open.
  await db.sql`update private.blocked_origins set until = until - interval '4 hours'`
  await db.sql`update public.contacts set blocked_at = blocked_at - interval '4 hours', last_seen_at = null where id = ${contactId}`
  await from(db, troll, HOME, 'contact_heartbeat', { inbox_key: shop.inboxKey })
  await start(db, newcomer, shop.inboxKey, HOME)
})

test('[BLOCK-2] the project’s owner may switch it off; the salt of yesterday still counts, and then all is forgotten', async ({
  db,
}) => {
  const { inboxKey } = await blockedAtHome(db)
  await db.sql`update private.address_salts set day = day - 1`
  await expect(start(db, await db.given.user(), inboxKey, HOME)).rejects.toMatchObject(refusal('blocked'))
  await db.sql`update private.address_salts set day = day - 1`
  await db.sql`update private.contact_addresses set seen_at = seen_at - interval '2 days'`
  await db.sql`update private.blocked_origins set until = until - interval '2 days'`
  await db.sql`select private.run_due()`
  for (const table of ['address_salts', 'contact_addresses', 'blocked_origins'])
    expect((await db.sql`select from ${db.sql(`private.${table}`)}`).length, table).toBe(0)

  await db.sql`update private.limits set blocked_hours = null`
  const again = await blockedAtHome(db)
  await start(db, await db.given.user(), again.inboxKey, HOME)
  await db.sql`update private.limits set blocked_hours = default`
})
