import { v7 as uuidv7 } from 'uuid'
import { refusal } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import { nobody, type Persona } from './support/personas.ts'
import { expect, test } from './support/test.ts'
import { signToken } from './support/tokens.ts'

/** A shop where somebody verified has written, been answered and rated, and everybody who has no business there. */
async function scene(db: TestDatabase) {
  const shop = await db.given.workspace()
  const elsewhere = await db.given.workspace({ name: 'Elsewhere' })
  const victim = await db.given.user()
  const secrets = await Promise.all(
    [shop, elsewhere].map((place) =>
      db.as(place.owner).rpc<{ id: string; secret: string }>('create_identity_secret', { inbox_id: place.inboxId }),
    ),
  )
  const [own, foreign] = [secrets[0]!, secrets[1]!]
  const token = signToken(own.secret, { aud: shop.inboxKey, sub: 'victim', email: 'victim@example.com' })
  await db.as(victim).rpc('identify', { inbox_key: shop.inboxKey, token })
  const { contactId, conversation } = await db.given.openConversation({ workspace: shop, contact: victim })
  const at = { conversation_id: conversation.id }
  await db.as(shop.agent).rpc('send_message', { ...at, id: uuidv7(), body: 'An answer.' })
  const noteId = uuidv7()
  await db.as(shop.agent).rpc('add_note', { ...at, id: noteId, body: 'A note.' })
  await db.as(victim).rpc('end_conversation', at)
  await db.as(victim).rpc('rate_conversation', { ...at, score: 1, comment: 'Slow' })

  const neighbour = await db.given.openConversation({ workspace: shop })
  const otherRealm = await db.given.openConversation({ workspace: elsewhere })
  await db.as(otherRealm.contact).rpc('identify', {
    inbox_key: elsewhere.inboxKey,
    token: signToken(foreign.secret, { aud: elsewhere.inboxKey, sub: 'victim', email: 'victim@example.com' }),
  })
  const blocked = await db.given.openConversation({ workspace: shop })
  await db.as(shop.agent).rpc('block_contact', { contact_id: blocked.contactId })
  const registered = await db.given.user({ email: `stranger.${uuidv7()}@example.com` })
  const contacts: Record<string, Persona> = {
    'a contact of the same inbox': neighbour.contact,
    'the same subject in another realm': otherRealm.contact,
    'a blocked contact': blocked.contact,
    'an anonymous user without a contact': await db.given.user(),
    'somebody with an account': registered,
  }
  return {
    shop,
    victim,
    contactId,
    conversationId: conversation.id,
    messageId: conversation.messageId,
    noteId,
    secretId: own.id,
    contacts,
    attackers: { ...contacts, 'an agent elsewhere': elsewhere.owner } as Record<string, Persona>,
  }
}

test('[ACCESS-4] of a stranger’s conversation and contact, nobody learns, hears or changes anything', async ({
  db,
}) => {
  const { shop, contactId, conversationId, messageId, secretId, attackers } = await scene(db)
  const at = { conversation_id: conversationId }
  const contact = { contact_id: contactId }
  const calls: [string, Record<string, unknown>, string][] = [
    ['my_messages', at, 'conversation_not_found'],
    ['send_message', { ...at, id: uuidv7(), body: 'x' }, 'conversation_not_found'],
    ['send_message', { ...at, id: messageId, body: 'x' }, 'conversation_not_found'],
    ['mark_read', { ...at, seq: 1 }, 'conversation_not_found'],
    ['typing', at, 'conversation_not_found'],
    ['end_conversation', at, 'conversation_not_found'],
    ['rate_conversation', { ...at, score: 5 }, 'conversation_not_found'],
    [
      'start_conversation',
      { inbox_key: shop.inboxKey, id: conversationId, message_id: messageId, body: 'x' },
      'id_taken',
    ],
    ['timeline', at, 'conversation_not_found'],
    ['add_note', { ...at, id: uuidv7(), body: 'x' }, 'conversation_not_found'],
    ['assign_conversation', at, 'conversation_not_found'],
    ['close_conversation', at, 'conversation_not_found'],
    ['reopen_conversation', at, 'conversation_not_found'],
    ['snooze_conversation', { ...at, until: new Date(Date.now() + 60_000).toISOString() }, 'conversation_not_found'],
    ['delete_note', { ...at, id: messageId }, 'conversation_not_found'],
    ['delete_message', { ...at, id: messageId }, 'conversation_not_found'],
    ['set_contact', { ...contact, name: 'x' }, 'contact_not_found'],
    ['block_contact', contact, 'contact_not_found'],
    ['merge_contacts', { ...contact, into_contact_id: contactId }, 'contact_not_found'],
    ['erase_contact', contact, 'contact_not_found'],
    ['update_inbox', { inbox_id: shop.inboxId, changes: { verified_only: false } }, 'inbox_not_found'],
    ['create_identity_secret', { inbox_id: shop.inboxId }, 'inbox_not_found'],
    ['identity_secrets', { inbox_id: shop.inboxId }, 'inbox_not_found'],
    ['revoke_identity_secret', { id: secretId }, 'secret_not_found'],
    ['join_identity_realm', { inbox_id: shop.inboxId, with_inbox_id: null }, 'inbox_not_found'],
    ['changes', { workspace_id: shop.id, since: '2020-01-01T00:00:00Z' }, ''],
    ['contact_merges', contact, ''],
    ['conversation_counts', { workspace_id: shop.id }, 'workspace_not_found'],
    ['erasures', { workspace_id: shop.id }, 'workspace_not_found'],
  ]
  const state = (): Promise<unknown> =>
    db.sql`select to_jsonb(c) as conversation, to_jsonb(k) as contact from public.conversations c join public.contacts k on k.id = c.contact_id
      where c.id = ${conversationId}`
  const before = await state()
  const sent = await sentDuring(db, async () => {
    for (const [who, persona] of Object.entries(attackers)) {
      for (const [name, args, word] of calls) {
        if (name === 'start_conversation' && who === 'a blocked contact') continue // refused as blocked before
        const answer = await db
          .as(persona)
          .rpc(name, args)
          .then(
            (value) => value,
            (error: { hint?: string; code: string }) => error.hint ?? error.code,
          )
        expect(answer, `${who}: ${name}`).toEqual(word === '' ? [] : word)
      }
    }
    for (const [name, args] of calls) {
      await expect(db.as(nobody).rpc(name, args), name).rejects.toMatchObject({ code: '42501' })
    }
  })
  expect(sent).toEqual([])
  expect(await state()).toEqual(before)
})

test('[ACCESS-1] contacts of all kinds select from no table and see in no list but their own', async ({ db }) => {
  const { shop, conversationId, contactId, contacts, victim } = await scene(db)
  const tables = await db.sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`
  expect(tables.length).toBeGreaterThan(20)
  for (const [who, persona] of Object.entries({ ...contacts, 'the victim': victim })) {
    for (const { name } of tables) expect(await db.as(persona).select(name), `${who}: ${name}`).toEqual([])
    const mine = JSON.stringify([
      await db.as(persona).rpc('my_conversations', { inbox_key: shop.inboxKey }),
      await db.as(persona).rpc('my_contact', { inbox_key: shop.inboxKey }),
      await db.as(persona).rpc('my_topics'),
    ])
    const isTheirs = persona === victim
    for (const secret of [conversationId, contactId, 'victim@example.com']) {
      expect(mine.includes(secret), `${who} sees ${secret}`).toBe(isTheirs)
    }
  }
})

test('[LIVE-2] nobody hears or speaks where they have no business', async ({ db }) => {
  const { shop, conversationId, contactId, attackers, victim } = await scene(db)
  const topics = [
    `contact:${contactId}:1`,
    `conversation:${conversationId}`,
    `workspace:${shop.id}:1`,
    `agents:${shop.id}:1`,
  ]
  const may = async (who: Persona, kind: 'hear' | 'speak', topic: string): Promise<boolean> => {
    const [row] = await db.sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claims', ${JSON.stringify(who.claims)}, true), set_config('request.jwt.claim.sub', ${who.claims.sub ?? ''}, true)`
      return sql<{ may: boolean }[]>`select ${sql(`private.may_${kind}`)}(${topic}, 'broadcast') as may`
    })
    return row?.may ?? false
  }
  for (const [who, persona] of Object.entries(attackers)) {
    for (const topic of topics) {
      expect(await may(persona, 'hear', topic), `${who} hears ${topic}`).toBe(false)
      expect(await may(persona, 'speak', topic), `${who} speaks on ${topic}`).toBe(false)
    }
  }
  expect(await may(victim, 'hear', topics[0] ?? '')).toBe(true) // else the lines above prove nothing
  expect(await may(victim, 'hear', topics[1] ?? '')).toBe(true)
  for (const topic of topics) expect(await may(victim, 'speak', topic)).toBe(false)
})

test('[CONTACT-4] a blocked contact is refused whatever they write, in whatever conversation', async ({ db }) => {
  const { shop } = await scene(db)
  const { contact, contactId, conversation } = await db.given.openConversation({ workspace: shop })
  const second = await db.given.openConversation({ workspace: shop, contact })
  await db.as(contact).rpc('end_conversation', { conversation_id: second.conversation.id })
  await db.as(shop.agent).rpc('block_contact', { contact_id: contactId })
  for (const conversation_id of [conversation.id, second.conversation.id]) {
    const write = db.as(contact).rpc('send_message', { conversation_id, id: uuidv7(), body: 'x' })
    await expect(write).rejects.toMatchObject(refusal('blocked'))
  }
  const args = { inbox_key: shop.inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'x' }
  await expect(db.as(contact).rpc('start_conversation', args)).rejects.toMatchObject(refusal('blocked'))
  const rating = { conversation_id: second.conversation.id, score: 1, comment: 'x' }
  await expect(db.as(contact).rpc('rate_conversation', rating)).rejects.toMatchObject(refusal('blocked'))
})
