import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { act, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { nobody } from './support/personas.ts'
import { mayHear, maySpeak } from './support/probe.ts'
import { expect, test } from './support/test.ts'

interface Topics {
  workspace: string[]
  agents: string[]
  contact: string[]
}

test('[LIVE-2] who hears what', async ({ db }) => {
  const { id, owner, admin, agent, agentElsewhere, otherContact } = await db.given.personas()
  const { contact, contactId, conversation } = await db.given.openConversation()
  const team = [owner, admin, agent]
  const strangers = [agentElsewhere, otherContact, await db.given.user(), nobody]
  const hearers = {
    [`workspace:${id}:1 broadcast`]: team,
    [`workspace:${id}:1 presence`]: [],
    [`agents:${id}:1 broadcast`]: team,
    [`agents:${id}:1 presence`]: [],
    [`contact:${contactId}:1 broadcast`]: [contact],
    [`contact:${contactId}:1 presence`]: [],
    [`conversation:${conversation.id} broadcast`]: [...team, contact],
    [`conversation:${conversation.id} presence`]: team,
    [`conversation:${conversation.id} persistence`]: [],
  }
  for (const [asked, may] of Object.entries(hearers)) {
    const [topic, extension] = asked.split(' ') as [string, string]
    for (const persona of [...team, contact, ...strangers]) {
      const says = may.includes(persona as (typeof may)[number])
      expect(await mayHear(db, persona, topic, extension), `${asked} ${JSON.stringify(persona.claims)}`).toBe(says)
    }
  }
})

test('[LIVE-3] who speaks where: agents only', async ({ db }) => {
  const { id, owner, agent, agentElsewhere, otherContact } = await db.given.personas()
  const { contact, contactId, conversation } = await db.given.openConversation()
  const speakers = {
    [`workspace:${id}:1 broadcast`]: [],
    [`agents:${id}:1 broadcast`]: [owner, agent],
    [`agents:${id}:1 presence`]: [],
    [`agents:${id}:2 broadcast`]: [],
    [`contact:${contactId}:1 broadcast`]: [],
    [`conversation:${conversation.id} broadcast`]: [owner, agent],
    [`conversation:${conversation.id} presence`]: [owner, agent],
    [`conversation:${conversation.id} persistence`]: [],
    [`conversation:${uuidv7()} broadcast`]: [],
  }
  for (const [asked, may] of Object.entries(speakers)) {
    const [topic, extension] = asked.split(' ') as [string, string]
    for (const persona of [owner, agent, contact, agentElsewhere, otherContact, nobody]) {
      const says = may.includes(persona as (typeof may)[number])
      expect(await maySpeak(db, persona, topic, extension), `${asked} ${JSON.stringify(persona.claims)}`).toBe(says)
    }
  }
})

test('[LIVE-6] a topic in any form is answered no; nothing raises', async ({ db }) => {
  const { id, agent, contactId } = await db.given.personas()
  const odd = [
    '', ':', 'workspace', `workspace:${id}`, `workspace:${id}:`, `workspace:${id}:0`, `workspace:${id}:01`,
    `workspace:${id}:9999999999999999999`, `workspace:${id}:1 `, ` workspace:${id}:1`, `workspace:${id}:1\n`,
    `workspace:${id.toUpperCase()}:1`, `xworkspace:${id}:1`, `workspace:${id}:1:1`, `workspace:not-a-uuid:1`,
    `realtime:workspace:${id}:1`, `conversation:${id}`, `conversation:${id}:1`, 'conversation:%', `contact:${contactId}`,
    'room:1', 'workspace:{}:1', 'é\u202e🙂', 'x'.repeat(5_000),
  ] // prettier-ignore
  for (const topic of odd) {
    expect(await mayHear(db, agent, topic), topic).toBe(false)
    expect(await maySpeak(db, agent, topic), topic).toBe(false)
  }
  const piece = fc.constantFrom(
    'workspace',
    'agents',
    'contact',
    'conversation',
    ':',
    id,
    '1',
    '-',
    '\n',
    "'",
    '99999999999',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
      const topic = pieces.join('')
      const good = [`workspace:${id}:1`, `agents:${id}:1`].includes(topic)
      expect(await mayHear(db, agent, topic)).toBe(good)
    }),
    { numRuns: 60 },
  )
  expect(await mayHear(db, agent, `workspace:${id}:1`)).toBe(true)
})

test('my_topics names exactly what may be joined', async ({ db }) => {
  const { id, elsewhere, agent, contact, contactId } = await db.given.personas()
  const topics = (who: typeof agent, workspace?: string): Promise<Topics> =>
    db.as(who).rpc('my_topics', workspace ? { workspace_id: workspace } : {})
  expect(await topics(agent)).toEqual({ workspace: [`workspace:${id}:1`], agents: [`agents:${id}:1`], contact: [] })
  expect(await topics(contact)).toEqual({ workspace: [], agents: [], contact: [`contact:${contactId}:1`] })
  expect(await topics(agent, elsewhere.id)).toEqual({ workspace: [], agents: [], contact: [] })
  expect(await topics(contact, id)).toMatchObject({ contact: [`contact:${contactId}:1`] })
  for (const persona of [agent, contact]) {
    for (const topic of Object.values(await topics(persona)).flat() as string[]) {
      expect(await mayHear(db, persona, topic)).toBe(true)
    }
  }
  await expect(db.as(nobody).rpc('my_topics')).rejects.toMatchObject({ code: '42501' })
})

test('[LIVE-4] when an agent leaves, all others move to the next epoch', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { id, owner, agent, admin } = workspace
  const { contact, contactId, conversation } = await db.given.openConversation({ workspace })
  await act(db, agent, 'assign_conversation', conversation.id)
  const sent = await sentDuring(db, () => db.as(owner).rpc('remove_agent', { workspace_id: id, user_id: agent.id }))
  expect(summary(sent)).toEqual(['contact conversation_changed', 'workspace topics_moved'])
  expect(sent[1]?.topic).toBe(`workspace:${id}:1`)
  expect(sent[0]?.payload, '[CONV-7]').toMatchObject({ id: conversation.id, assignee: null })
  for (const kind of ['workspace', 'agents']) {
    for (const persona of [owner, admin, agent]) expect(await mayHear(db, persona, `${kind}:${id}:1`)).toBe(false)
    expect(await mayHear(db, admin, `${kind}:${id}:2`)).toBe(true)
    expect(await mayHear(db, agent, `${kind}:${id}:2`)).toBe(false)
  }
  expect(await mayHear(db, agent, `conversation:${conversation.id}`)).toBe(false)
  expect(await maySpeak(db, agent, `conversation:${conversation.id}`)).toBe(false)
  expect(await db.as(agent).rpc('my_topics')).toEqual({ workspace: [], agents: [], contact: [] })
  expect(await db.as(admin).rpc('my_topics')).toMatchObject({ workspace: [`workspace:${id}:2`] })
  const next = await sentDuring(db, () => send(db, contact, conversation.id))
  expect(next.map(({ topic }) => topic)).toEqual([`workspace:${id}:2`, `contact:${contactId}:1`])
  await db.sql`update public.contacts set epoch = 2 where id = ${contactId}`
  expect(await mayHear(db, contact, `contact:${contactId}:1`)).toBe(false)
  expect(await mayHear(db, contact, `contact:${contactId}:2`)).toBe(true)
})

test('[LIVE-1] every broadcast is private, has an object with an id, and goes once to a topic', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { agent, owner } = workspace
  const { contact, conversation } = await db.given.openConversation({ workspace })
  const c = conversation.id
  const all = await sentDuring(db, async () => {
    for (const work of [
      () => send(db, contact, c),
      () => send(db, agent, c),
      () => db.as(agent).rpc('add_note', { conversation_id: c, id: uuidv7(), body: 'x' }),
      () => act(db, agent, 'assign_conversation', c),
      () => act(db, contact, 'mark_read', c, { seq: 4 }),
      () => act(db, agent, 'snooze_conversation', c, { until: new Date(Date.now() + 1e6) }),
      () => act(db, agent, 'close_conversation', c),
      () => send(db, contact, c),
      () => act(db, agent, 'mark_read', c, { seq: 9 }),
      () => db.as(owner).rpc('remove_agent', { workspace_id: workspace.id, user_id: agent.id }),
    ]) {
      const topics = (await sentDuring(db, work)).map(({ topic }) => topic)
      expect(new Set(topics).size).toBe(topics.length)
      expect(topics.length).toBeGreaterThan(0)
    }
  })
  for (const { payload, private: isPrivate, event } of all) {
    expect(isPrivate).toBe(true)
    expect(payload['id'], event).toEqual(expect.any(String))
    expect('ids' in payload).toBe(false)
  }
  // What goes to a contact never carries what is internal.
  const toContact = all.filter(({ topic }) => topic.startsWith('contact:'))
  expect(toContact.length).toBeGreaterThan(5)
  expect(JSON.stringify(toContact), '[ACCESS-6]').not.toMatch(
    /"rev"|workspace_id|snoozed|"context"|email|waiting_since/,
  )
})

test('[LIVE-1] what concerns no conversation is not broadcast', async ({ db }) => {
  const { id, owner } = await db.given.workspace()
  const newcomer = await db.given.user({ email: 'newcomer@example.com' })
  const sent = await sentDuring(db, async () => {
    await db.as(owner).rpc('create_inbox', { workspace_id: id, name: 'Second', locale: 'fr' })
    const token = await db
      .as(owner)
      .rpc('invite_agent', { workspace_id: id, email: 'newcomer@example.com', role: 'agent' })
    await db.as(newcomer).rpc('accept_invitation', { token })
  })
  expect(sent).toEqual([])
})

test('[LIVE-7] the team is told who is away, online, or back: once each, and not of each sign', async ({ db }) => {
  const { id, agent } = await db.given.workspace()
  const beat = () => db.as(agent).rpc('agent_heartbeat', { workspace_id: id })
  const set = (availability: string) => db.as(agent).rpc('set_availability', { workspace_id: id, availability })
  const told = async (act: () => Promise<unknown>) =>
    (await sentDuring(db, act)).map(({ topic, event, payload }) => [
      topic.split(':')[0],
      event,
      payload['id'],
      payload['availability'],
    ])
  expect(await told(beat), 'comes').toEqual([['workspace', 'agent_changed', agent.id, 'online']])
  expect(await told(beat), 'stays').toEqual([])
  expect(await told(() => set('online')), 'is already').toEqual([])
  expect(await told(() => set('away'))).toEqual([['workspace', 'agent_changed', agent.id, 'away']])
  expect(await told(beat), 'is away, and stays so').toEqual([])
  expect(await told(() => set('online'))).toEqual([['workspace', 'agent_changed', agent.id, 'online']])
  await db.sql`update public.agents set last_seen_at = last_seen_at - interval '151 seconds' where user_id = ${agent.id}`
  expect(await told(beat), 'is back').toEqual([['workspace', 'agent_changed', agent.id, 'online']])
})
