import { v7 as uuidv7 } from 'uuid'
import { conversationRow, refusal } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import { nobody } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

type Started = Record<string, Json> & { id: string; contact_id: string; messages: Record<string, Json>[] }

test('[CONV-1] starts with the greeting, then the first message, and a turn that waits', async ({ db }) => {
  const { inboxKey, owner, id: workspaceId, inboxId } = await db.given.workspace({ locale: 'fr' })
  const contact = await db.given.user()
  const [id, messageId] = [uuidv7(), uuidv7()]
  const context = {
    page_url: 'https://shop.example/',
    locale: 'fr-FR',
    time_zone: 'Europe/Paris',
    evil: 'x',
    user_agent: 7,
  }
  const started = await db
    .as(contact)
    .rpc<Started>('start_conversation', { inbox_key: inboxKey, id, message_id: messageId, body: 'Allô ?', context })
  const createdAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/)
  expect(started).toEqual({
    id,
    inbox_id: inboxId,
    contact_id: expect.any(String),
    status: 'open',
    created_at: createdAt,
    changed_at: createdAt,
    last_seq: 2,
    last_message_at: createdAt,
    last_message: { author: 'contact', body: 'Allô ?' },
    contact_read_seq: 2,
    agent_read_seq: 0,
    unread_count: 0,
    rating: null,
    may_rate: false,
    assignee: null,
    messages: [
      {
        id: expect.any(String),
        conversation_id: id,
        seq: 1,
        author: 'system',
        kind: 'greeting',
        agent: null,
        body: 'Bonjour ! Comment pouvons-nous vous aider ?',
        attachments: [],
        created_at: createdAt,
        deleted_at: null,
      },
      {
        id: messageId,
        conversation_id: id,
        seq: 2,
        author: 'contact',
        kind: 'text',
        agent: null,
        body: 'Allô ?',
        attachments: [],
        created_at: createdAt,
        deleted_at: null,
      },
    ],
  })
  const row = await conversationRow(db, id)
  expect(row).toMatchObject({ workspace_id: workspaceId, rev: 3, agent_unread_count: 1, episode: 1 })
  expect(row.waiting_since).toBe(row.created_at)
  expect(row.context).toEqual({ page_url: 'https://shop.example/', locale: 'fr-FR', time_zone: 'Europe/Paris' })
  expect(await db.as(owner).select('contacts')).toMatchObject([{ id: started.contact_id, locale: 'fr-FR', name: null }])
  expect(await db.as(owner).select('conversation_events')).toMatchObject([{ kind: 'opened', actor: 'contact', rev: 1 }])
  expect(await db.sql`select turn, outcome, to_jsonb(started_at) as started_at from reporting.turns`).toEqual([
    { turn: 1, outcome: 'waiting', started_at: row.created_at },
  ])
  expect(await db.as(owner).select('episodes')).toMatchObject([{ episode: 1, opened_by: 'contact', closed_at: null }])
})

test('without a greeting the first message is number 1', async ({ db }) => {
  const workspace = await db.given.workspace()
  await db.sql`update public.inboxes set texts = '{}' where id = ${workspace.inboxId}`
  const { conversation } = await db.given.openConversation({ workspace })
  expect(conversation.lastSeq).toBe(1)
})

test('[WRITE-2] again with the same ids: the same answer, one conversation, nothing sent', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const contact = await db.given.user()
  const args = { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'Once' }
  const first = await db.as(contact).rpc('start_conversation', args)
  const sent = await sentDuring(db, async () => {
    expect(await db.as(contact).rpc('start_conversation', args)).toEqual(first)
    expect(await db.as(contact).rpc('start_conversation', { ...args, body: '' })).toEqual(first)
  })
  expect(sent).toEqual([])
  await expect(db.as(contact).rpc('start_conversation', { ...args, message_id: uuidv7() })).rejects.toMatchObject(
    refusal('id_taken'),
  )
})

test('[WRITE-3] an id of another contact is refused', async ({ db }) => {
  const { inboxKey, conversation, elsewhere } = await db.given
    .personas()
    .then(async (personas) => Object.assign(await db.given.openConversation(), { elsewhere: personas.elsewhere }))
  const thief = await db.given.user()
  const args = { id: conversation.id, message_id: conversation.messageId, body: 'Mine' }
  for (const key of [inboxKey, elsewhere.inboxKey]) {
    await expect(db.as(thief).rpc('start_conversation', { inbox_key: key, ...args })).rejects.toMatchObject(
      refusal('id_taken'),
    )
  }
  const [{ count }] = await db.sql<[{ count: number }]>`
    select count(*)::integer from public.contact_sessions where user_id = ${thief.id}`
  expect(count).toBe(0)
})

test('one contact an inbox and user, whatever they start', async ({ db }) => {
  const { inboxKey, elsewhere } = await db.given.personas()
  const contact = await db.given.user()
  const start = (key: string): Promise<Started> =>
    db.as(contact).rpc('start_conversation', { inbox_key: key, id: uuidv7(), message_id: uuidv7(), body: 'Hi' })
  const [first, second, other] = [await start(inboxKey), await start(inboxKey), await start(elsewhere.inboxKey)]
  expect(second.contact_id).toBe(first.contact_id)
  expect(other.contact_id).not.toBe(first.contact_id)
})

test('[LIVE-1] one broadcast to the team, one to the contact', async ({ db }) => {
  const { id: workspaceId } = await db.given.personas()
  const sent = await sentDuring(db, () => db.given.openConversation())
  expect(summary(sent)).toEqual(['workspace message_created', 'contact message_created'])
  expect(sent[0]).toMatchObject({
    topic: `workspace:${workspaceId}:1`,
    private: true,
    payload: {
      seq: 2,
      rev: 3,
      conversation: { rev: 3, contact: { name: null } },
      events: [{ kind: 'opened', rev: 1 }],
    },
  })
  expect(JSON.stringify(sent[1]?.payload)).not.toMatch(/"rev"|events|context/)
})

test('bad input is refused, each with its word', async ({ db }) => {
  const { inboxKey } = await db.given.personas()
  const contact = await db.given.user()
  const good = { inbox_key: inboxKey, id: uuidv7(), message_id: uuidv7(), body: 'Hi' }
  for (const [args, hint] of [
    [{ inbox_key: 'ibx_short' }, 'inbox_key_malformed'],
    [{ inbox_key: null }, 'inbox_key_malformed'],
    [{ inbox_key: `${inboxKey}\n` }, 'inbox_key_malformed'],
    [{ inbox_key: `ibx_${'0'.repeat(22)}` }, 'inbox_not_found'],
    [{ id: null }, 'id_missing'],
    [{ message_id: null }, 'id_missing'],
    [{ body: null }, 'message_empty'],
    [{ body: ' \n\u200b' }, 'message_empty'],
    [{ body: 'x'.repeat(10_001) }, 'message_too_long'],
    [{ context: ['no'] }, 'context_invalid'],
  ] as const) {
    await expect(
      db.as(contact).rpc('start_conversation', { ...good, ...args }),
      JSON.stringify(args).slice(0, 60),
    ).rejects.toMatchObject(refusal(hint))
  }
  await expect(db.as(nobody).rpc('start_conversation', good)).rejects.toMatchObject({ code: '42501' })
  await expect(
    db.as({ role: 'authenticated', claims: { role: 'authenticated' } }).rpc('start_conversation', good),
  ).rejects.toMatchObject(refusal('sign_in_required'))
  const [{ count }] = await db.sql<[{ count: number }]>`
    select count(*)::integer from public.contact_sessions where user_id = ${contact.id}`
  expect(count).toBe(0) // nothing half made
  expect(await db.as(contact).rpc('start_conversation', { ...good, context: null })).toMatchObject({ last_seq: 2 })
})
