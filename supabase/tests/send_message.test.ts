import { v7 as uuidv7 } from 'uuid'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { nobody } from './support/personas.ts'
import { expect, test } from './support/test.ts'

test('both sides write; each gets the message as they may see it', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  const mine = await send(db, contact, conversation.id, 'Is anybody there?')
  expect(Object.keys(mine).toSorted()).toEqual(
    [
      'agent',
      'attachments',
      'author',
      'body',
      'conversation_id',
      'created_at',
      'deleted_at',
      'id',
      'kind',
      'seq',
    ].toSorted(),
  )
  const answer = await send(db, agent, conversation.id, 'I am.')
  expect(answer).toMatchObject({
    seq: 4,
    rev: 5,
    author: 'agent',
    agent_id: agent.id,
    workspace_id: expect.any(String),
  })
  expect(await act(db, contact, 'my_messages', conversation.id, { after_seq: 3 })).toEqual([
    {
      id: answer.id,
      conversation_id: conversation.id,
      seq: 4,
      author: 'agent',
      kind: 'text',
      agent: { id: agent.id, name: 'Gus Agent', avatar_url: null },
      body: 'I am.',
      attachments: [],
      created_at: answer.created_at,
      deleted_at: null,
    },
  ])
})

test('[ACCESS-4] to others the conversation does not exist', async ({ db }) => {
  const { agentElsewhere, otherContact } = await db.given.personas()
  const { conversation, contact } = await db.given.openConversation()
  const stranger = await db.given.user()
  for (const persona of [agentElsewhere, otherContact, stranger]) {
    const foreign = send(db, persona, conversation.id)
    await expect(foreign).rejects.toMatchObject(refusal('conversation_not_found'))
    const unknown = send(db, persona, uuidv7())
    await expect(unknown).rejects.toMatchObject(refusal('conversation_not_found'))
  }
  await expect(send(db, nobody, conversation.id)).rejects.toMatchObject({ code: '42501' })
  await expect(
    db.as(contact).rpc('send_message', { conversation_id: null, id: uuidv7(), body: 'x' }),
  ).rejects.toMatchObject(refusal('conversation_not_found'))
  expect(await send(db, contact, conversation.id)).toMatchObject({ seq: 3 })
})

test('[WRITE-2] the same id again returns what is stored, and sends nothing', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  for (const persona of [contact, agent]) {
    const id = uuidv7()
    const first = await send(db, persona, conversation.id, 'First', { id })
    const sent = await sentDuring(db, async () => {
      expect(await send(db, persona, conversation.id, 'Second', { id })).toEqual(first)
      expect(await send(db, persona, conversation.id, '', { id, seen_seq: 0 }), '[WRITE-7]').toEqual(first)
    })
    expect(sent).toEqual([])
  }
  expect(await conversationRow(db, conversation.id)).toMatchObject({ last_seq: 4 })
})

test('[WRITE-3] another author’s id is refused, before the text is looked at', async ({ db }) => {
  const { contact, agent, admin, conversation } = await db.given.openConversation()
  const theirs = await send(db, contact, conversation.id, 'Secret plan')
  const answer = await send(db, agent, conversation.id, 'Secret answer')
  const [greeting] = await db.sql<{ id: string }[]>`
    select id from public.messages where conversation_id = ${conversation.id} and author = 'system'`
  for (const [persona, id] of [
    [contact, greeting?.id ?? ''],
    [agent, greeting?.id ?? ''],
    [agent, theirs.id],
    [contact, answer.id],
    [admin, answer.id],
  ] as const) {
    const error = await send(db, persona, conversation.id, '', { id }).catch((caught: unknown) => caught)
    expect(error).toMatchObject(refusal('id_taken'))
    expect(JSON.stringify(error)).not.toContain('Secret')
  }
})

test('an id is unique in its conversation only: nobody can take it elsewhere', async ({ db }) => {
  const first = await db.given.openConversation()
  const second = await db.given.openConversation()
  const { id } = await send(db, first.contact, first.conversation.id)
  expect(await send(db, second.contact, second.conversation.id, 'Also', { id })).toMatchObject({ id, seq: 3 })
})

test('[WRITE-4] what a text may be', async ({ db }) => {
  const { contact, conversation } = await db.given.openConversation()
  for (const body of [
    'x',
    ' spaces stay ',
    'x'.repeat(10_000),
    '😀'.repeat(10_000),
    'tab\tand\nnewline',
    '<script>alert(1)</script> & "quotes" \'; drop table messages; --',
    'مرحبا ‮right to left‬ Ünïcödé 👩‍👩‍👧 汉字',
  ]) {
    expect((await send(db, contact, conversation.id, body)).body).toBe(body)
  }
  expect((await send(db, contact, conversation.id, 'a\r\nb\rc')).body).toBe('a\nb\nc')
  const controls = [...Array(32).keys(), 127, ...Array.from({ length: 32 }, (_, place) => 128 + place)]
    .filter((code) => ![0, 9, 10, 13].includes(code))
    .map((code) => String.fromCharCode(code))
  for (const [body, hint] of [
    ['', 'message_empty'],
    [' \t\n ', 'message_empty'],
    ['\u00a0\u2003\u3000', 'message_empty'],
    ['\u200b\u200d\ufeff\u2060', 'message_empty'],
    ['\u3164\u2800', 'message_empty'],
    ['x'.repeat(10_001), 'message_too_long'],
    ...controls.map((control) => [`a${control}b`, 'message_control_characters']),
  ] as [string, string][]) {
    await expect(send(db, contact, conversation.id, body), JSON.stringify(body).slice(0, 20)).rejects.toMatchObject(
      refusal(hint),
    )
  }
  await expect(send(db, contact, conversation.id, 'a\u0000b')).rejects.toMatchObject({ code: '22P05' })
  await expect(
    db.as(contact).rpc('send_message', { conversation_id: conversation.id, id: null, body: 'x' }),
  ).rejects.toMatchObject(refusal('id_missing'))
  await expect(
    db
      .as(contact)
      .rpc('send_message', { conversation_id: conversation.id, id: uuidv7(), body: 'x', attachment_ids: [uuidv7()] }),
  ).rejects.toMatchObject(refusal('attachment_unusable'))
})

test('[WRITE-6] an agent who has not seen a colleague’s answer is held back', async ({ db }) => {
  const { contact, agent, admin, conversation } = await db.given.openConversation()
  await send(db, admin, conversation.id, 'Mine first')
  const late = send(db, agent, conversation.id, 'Late', { seen_seq: 2 })
  await expect(late).rejects.toMatchObject(refusal('newer_reply'))
  expect(await send(db, agent, conversation.id, 'I have seen it', { seen_seq: 3 })).toMatchObject({ seq: 4 })
  expect(await send(db, agent, conversation.id, 'My own do not count', { seen_seq: 3 })).toMatchObject({ seq: 5 })
  await send(db, contact, conversation.id, 'The customer’s do not either')
  expect(await send(db, agent, conversation.id, 'So this goes', { seen_seq: 5 })).toMatchObject({ seq: 7 })
  expect(await send(db, contact, conversation.id, 'Contacts are never held back', { seen_seq: 0 })).toMatchObject({
    seq: 8,
  })
})

test('[CONV-2] a contact’s message reopens a closed conversation and wakes a snoozed one', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  await send(db, agent, conversation.id)
  await act(db, agent, 'close_conversation', conversation.id)
  const sent = await sentDuring(db, () => send(db, contact, conversation.id, 'One more thing'))
  expect(summary(sent)).toEqual(['workspace message_created', 'contact message_created'])
  expect(sent[0]?.payload).toMatchObject({
    rev: 7,
    events: [{ kind: 'reopened', actor: 'contact', rev: 6 }],
    conversation: { status: 'open', episode: 2, closed_at: null, rev: 7 },
  })
  expect(
    await db.sql`
      select episode, turn, outcome from reporting.turns where conversation_id = ${conversation.id} order by episode`,
  ).toEqual([
    { episode: 1, turn: 1, outcome: 'replied' },
    { episode: 2, turn: 1, outcome: 'waiting' },
  ])
  await act(db, agent, 'snooze_conversation', conversation.id, { until: soon() })
  const woken = await sentDuring(db, () => send(db, contact, conversation.id, 'And another'))
  expect(woken[0]?.payload).toMatchObject({
    events: [{ kind: 'woken', actor: 'contact' }],
    conversation: { status: 'open', snoozed_until: null },
  })
})

test('[CONV-3] an agent’s message reopens without a turn and lets a snoozed one sleep', async ({ db }) => {
  const { contact, agent, owner, conversation } = await db.given.openConversation()
  await send(db, agent, conversation.id)
  await act(db, agent, 'close_conversation', conversation.id)
  await send(db, agent, conversation.id, 'By the way')
  const turns = (): Promise<unknown> =>
    db.sql`select turn, outcome from reporting.turns where conversation_id = ${conversation.id} and episode = 2`
  expect(await conversationRow(db, conversation.id)).toMatchObject({ status: 'open', episode: 2, waiting_since: null })
  expect(await turns()).toEqual([])
  expect(await db.as(owner).select('episodes', { conversation_id: conversation.id })).toMatchObject([
    { episode: 1, opened_by: 'contact' },
    { episode: 2, opened_by: 'agent', closed_at: null },
  ])
  await send(db, contact, conversation.id, 'Thanks')
  expect(await turns()).toEqual([{ turn: 1, outcome: 'waiting' }])
  await act(db, agent, 'snooze_conversation', conversation.id, { until: soon() })
  await send(db, agent, conversation.id, 'Still on it')
  expect(await conversationRow(db, conversation.id)).toMatchObject({ status: 'snoozed' })
})

test('[CONV-7] whose assignee has left while it was closed comes back to all', async ({ db }) => {
  const workspace = await db.given.workspace()
  const { contact, agent, owner, conversation } = await db.given.openConversation({ workspace })
  await act(db, agent, 'assign_conversation', conversation.id)
  await act(db, agent, 'close_conversation', conversation.id)
  await db.as(owner).rpc('remove_agent', { workspace_id: workspace.id, user_id: agent.id })
  expect(await conversationRow(db, conversation.id)).toMatchObject({ assignee_id: agent.id })
  const sent = await sentDuring(db, () => send(db, contact, conversation.id))
  expect(sent[0]).toMatchObject({
    topic: `workspace:${workspace.id}:2`,
    payload: {
      events: [{ kind: 'reopened' }, { kind: 'unassigned', actor: 'system', data: { assignee_id: agent.id } }],
    },
  })
  expect(await conversationRow(db, conversation.id)).toMatchObject({ assignee_id: null, status: 'open' })
})

test('[WRITE-5] rev counts every write and changed_at always grows, though the clock is set back', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  const future = '2999-01-01T00:00:00+00:00'
  await db.sql`update public.conversations set changed_at = ${future} where id = ${conversation.id}`
  const first = await send(db, contact, conversation.id)
  const second = await send(db, agent, conversation.id)
  expect([first.created_at, second.created_at]).toEqual([
    '2999-01-01T00:00:00.000001+00:00',
    '2999-01-01T00:00:00.000002+00:00',
  ])
})

test('the preview is the first 160 characters of the last message', async ({ db }) => {
  const { contact, conversation } = await db.given.openConversation()
  await send(db, contact, conversation.id, '😀'.repeat(200))
  expect((await conversationRow(db, conversation.id)).last_message_preview).toBe('😀'.repeat(160))
})

function soon(): string {
  return new Date(Date.now() + 3_600_000).toISOString()
}
