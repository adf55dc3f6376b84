import { v7 as uuidv7 } from 'uuid'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { expect, test } from './support/test.ts'

const DAY_MS = 86_400_000

test('[NOTE-1] a note reaches the team and never the contact, not even as a change', async ({ db }) => {
  const { agent, admin, contact, inboxKey, conversation } = await db.given.openConversation()
  const before = await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })
  const sent = await sentDuring(db, () =>
    db.as(agent).rpc('add_note', { conversation_id: conversation.id, id: uuidv7(), body: 'VIP' }),
  )
  expect(summary(sent)).toEqual(['workspace note_created'])
  expect(sent[0]?.payload).toMatchObject({
    body: 'VIP',
    rev: 4,
    agent_id: agent.id,
    conversation: { rev: 4, last_seq: 2 },
  })
  expect(await db.as(admin).select('notes', { conversation_id: conversation.id })).toMatchObject([{ body: 'VIP' }])
  expect(await db.as(contact).select('notes')).toEqual([])
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toEqual(before)
  expect(await act(db, contact, 'my_messages', conversation.id)).toHaveLength(2)
})

test('[WRITE-2] [WRITE-3] a note is stored once, and its id is its author’s', async ({ db }) => {
  const { agent, admin, conversation } = await db.given.openConversation()
  const note = { conversation_id: conversation.id, id: uuidv7(), body: 'Once' }
  const first = await db.as(agent).rpc('add_note', note)
  const sent = await sentDuring(db, async () => {
    expect(await db.as(agent).rpc('add_note', { ...note, body: 'Twice' })).toEqual(first)
    await expect(db.as(admin).rpc('add_note', note)).rejects.toMatchObject(refusal('id_taken'))
  })
  expect(sent).toEqual([])
  for (const [body, hint] of [
    ['', 'message_empty'],
    [null, 'message_empty'],
    ['x'.repeat(10_001), 'message_too_long'],
    ['a\u0007', 'message_control_characters'],
  ]) {
    await expect(db.as(agent).rpc('add_note', { ...note, id: uuidv7(), body })).rejects.toMatchObject(
      refusal(hint ?? ''),
    )
  }
})

test('[ACCESS-4] contacts and agents elsewhere act on nothing', async ({ db }) => {
  const { agentElsewhere } = await db.given.personas()
  const { contact, agent, conversation } = await db.given.openConversation()
  const acts: [string, Record<string, unknown>][] = [
    ['add_note', { id: uuidv7(), body: 'x' }],
    ['assign_conversation', {}],
    ['snooze_conversation', { until: new Date(Date.now() + DAY_MS) }],
    ['close_conversation', {}],
    ['reopen_conversation', {}],
    ['timeline', {}],
  ]
  for (const [name, more] of acts) {
    for (const persona of [contact, agentElsewhere]) {
      await expect(act(db, persona, name, conversation.id, more), name).rejects.toMatchObject(
        refusal('conversation_not_found'),
      )
    }
    await expect(act(db, agent, name, uuidv7(), more), name).rejects.toMatchObject(refusal('conversation_not_found'))
  }
  for (const [name, more] of acts) await act(db, agent, name, conversation.id, more)
  expect(await conversationRow(db, conversation.id)).toMatchObject({
    status: 'open',
    episode: 2,
    assignee_id: agent.id,
  })
})

test('assigning: to oneself, to a colleague, to nobody', async ({ db }) => {
  const { agent, admin, contact, inboxKey, conversation, agentElsewhere } = await db.given
    .personas()
    .then(async ({ agentElsewhere: other }) =>
      Object.assign(await db.given.openConversation(), { agentElsewhere: other }),
    )
  const sent = await sentDuring(db, async () => {
    expect(await act(db, agent, 'assign_conversation', conversation.id)).toMatchObject({
      assignee_id: agent.id,
      rev: 4,
    })
  })
  expect(summary(sent)).toEqual(['workspace event_created', 'contact conversation_changed'])
  expect(sent[0]?.payload).toMatchObject({
    kind: 'assigned',
    actor: 'agent',
    agent_id: agent.id,
    data: { assignee_id: agent.id },
    conversation: { assignee_id: agent.id },
  })
  const card = { id: agent.id, name: 'Gus Agent', avatar_url: null, availability: 'away' }
  expect(sent[1]?.payload['assignee'], '[ACCESS-6]').toEqual(card)
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toMatchObject([{ assignee: card }])

  expect(await act(db, agent, 'assign_conversation', conversation.id, { assignee_id: admin.id })).toMatchObject({
    assignee_id: admin.id,
  })
  expect(await act(db, agent, 'assign_conversation', conversation.id, { assignee_id: null })).toMatchObject({
    assignee_id: null,
  })
  expect(await db.as(agent).select('conversation_events', { conversation_id: conversation.id })).toMatchObject([
    { kind: 'opened' },
    { kind: 'assigned', data: { assignee_id: agent.id } },
    { kind: 'assigned', data: { assignee_id: admin.id } },
    { kind: 'unassigned', data: { assignee_id: admin.id } },
  ])
  for (const stranger of [agentElsewhere.id, contact.id, uuidv7()]) {
    await expect(
      act(db, agent, 'assign_conversation', conversation.id, { assignee_id: stranger }),
    ).rejects.toMatchObject(refusal('agent_not_found'))
  }
})

test('[CONV-4] only_if_unassigned: the second who claims is told', async ({ db }) => {
  const { agent, admin, conversation } = await db.given.openConversation()
  const claim = { only_if_unassigned: true }
  await act(db, agent, 'assign_conversation', conversation.id, claim)
  expect(await act(db, agent, 'assign_conversation', conversation.id, claim)).toMatchObject({ assignee_id: agent.id })
  const late = act(db, admin, 'assign_conversation', conversation.id, claim)
  await expect(late).rejects.toMatchObject(refusal('already_assigned'))
  expect(await act(db, admin, 'assign_conversation', conversation.id)).toMatchObject({ assignee_id: admin.id })
})

test('closing ends the episode and what waits; reopening begins another', async ({ db }) => {
  const { agent, owner, conversation } = await db.given.openConversation()
  const sent = await sentDuring(db, () => act(db, agent, 'close_conversation', conversation.id))
  expect(summary(sent)).toEqual(['workspace event_created', 'contact conversation_changed'])
  expect(sent[1]?.payload).toMatchObject({ id: conversation.id, status: 'closed' })
  const closed = await conversationRow(db, conversation.id)
  expect(closed).toMatchObject({ status: 'closed', waiting_since: null, closed_at: closed.changed_at })
  expect(await db.as(owner).select('turns', { conversation_id: conversation.id })).toMatchObject([
    { outcome: 'closed_by_agent', replier_id: null, ended_at: closed.closed_at },
  ])
  expect(await db.as(owner).select('episodes', { conversation_id: conversation.id })).toMatchObject([
    { closed_by: 'agent', closed_by_agent_id: agent.id, closed_at: closed.closed_at },
  ])
  const reopening = await sentDuring(db, () => act(db, agent, 'reopen_conversation', conversation.id))
  expect(summary(reopening)).toEqual(['workspace event_created', 'contact conversation_changed'])
  expect(await conversationRow(db, conversation.id)).toMatchObject({ status: 'open', episode: 2, closed_at: null })
})

test('[CONV-6] snoozing is unseen by the contact', async ({ db }) => {
  const { agent, contact, inboxKey, conversation } = await db.given.openConversation()
  const before = await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })
  const until = new Date(Date.now() + DAY_MS).toISOString()
  const sent = await sentDuring(db, () => act(db, agent, 'snooze_conversation', conversation.id, { until }))
  expect(summary(sent)).toEqual(['workspace event_created'])
  expect(sent[0]?.payload).toMatchObject({ kind: 'snoozed', conversation: { status: 'snoozed' } })
  expect(await db.as(contact).rpc('my_conversations', { inbox_key: inboxKey })).toEqual(before)
  expect(before).toMatchObject([{ status: 'open' }])
  const woken = await sentDuring(db, () => act(db, agent, 'reopen_conversation', conversation.id))
  expect(summary(woken)).toEqual(['workspace event_created'])
  expect(woken[0]?.payload).toMatchObject({ kind: 'woken', actor: 'agent', conversation: { episode: 1 } })
})

test('snoozing ends in the future, and is for what is not closed', async ({ db }) => {
  const { agent, conversation } = await db.given.openConversation()
  for (const until of [null, '2020-01-01', 'infinity', '-infinity', new Date(Date.now() + 400 * DAY_MS)]) {
    await expect(act(db, agent, 'snooze_conversation', conversation.id, { until })).rejects.toMatchObject(
      refusal('until_invalid'),
    )
  }
  await act(db, agent, 'close_conversation', conversation.id)
  await expect(
    act(db, agent, 'snooze_conversation', conversation.id, { until: new Date(Date.now() + DAY_MS) }),
  ).rejects.toMatchObject(refusal('conversation_closed'))
})

test('[CONV-5] doing what is done already changes and sends nothing', async ({ db }) => {
  const { agent, contact, conversation } = await db.given.openConversation()
  const until = new Date(Date.now() + DAY_MS).toISOString()
  const twice: [string, Record<string, unknown>][] = [
    ['reopen_conversation', {}],
    ['assign_conversation', { assignee_id: null }],
    ['assign_conversation', {}],
    ['snooze_conversation', { until }],
    ['close_conversation', {}],
  ]
  for (const [name, more] of twice) {
    const first = await act(db, agent, name, conversation.id, more)
    const sent = await sentDuring(db, async () => {
      expect(await act(db, agent, name, conversation.id, more), name).toEqual(first)
    })
    expect(sent, name).toEqual([])
  }
  await send(db, contact, conversation.id)
  expect(await conversationRow(db, conversation.id)).toMatchObject({ status: 'open', episode: 2 })
})
