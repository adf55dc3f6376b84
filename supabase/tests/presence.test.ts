import { v7 as uuidv7 } from 'uuid'
import { act, refusal } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { nobody } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

interface Inbox {
  agents: { id: string; name: string; availability: string }[]
  available: boolean
  expected_reply_seconds: number | null
}

test('[LIVE-5] typing is sent on only while an agent looks, and once in 3 s', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, agent, contact, conversation } = await db.given.openConversation({ workspace })
  const type = (): Promise<{ again_in: number }> => act(db, contact, 'typing', conversation.id)
  expect(await sentDuring(db, async () => expect(await type()).toEqual({ again_in: 5 }))).toEqual([])

  await db.as(agent).rpc('agent_heartbeat', { workspace_id: id, viewing: conversation.id })
  const sent = await sentDuring(db, async () => {
    expect(await type()).toEqual({ again_in: 3 })
    const { again_in: again } = await type()
    expect(again).toBeGreaterThan(2)
    expect(again).toBeLessThan(3)
  })
  expect(sent).toMatchObject([
    { topic: `conversation:${conversation.id}`, event: 'contact_typing', payload: { id: conversation.id } },
  ])
  await db.sql`update private.contact_typing set sent_at = sent_at - interval '3 seconds'`
  expect(await sentDuring(db, type)).toHaveLength(1)

  const other = await db.given.openConversation({ workspace })
  for (const viewing of [other.conversation.id, undefined]) {
    await db.sql`update private.contact_typing set sent_at = sent_at - interval '3 seconds'`
    await db.as(agent).rpc('agent_heartbeat', { workspace_id: id, viewing }) // another tab of theirs: this one still looks
    expect(await sentDuring(db, type)).toHaveLength(1)
  }

  await db.sql`update private.contact_typing set sent_at = sent_at - interval '3 seconds'`
  await db.sql`update private.viewings set seen_at = seen_at - interval '91 seconds'` // left without a word
  expect(await sentDuring(db, type)).toEqual([])
})

test('only the contact types here', async ({ db }) => {
  const { agentElsewhere, otherContact } = await db.given.personas()
  const { agent, conversation } = await db.given.openConversation()
  await expect(act(db, agent, 'typing', conversation.id)).rejects.toMatchObject(refusal('not_allowed'))
  for (const persona of [agentElsewhere, otherContact]) {
    await expect(act(db, persona, 'typing', conversation.id)).rejects.toMatchObject(refusal('conversation_not_found'))
  }
})

test('[LIVE-7] an agent is there who is online and was heard from within 150 s', async ({ db }) => {
  const { id, inboxKey, agent, owner } = await db.given.workspace()
  const look = (): Promise<Inbox> => db.as(nobody).rpc('get_inbox', { inbox_key: inboxKey })
  expect(await look()).toMatchObject({
    available: false,
    agents: ['away', 'away', 'away'].map((availability) => ({ availability })),
  })
  await db.as(agent).rpc('agent_heartbeat', { workspace_id: id })
  expect(await look()).toMatchObject({ available: true })
  expect((await look()).agents[0]).toEqual({
    id: agent.id,
    name: 'Gus Agent',
    avatar_url: null,
    availability: 'online',
  })
  await db.as(agent).rpc('set_availability', { workspace_id: id, availability: 'away' })
  expect(await look()).toMatchObject({ available: false })
  const back = await db.as(agent).rpc('set_availability', { workspace_id: id, availability: 'online' })
  expect(back).toMatchObject({ user_id: agent.id, availability: 'online' })
  expect(await look()).toMatchObject({ available: true })
  await db.sql`update public.agents set last_seen_at = last_seen_at - interval '151 seconds' where user_id = ${agent.id}`
  expect(await look()).toMatchObject({ available: false })
  await db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: agent.id })
  expect((await look()).agents.map((card) => card.id)).not.toContain(agent.id)
})

test('heartbeats and availability are for agents of the workspace', async ({ db }) => {
  const { id, agent, agentElsewhere, contact, elsewhere } = await db.given.personas()
  const foreign = await db.given.openConversation({ workspace: elsewhere })
  for (const persona of [agentElsewhere, contact]) {
    for (const call of [
      () => db.as(persona).rpc('agent_heartbeat', { workspace_id: id }),
      () => db.as(persona).rpc('set_availability', { workspace_id: id, availability: 'away' }),
    ]) {
      await expect(call()).rejects.toMatchObject(refusal('workspace_not_found'))
    }
  }
  for (const viewing of [foreign.conversation.id, uuidv7()]) {
    await expect(db.as(agent).rpc('agent_heartbeat', { workspace_id: id, viewing })).rejects.toMatchObject(
      refusal('conversation_not_found'),
    )
  }
  await expect(db.as(agent).rpc('set_availability', { workspace_id: id, availability: null })).rejects.toMatchObject(
    refusal('availability_missing'),
  )
})

test('a contact’s presence is told when they come back, and while somebody looks', async ({ db }) => {
  const { id, inboxKey, agent, owner, contact, contactId, conversation } = await db.given.openConversation({
    workspace: await db.given.workspace(),
  })
  const beat = (page?: Json): Promise<unknown> =>
    db.as(contact).rpc('contact_heartbeat', { inbox_key: inboxKey, ...(page !== undefined && { page }) })
  const age = (seconds: number): Promise<unknown> =>
    db.sql`update public.contacts set last_seen_at = clock_timestamp() - make_interval(secs => ${seconds}) where id = ${contactId}`

  expect(await sentDuring(db, () => beat()), 'twice within 10 s').toEqual([])
  await age(60)
  expect(await sentDuring(db, () => beat()), 'still there, nobody looks').toEqual([])
  await age(200)
  const back = await sentDuring(db, () => beat({ url: 'https://shop.example/cart', title: 'Cart', evil: 1 }))
  expect(summary(back)).toEqual(['workspace conversation_changed'])
  expect(back[0]?.payload).toMatchObject({ id: conversation.id, contact: { id: contactId } })
  expect(await db.as(owner).select('contacts', { id: contactId })).toMatchObject([
    { page: { url: 'https://shop.example/cart', title: 'Cart' } },
  ])
  await db.as(agent).rpc('agent_heartbeat', { workspace_id: id, viewing: conversation.id })
  await age(60)
  expect(summary(await sentDuring(db, () => beat()))).toEqual(['workspace conversation_changed'])
  expect(summary(await sentDuring(db, () => beat({ url: 'https://shop.example/' }))), 'another page, at once').toEqual([
    'workspace conversation_changed',
  ])
  expect(await sentDuring(db, () => beat()), 'in haste, though somebody looks').toEqual([])
  await expect(beat(['no'])).rejects.toMatchObject(refusal('page_invalid'))
})

test('a visitor without a conversation leaves no trace', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const visitor = await db.given.user()
  const [before] = await db.sql`select count(*) from public.contacts`
  expect(await sentDuring(db, () => db.as(visitor).rpc('contact_heartbeat', { inbox_key: inboxKey }))).toEqual([])
  expect((await db.sql`select count(*) from public.contacts`)[0]).toEqual(before)
})

test('get_inbox: what a stranger sees, and what they don’t', async ({ db }) => {
  const { inboxKey, inboxId } = await db.given.workspace()
  expect(await db.as(nobody).rpc('get_inbox', { inbox_key: inboxKey })).toEqual({
    id: inboxId,
    name: 'Acme website',
    locale: 'en',
    texts: { greeting: 'Hello! How can we help?' },
    theme: {},
    form: [],
    email: null,
    allowed_origins: [],
    verified_only: false,
    ask_rating: true,
    attachments: { types: expect.arrayContaining(['image/png', 'application/pdf']), max_bytes: 10_485_760 },
    open_now: true,
    next_opening: null,
    calendar: null,
    agents: expect.any(Array),
    available: false,
    expected_reply_seconds: null,
  })
  await expect(db.as(nobody).rpc('get_inbox', { inbox_key: 'ibx_' })).rejects.toMatchObject(
    refusal('inbox_key_malformed'),
  )
  await expect(db.as(nobody).rpc('get_inbox', { inbox_key: `ibx_${'q'.repeat(22)}` })).rejects.toMatchObject(
    refusal('inbox_not_found'),
  )
})

test('the expected reply is the median of the first replies of 14 days, from the tenth on', async ({ db }) => {
  const workspace = await db.given.workspace()
  const look = (): Promise<Inbox> => db.as(nobody).rpc('get_inbox', { inbox_key: workspace.inboxKey })
  for (const seconds of [10, 20, 30, 40, 1_000, 5, 15, 25, 35, 45]) {
    expect((await look()).expected_reply_seconds).toBeNull()
    const { conversation } = await db.given.openConversation({ workspace })
    await act(db, workspace.agent, 'send_message', conversation.id, { id: uuidv7(), body: 'Hi' })
    await db.sql`
      update public.turns set started_at = ended_at - make_interval(secs => ${seconds})
      where conversation_id = ${conversation.id}`
  }
  expect((await look()).expected_reply_seconds).toBe(28) // between 25 and 30, rounded
  await db.sql`update public.turns set ended_at = ended_at - interval '15 days', started_at = started_at - interval '15 days'`
  expect((await look()).expected_reply_seconds).toBeNull()
})
