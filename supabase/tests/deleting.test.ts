import { v7 as uuidv7 } from 'uuid'
import { act, conversationRow, refusal, send } from './support/acts.ts'
import { sentDuring, summary } from './support/broadcasts.ts'
import type { TestDatabase } from './support/database.ts'
import { nobody, type Persona } from './support/personas.ts'
import type { Json } from './support/rpc.ts'
import { expect, test } from './support/test.ts'

type Message = Record<string, Json> & { id: string; seq: number }

const remove = (db: TestDatabase, who: Persona, conversationId: string, id: string): Promise<Message> =>
  act<Message>(db, who, 'delete_message', conversationId, { id })

const GONE = { body: null, attachments: [], deleted_at: expect.any(String) }

test('[DELETE-1] agents delete what they wrote, owners and admins what anybody wrote but the greeting; both sides are told once', async ({
  db,
}) => {
  const { agent: agentElsewhere } = await db.given.workspace()
  const { agent, admin, owner, contact, conversation } = await db.given.openConversation({ body: 'My card is 4242' })
  const at = conversation.id
  const [greeting, first] = await act<Message[]>(db, contact, 'my_messages', at)
  const answer = await send(db, agent, at, 'Never write that here')
  const other = await send(db, owner, at, 'And change it')
  for (const [who, id, word] of [
    [contact, first?.id, 'conversation_not_found'],
    [contact, answer.id, 'conversation_not_found'],
    [agentElsewhere, answer.id, 'conversation_not_found'],
    [agent, first?.id, 'not_allowed'],
    [agent, other.id, 'not_allowed'],
    [owner, greeting?.id, 'message_not_found'],
    [owner, uuidv7(), 'message_not_found'],
  ] as const) {
    await expect(remove(db, who, at, id ?? '')).rejects.toMatchObject(refusal(word))
  }
  await expect(remove(db, nobody, at, answer.id)).rejects.toMatchObject({ code: '42501' })

  const before = await conversationRow(db, at)
  const sent = await sentDuring(db, async () => {
    expect(await remove(db, agent, at, answer.id)).toMatchObject({ ...GONE, seq: answer.seq })
  })
  expect(summary(sent)).toEqual(['workspace message_changed', 'contact message_changed'])
  expect(sent[0]?.payload).toMatchObject({
    ...GONE,
    id: answer.id,
    rev: answer.rev,
    conversation: { rev: before.rev + 1 },
    events: [{ kind: 'message_deleted', rev: before.rev + 1, agent_id: agent.id, data: { seq: answer.seq } }],
  })
  expect(sent[1]?.payload).toMatchObject({ ...GONE, id: answer.id, conversation: { id: at } })
  expect(JSON.stringify(sent[1]?.payload)).not.toContain('rev"')
  expect(await sentDuring(db, () => remove(db, owner, at, answer.id))).toEqual([])

  await remove(db, admin, at, first?.id ?? '')
  expect(await conversationRow(db, at)).toMatchObject({ last_message_preview: 'And change it' })
  await remove(db, owner, at, other.id)
  expect(await conversationRow(db, at)).toMatchObject({ last_message_preview: null, last_seq: other.seq })
  expect(await act<Message[]>(db, contact, 'my_messages', at)).toMatchObject([
    { kind: 'greeting', deleted_at: null },
    GONE,
    GONE,
    GONE,
  ])
  await send(db, contact, at, 'Done')
  expect(await conversationRow(db, at)).toMatchObject({ last_message_preview: 'Done' })
})

test('[READ-3] what was deleted waits for nobody to read it', async ({ db }) => {
  const { agent, owner, contact, conversation } = await db.given.openConversation()
  const at = conversation.id
  const unread = async () => {
    const { contact_unread_count, agent_unread_count } = await conversationRow(db, at)
    return { contact_unread_count, agent_unread_count }
  }
  const [read, slip, last] = [
    await send(db, agent, at, 'Read'),
    await send(db, agent, at, 'A slip'),
    await send(db, agent, at, 'And the answer'),
  ]
  await act(db, contact, 'mark_read', at, { seq: read.seq })
  expect(await unread()).toEqual({ contact_unread_count: 2, agent_unread_count: 0 })
  const sent = await sentDuring(db, () => remove(db, agent, at, slip.id))
  expect(sent[1]?.payload).toMatchObject({ conversation: { unread_count: 1 } })
  await remove(db, agent, at, read.id)
  expect(await unread()).toEqual({ contact_unread_count: 1, agent_unread_count: 0 })
  await remove(db, agent, at, last.id)
  expect(await unread()).toEqual({ contact_unread_count: 0, agent_unread_count: 0 })

  const [seen, card, more] = [
    await send(db, contact, at, 'Hello?'),
    await send(db, contact, at, '4242'),
    await send(db, contact, at, 'Oh'),
  ]
  await remove(db, owner, at, card.id)
  expect(await unread()).toEqual({ contact_unread_count: 0, agent_unread_count: 2 })
  await act(db, agent, 'mark_read', at, { seq: seen.seq })
  expect(await unread()).toEqual({ contact_unread_count: 0, agent_unread_count: 1 })
  await remove(db, owner, at, seen.id)
  await remove(db, owner, at, more.id)
  expect(await unread()).toEqual({ contact_unread_count: 0, agent_unread_count: 0 })

  const gone = [await send(db, agent, at, 'One'), await send(db, agent, at, 'Two'), await send(db, agent, at, 'Three')]
  await remove(db, agent, at, gone[1]?.id ?? '')
  await act(db, contact, 'mark_read', at, { seq: gone[0]?.seq })
  expect(await unread()).toEqual({ contact_unread_count: 1, agent_unread_count: 0 })
})

test('[DELETE-1] a note likewise, told to the team alone; whom it called is called no more', async ({ db }) => {
  const { agent: agentElsewhere } = await db.given.workspace()
  const { agent, owner, contact, conversation, id } = await db.given.openConversation()
  const at = conversation.id
  const write = (who: Persona, body: string, mentions: string[] = []): Promise<Message> =>
    act<Message>(db, who, 'add_note', at, { id: uuidv7(), body, mentions })
  const [mine, theirs] = [await write(agent, 'The password is Xylophone', [owner.id]), await write(owner, 'Do not')]
  const removeNote = (who: Persona, noteId: string): Promise<Message> =>
    act<Message>(db, who, 'delete_note', at, { id: noteId })
  for (const [who, noteId, word] of [
    [contact, mine.id, 'conversation_not_found'],
    [agentElsewhere, mine.id, 'conversation_not_found'],
    [agent, theirs.id, 'not_allowed'],
    [owner, uuidv7(), 'note_not_found'],
  ] as const) {
    await expect(removeNote(who, noteId)).rejects.toMatchObject(refusal(word))
  }
  await expect(removeNote(nobody, mine.id)).rejects.toMatchObject({ code: '42501' })
  const mentioned = async () =>
    (await db.as(owner).rpc<{ mentioned: number }>('conversation_counts', { workspace_id: id })).mentioned
  expect(await mentioned()).toBe(1)
  const { rev } = await conversationRow(db, at)
  const sent = await sentDuring(db, () => removeNote(agent, mine.id))
  expect(summary(sent)).toEqual(['workspace note_changed'])
  expect(sent[0]?.payload).toMatchObject({
    id: mine.id,
    body: null,
    mentions: [],
    events: [{ kind: 'note_deleted', rev: rev + 1, data: { rev: mine.rev } }],
  })
  expect(await sentDuring(db, () => removeNote(owner, mine.id))).toEqual([])
  expect(await mentioned()).toBe(0)
  expect(await act<Message[]>(db, agent, 'timeline', at, { after_rev: rev })).toMatchObject([
    { kind: 'note_deleted', note: { id: mine.id, body: null, rev: mine.rev } },
  ])
  await removeNote(owner, theirs.id)
  await db.postgres`select private.run_due()`
  expect(await db.sql`select from realtime.messages where payload::text like '%Xylophone%'`).toEqual([])
  expect(await db.as(agent).rpc('search', { workspace_id: id, query: 'Xylophone' })).toMatchObject({ results: [] })
})

test('[DELETE-2] whoever was away learns of it by the next question', async ({ db }) => {
  const { agent, contact, conversation } = await db.given.openConversation()
  const at = conversation.id
  const answer = await send(db, agent, at, 'A slip')
  const last = await send(db, agent, at, 'The answer')
  const { rev } = await conversationRow(db, at)
  await remove(db, agent, at, answer.id)
  expect(
    await act<Message[]>(db, contact, 'my_messages', at, { after_seq: last.seq, and_deleted: true }),
  ).toMatchObject([{ ...GONE, id: answer.id, seq: answer.seq }])
  expect(await act<Message[]>(db, contact, 'my_messages', at, { after_seq: 2 })).toMatchObject([
    { ...GONE, id: answer.id },
    { body: 'The answer' },
  ])
  expect(await act<Message[]>(db, contact, 'my_messages', at, { after_seq: last.seq })).toEqual([])
  expect(await act<Message[]>(db, agent, 'timeline', at, { after_rev: rev })).toMatchObject([
    { type: 'event', kind: 'message_deleted', message: { ...GONE, id: answer.id, rev: answer.rev } },
  ])
})

test('[DELETE-3] nothing is left of it but figures', async ({ db }) => {
  const { agent, owner, contact, conversation, id } = await db.given.openConversation()
  const at = conversation.id
  const secret = 'Xylophone'
  const said = await send(db, contact, at, `It is ${secret}`)
  await act(db, agent, 'assign_conversation', at)
  await send(db, agent, at, 'Thank you')
  const figures = (): Promise<unknown> =>
    db.sql`select turn, outcome, started_at, ended_at, seconds from public.turns where conversation_id = ${at}`
  const before = await figures()
  await db.postgres`select private.run_due()`
  await remove(db, owner, at, said.id)
  expect(await db.as(agent).rpc('search', { workspace_id: id, query: secret })).toMatchObject({ results: [] })
  expect(await db.as(agent).rpc('search', { workspace_id: id, query: 'from:Eve' })).toMatchObject({ results: [] })
  expect(await db.sql`select from realtime.messages where payload::text like ${`%${secret}%`}`).not.toEqual([])
  const [counts] = await db.postgres<{ counts: Record<string, number> }[]>`select private.run_due() as counts`
  expect(counts?.counts).toMatchObject({ deletions_finished: 1 })
  const tables = await db.sql<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'private', 'realtime', 'reporting') and relkind in ('r', 'p')`
  for (const { name } of tables) {
    const found = await db.sql.unsafe(
      `select to_jsonb(t) as row from ${name} t where to_jsonb(t)::text ilike '%${secret}%'`,
    )
    expect(found, name).toEqual([])
  }
  expect(await figures()).toEqual(before)
  expect(before).not.toEqual([])
  await db.sql`select reporting.rebuild(${id})`
  expect(await figures()).toEqual(before)
})
