import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { act, refusal, send } from './support/acts.ts'
import { sentDuring } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { callFunction } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

type Refused = { hint: string; code: string; detail?: string }

/** Starts a conversation as a request that came with these headers. */
async function start(
  db: TestDatabase,
  who: User,
  inboxKey: string,
  {
    headers = {},
    id = uuidv7(),
    challenge,
  }: { headers?: Record<string, string>; id?: string; challenge?: string } = {},
): Promise<unknown> {
  return db.as(who).transaction(async (sql) => {
    await sql`select set_config('request.headers', ${JSON.stringify(headers)}, true)`
    const context = { challenge }
    return callFunction(sql, 'start_conversation', {
      inbox_key: inboxKey,
      id,
      message_id: uuidv7(),
      body: 'Hi',
      context,
    })
  })
}

const caught = (work: Promise<unknown>): Promise<Refused> =>
  work.then(
    () => expect.unreachable('This was not refused.'),
    (error: Refused) => error,
  )

function details(error: Refused): { retry_in?: number; challenge?: string; bits?: number } {
  return JSON.parse(error.detail ?? '{}') as object
}

function solve(challenge: string, bits: number): string {
  for (let attempt = 0; ; attempt += 1) {
    const solution = `${challenge}:${attempt}`
    if (createHash('sha256').update(solution).digest().readUInt32BE(0) >>> (32 - bits) === 0) return solution
  }
}

const limit = (db: TestDatabase, name: string, value: number | string | null): Promise<unknown> =>
  db.sql`update private.limits set ${db.sql({ [name]: value })}`

/** As if so much time had passed. */
const later = (db: TestDatabase, interval: string): Promise<unknown> => db.sql`
  with contacts as (update private.contact_limits set counted_at = counted_at - ${interval}::interval)
  update private.address_limits set counted_at = counted_at - ${interval}::interval`

// Messages are counted in fours: see the migration counting_in_fours.
test('[LIMIT-1] thirty messages in one breath pass; then twenty a minute, told how long to wait', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  const other = await db.given.openConversation()
  for (let at = 0; at < 29; at += 1) await send(db, contact, conversation.id)
  const id = uuidv7()
  const sent = await sentDuring(db, async () => {
    const error = await caught(send(db, contact, conversation.id, 'One more', { id }))
    expect(error).toMatchObject(refusal('too_many_messages'))
    expect(details(error).retry_in).toBeGreaterThan(0)
    expect(details(error).retry_in).toBeLessThanOrEqual(9)
  })
  expect(sent).toEqual([])
  await send(db, other.contact, other.conversation.id) // nor others
  await later(db, '9 seconds')
  await send(db, contact, conversation.id, 'One more', { id })
  for (let at = 0; at < 3; at += 1) await send(db, contact, conversation.id)
  expect(await caught(send(db, contact, conversation.id))).toMatchObject(refusal('too_many_messages'))
  await send(db, contact, conversation.id, 'One more', { id }) // what is stored is answered, limit or not
  await later(db, '1 minute')
  let passed = 0
  const more = async (): Promise<Refused | null> =>
    send(db, contact, conversation.id).then(
      () => null,
      (error: Refused) => error,
    )
  let error: Refused | null = null
  for (error = await more(); error === null; error = await more()) passed += 1
  expect(error).toMatchObject(refusal('too_many_messages'))
  expect(passed).toBeGreaterThanOrEqual(20)
  expect(passed).toBeLessThanOrEqual(28)
  for (let at = 0; at < 40; at += 1) await send(db, agent, conversation.id) // the team is not counted
})

test('[LIMIT-1] three hundred an hour', async ({ db }) => {
  const { contact, conversation } = await db.given.openConversation()
  await send(db, contact, conversation.id)
  await db.sql`update private.contact_limits set hour_level = 300, minute_level = 0`
  const error = await caught(send(db, contact, conversation.id))
  expect(error).toMatchObject(refusal('too_many_messages'))
  expect(details(error).retry_in).toBe(48)
  await later(db, '48 seconds')
  await send(db, contact, conversation.id)
  await limit(db, 'messages_per_hour', null)
  await limit(db, 'messages_per_minute', null)
  for (let at = 0; at < 40; at += 1) await send(db, contact, conversation.id) // a null lifts it
})

test('[LIMIT-2] ten new conversations an hour, five open ones', async ({ db }) => {
  const { inboxKey } = await db.given.workspace()
  const contact = await db.given.user()
  const ids: string[] = []
  for (let at = 0; at < 5; at += 1) {
    ids.push(uuidv7())
    await start(db, contact, inboxKey, { id: ids.at(-1) })
  }
  const open = await caught(start(db, contact, inboxKey))
  expect(open).toMatchObject(refusal('too_many_conversations'))
  expect(details(open)).toEqual({}) // no time will help
  for (const id of ids) await act(db, contact, 'end_conversation', id)
  for (let at = 0; at < 5; at += 1) {
    const id = uuidv7()
    await start(db, contact, inboxKey, { id })
    await act(db, contact, 'end_conversation', id)
  }
  const error = await caught(start(db, contact, inboxKey))
  expect(error).toMatchObject(refusal('too_many_conversations'))
  expect(details(error).retry_in).toBeGreaterThan(300)
  expect(details(error).retry_in).toBeLessThanOrEqual(360)
  await later(db, '360 seconds')
  await start(db, contact, inboxKey)
})

test('[LIMIT-3] behind one address an office passes; a flood is asked to work, and passes then', async ({ db }) => {
  const { inboxKey } = await db.given.workspace()
  const headers = { 'x-forwarded-for': '10.0.0.1, 203.0.113.7' }
  await limit(db, 'conversations_per_address_and_hour', 40)
  await limit(db, 'conversations_per_inbox_and_minute', null)
  for (let at = 0; at < 40; at += 1) await start(db, await db.given.user(), inboxKey, { headers })
  const [contact, id] = [await db.given.user(), uuidv7()]
  const before = await db.sql`select from public.contacts`
  const error = await caught(start(db, contact, inboxKey, { headers, id }))
  expect(error).toMatchObject(refusal('challenge_required'))
  expect(details(error)).toEqual({ challenge: expect.stringMatching(/^13\.\d{10}\.[0-9a-f]{64}$/), bits: 13 })
  expect(await db.sql`select from public.contacts`).toHaveLength(before.length) // a refusal leaves nothing behind
  const { challenge = '', bits = 0 } = details(error)
  await start(db, contact, inboxKey, { headers, id, challenge: solve(challenge, bits) })

  for (const elsewhere of ['203.0.113.8', '2001:db8:1:2::1', '203.0.113.7, 10.0.0.9', 'unknown', '']) {
    await start(db, await db.given.user(), inboxKey, { headers: { 'x-forwarded-for': elsewhere } })
  }
  await start(db, await db.given.user(), inboxKey) // no header: nothing is counted
  for (const same of ['203.0.113.7', '::ffff:203.0.113.7', '203.0.113.7:4711']) {
    expect(
      await caught(start(db, await db.given.user(), inboxKey, { headers: { 'x-forwarded-for': `x, ${same}` } })),
    ).toMatchObject(refusal('challenge_required'))
  }
  await later(db, '180 seconds')
  await start(db, await db.given.user(), inboxKey, { headers })
})

test('[LIMIT-3] a household’s IPv6 is one address; which header and hop is trusted is a setting', async ({ db }) => {
  const { inboxKey } = await db.given.workspace()
  await limit(db, 'conversations_per_address_and_hour', 1)
  const from = async (headers: Record<string, string>): Promise<string> =>
    start(db, await db.given.user(), inboxKey, { headers }).then(
      () => 'passed',
      ({ hint }: Refused) => hint,
    )
  expect(await from({ 'x-forwarded-for': '2001:db8:9:9:1::1' })).toBe('passed')
  expect(await from({ 'x-forwarded-for': '2001:db8:9:9:ffff::2' })).toBe('challenge_required')
  expect(await from({ 'x-forwarded-for': '2001:db8:9:8::1' })).toBe('passed')
  await limit(db, 'address_hop', 2)
  expect(await from({ 'x-forwarded-for': '198.51.100.1, 203.0.113.1' })).toBe('passed')
  expect(await from({ 'x-forwarded-for': '198.51.100.1, 203.0.113.2' })).toBe('challenge_required')
  expect(await from({ 'x-forwarded-for': '198.51.100.2' })).toBe('passed') // shorter than it must be: not through our front
  await limit(db, 'address_hop', 1)
  await limit(db, 'address_header', 'CF-Connecting-IP')
  expect(await from({ 'cf-connecting-ip': '198.51.100.3', 'x-forwarded-for': '2001:db8:9:9::1' })).toBe('passed')
  expect(await from({ 'cf-connecting-ip': '198.51.100.3', 'x-forwarded-for': '198.51.100.4' })).toBe(
    'challenge_required',
  )

  const [hash] = await db.sql<{ address_hash: Buffer }[]>`select address_hash from private.address_limits`
  expect(hash?.address_hash).toHaveLength(16)
  await db.sql`update private.address_salts set day = day - 1`
  expect(await from({ 'cf-connecting-ip': '198.51.100.3' })).toBe('passed') // another day, another hash
  await db.sql`update private.address_salts set day = day - 1`
  expect(await from({ 'cf-connecting-ip': '198.51.100.3' })).toBe('passed')
  expect(await db.sql`select from private.address_salts`).toHaveLength(2) // and nobody can make that before yesterday's again
})

test('[LIMIT-4] a flooded inbox asks everybody to work: for one caller, one conversation, ten minutes', async ({
  db,
}) => {
  const { inboxKey } = await db.given.workspace()
  const elsewhere = await db.given.workspace()
  await limit(db, 'conversations_per_address_and_hour', 1_000)
  await limit(db, 'conversations_per_inbox_and_minute', 0)
  const [contact, other, id] = [await db.given.user(), await db.given.user(), uuidv7()]
  const { challenge = '', bits = 0 } = details(await caught(start(db, contact, inboxKey, { id })))
  const solution = solve(challenge, bits)
  const wrong = [
    '',
    challenge,
    `${challenge}:`,
    `${challenge}:${'9'.repeat(17)}`,
    `${challenge}:-1`,
    solution.replace(/^13/, '1'),
    solution.replace(/^13/, '14'),
    solution.replace(/\.\d{10}\./, '.9999999999.'),
    solution.replace(/[0-9a-f]{64}/, '0'.repeat(64)),
    `${solution} `,
  ]
  for (const answer of wrong) {
    expect(await caught(start(db, contact, inboxKey, { id, challenge: answer })), answer).toMatchObject(
      refusal('challenge_required'),
    )
  }
  for (const [who, key, conversation] of [
    [other, inboxKey, id],
    [contact, inboxKey, uuidv7()],
    [contact, elsewhere.inboxKey, id],
  ] as const) {
    expect(await caught(start(db, who, key, { id: conversation, challenge: solution }))).toMatchObject(
      refusal('challenge_required'),
    )
  }
  await start(db, contact, inboxKey, { id, challenge: solution })
  const late = uuidv7()
  const asked = details(await caught(start(db, contact, inboxKey, { id: late })))
  await db.sql`update private.limits set challenge_secret = extensions.gen_random_bytes(32)` // as if it were another's, or old
  expect(
    await caught(start(db, contact, inboxKey, { id: late, challenge: solve(asked.challenge ?? '', 13) })),
  ).toMatchObject(refusal('challenge_required'))
  await limit(db, 'conversations_per_inbox_and_minute', null)
  await start(db, await db.given.user(), inboxKey)
})

test('[LIMIT-5] what contacts say of themselves and where they are is counted too', async ({ db }) => {
  const { contact, agent, id, inboxKey, conversation, contactId } = await db.given.openConversation()
  await db.as(agent).rpc('agent_heartbeat', { workspace_id: id, viewing: conversation.id })
  const update = (name: string): Promise<unknown> => db.as(contact).rpc('update_contact', { inbox_key: inboxKey, name })
  const sent = await sentDuring(db, async () => {
    for (let at = 0; at < 20; at += 1) await update(`Name ${at}`)
    const error = await caught(update('Another'))
    expect(error).toMatchObject(refusal('too_many_changes'))
    expect(details(error).retry_in).toBeLessThanOrEqual(3)
    await update('Name 19') // nothing new: nothing counted
    for (let at = 0; at < 10; at += 1) {
      await db
        .as(contact)
        .rpc('contact_heartbeat', { inbox_key: inboxKey, page: { url: `https://shop.example/${at}` } })
    }
  })
  expect(sent).toHaveLength(20)
  await db.sql`update public.contacts set last_seen_at = last_seen_at - interval '1 minute' where id = ${contactId}`
  expect(
    await sentDuring(db, () =>
      db.as(contact).rpc('contact_heartbeat', { inbox_key: inboxKey, page: { url: 'https://shop.example/there' } }),
    ),
  ).toHaveLength(1)
})
