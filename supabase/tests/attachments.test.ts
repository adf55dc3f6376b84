import { v7 as uuidv7 } from 'uuid'
import { refusal } from './support/acts.ts'
import { arrive, begin, ready, sendWith, visible, type NewFile } from './support/attachments.ts'
import { type Persona } from './support/personas.ts'
import { expect, test } from './support/test.ts'

test('[ATTACH-1] is reserved, arrives, is finished and goes with a message that both sides read', async ({ db }) => {
  const { contact, agent, conversation, id: workspaceId } = await db.given.openConversation()
  const reserved = await begin(db, contact, conversation.id, { name: 'Été à Paris.PNG' })
  expect(reserved).toMatchObject({ bucket: 'attachments', name: 'Été à Paris.PNG' })
  expect(reserved.path).toBe(`${workspaceId}/${conversation.id}/${reserved.id}/Ete_a_Paris.PNG`)
  await arrive(db, reserved.path)
  const file = await db.as(contact).rpc('finish_attachment', { id: reserved.id, width: 640, height: 480 })
  expect(file).toEqual({
    id: reserved.id,
    name: 'Été à Paris.PNG',
    type: 'image/png',
    size: 1000,
    width: 640,
    height: 480,
    path: reserved.path,
  })
  const sent = await sendWith(db, contact, conversation.id, [reserved.id], null)
  expect(sent).toMatchObject({ body: '', attachments: [file] })
  const read = await db.as(contact).rpc<{ id: string }[]>('my_messages', { conversation_id: conversation.id })
  expect(read.find(({ id }) => id === sent.id)).toMatchObject({ attachments: [file] })
  expect(await db.as(agent).select('messages', { id: sent.id })).toMatchObject([{ attachments: [file] }])
  expect(await db.as(agent).select('conversations', { id: conversation.id })).toMatchObject([
    { last_message_preview: 'Été à Paris.PNG' },
  ])
})

test('[ATTACH-1] comes with the first message of a conversation, reserved before it begins', async ({ db }) => {
  const { inboxKey, agent, elsewhere } = await db.given.personas()
  const visitor = await db.given.user()
  const id = uuidv7()
  await expect(begin(db, visitor, id)).rejects.toMatchObject(refusal('conversation_not_found'))
  const reserved = await ready(db, visitor, id, { inbox_key: inboxKey })
  const start = (attachment_ids: string[], inbox_key = inboxKey, conversation = id) =>
    db.as(visitor).rpc<{ messages: object[] }>('start_conversation', {
      inbox_key,
      id: conversation,
      message_id: uuidv7(),
      body: '',
      context: {},
      attachment_ids,
    })
  await expect(start([reserved.id], inboxKey, uuidv7())).rejects.toMatchObject(refusal('attachment_unusable'))
  await expect(start([reserved.id], elsewhere.inboxKey)).rejects.toMatchObject(refusal('attachment_unusable'))
  const { messages } = await start([reserved.id])
  expect(messages.at(-1)).toMatchObject({ body: '', attachments: [{ id: reserved.id }] })
  expect(await visible(db, agent)).toContain(reserved.path)
})

test('[ATTACH-2] asked for again with the same id it is the same; another’s id is refused', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  const id = uuidv7()
  const first = await begin(db, contact, conversation.id, { id })
  expect(await begin(db, contact, conversation.id, { id, size: 5, name: 'other.png' })).toEqual(first)
  await expect(begin(db, agent, conversation.id, { id })).rejects.toMatchObject(refusal('id_taken'))
  const elsewhere = await db.given.openConversation({ contact })
  await expect(begin(db, contact, elsewhere.conversation.id, { id })).rejects.toMatchObject(refusal('id_taken'))
})

test('[ATTACH-3] only of a type and size that the inbox takes', async ({ db }) => {
  const { contact, conversation, inboxId } = await db.given.openConversation()
  for (const [file, hint] of [
    [{ type: 'image/svg+xml' }, 'attachment_type_refused'],
    [{ type: 'text/html' }, 'attachment_type_refused'],
    [{ type: 'image/png, text/html' }, 'attachment_type_refused'],
    [{ type: '' }, 'attachment_type_refused'],
    [{ size: 0 }, 'attachment_empty'],
    [{ size: -1 }, 'attachment_empty'],
    [{ size: 10 * 2 ** 20 + 1 }, 'attachment_too_large'],
  ] as [NewFile, string][]) {
    await expect(begin(db, contact, conversation.id, file), hint).rejects.toMatchObject(refusal(hint))
  }
  await begin(db, contact, conversation.id, { type: 'IMAGE/PNG; charset=x', size: 10 * 2 ** 20 })
  await db.sql`update public.inboxes set attachment_types = '{}' where id = ${inboxId}`
  await expect(begin(db, contact, conversation.id)).rejects.toMatchObject(refusal('attachment_type_refused'))
  await db.sql`update public.inboxes set attachment_types = default where id = ${inboxId}`
})

test('[ATTACH-3] not from who may not write: blocked, or unknown where only verified people may', async ({ db }) => {
  const { contact, contactId, owner, conversation, inboxId, inboxKey } = await db.given.openConversation()
  await db.as(owner).rpc('block_contact', { contact_id: contactId, blocked: true })
  await expect(begin(db, contact, conversation.id)).rejects.toMatchObject(refusal('blocked'))
  await begin(db, owner, conversation.id) // the team may
  await db.as(owner).rpc('block_contact', { contact_id: contactId, blocked: false })
  await begin(db, contact, conversation.id)
  await db.sql`update public.inboxes set verified_only = true where id = ${inboxId}`
  const visitor = await db.given.user()
  await expect(begin(db, visitor, uuidv7(), { inbox_key: inboxKey })).rejects.toMatchObject(refusal('verified_only'))
  await db.sql`update public.inboxes set verified_only = false where id = ${inboxId}`
  await begin(db, visitor, uuidv7(), { inbox_key: inboxKey })
})

test('[ATTACH-3] also where the conversation was moved to another inbox, it is asked who writes', async ({ db }) => {
  const { contact, contactId, owner, conversation, id, inboxId } = await db.given.openConversation()
  const inbox = await db.as(owner).rpc<{ id: string }>('create_inbox', { workspace_id: id, name: 'B', locale: 'en' })
  await db.as(owner).rpc('move_conversation', { conversation_id: conversation.id, inbox_id: inbox.id })
  await db.sql`update public.inboxes set verified_only = true where id = ${inbox.id}` // not where they write from
  await begin(db, contact, conversation.id)
  await db.sql`update public.inboxes set verified_only = id = ${inboxId} where id = any (${[inboxId, inbox.id]})`
  await expect(begin(db, contact, conversation.id)).rejects.toMatchObject(refusal('verified_only'))
  await db.sql`update public.inboxes set verified_only = false where id = ${inboxId}`
  await db.as(owner).rpc('block_contact', { contact_id: contactId, blocked: true })
  await expect(begin(db, contact, conversation.id)).rejects.toMatchObject(refusal('blocked'))
})

test('[ATTACH-4] has a name of one line, no path, nothing hidden; and a path that Storage takes', async ({ db }) => {
  const { agent, conversation } = await db.given.openConversation()
  for (const [given, name, last] of [
    ['../../etc/passwd', 'passwd', 'passwd'],
    ['C:\\Users\\ann\\a.png', 'a.png', 'a.png'],
    ['facture\u202efdp.exe', 'facturefdp.exe', 'facturefdp.exe'],
    ['a\u0007\nb\u200b.png', 'ab.png', 'ab.png'],
    ['..', 'file', 'file'],
    ['', 'file', 'file'],
    [' \u200b ', 'file', 'file'],
    ['.htaccess', 'htaccess', 'htaccess'],
    ['写真 1.png', '写真 1.png', '1.png'],
    ['写真', '写真', 'file'],
    ['a/b?c#d%2e%2e.png', 'b?c#d%2e%2e.png', 'b_c_d_2e_2e.png'],
    [`${'x'.repeat(300)}.png`, `${'x'.repeat(146)}.png`, `${'x'.repeat(96)}.png`],
  ]) {
    const reserved = await begin(db, agent, conversation.id, { name: given })
    expect(reserved.name, given).toBe(name)
    expect(reserved.path.split('/').slice(3), given).toEqual([last])
  }
})

test('[ATTACH-7] a message takes its author’s own files of this conversation, each once, at most ten', async ({
  db,
}) => {
  const { contact, agent, admin, conversation } = await db.given.openConversation()
  const other = await db.given.openConversation({ contact })
  const foreign = await db.given.openConversation()
  const mine = await ready(db, contact, conversation.id)
  const agents = await ready(db, agent, conversation.id)
  const elsewhere = await ready(db, contact, other.conversation.id)
  const strangers = await ready(db, foreign.contact, foreign.conversation.id)
  const refuse = (who: Persona, ids: (string | null)[], hint: string) =>
    expect(sendWith(db, who, conversation.id, ids, 'Here'), hint).rejects.toMatchObject(refusal(hint))
  await refuse(contact, [agents.id], 'attachment_unusable')
  await refuse(admin, [agents.id], 'attachment_unusable')
  await refuse(contact, [elsewhere.id], 'attachment_unusable')
  await refuse(contact, [strangers.id], 'attachment_unusable')
  await refuse(contact, [uuidv7()], 'attachment_unusable')
  await refuse(contact, [null], 'attachment_unusable')
  await refuse(contact, [mine.id, mine.id], 'attachment_unusable')
  await refuse(
    contact,
    Array.from({ length: 11 }, () => uuidv7()),
    'attachments_too_many',
  )
  expect((await sendWith(db, agent, conversation.id, [agents.id])).attachments).toHaveLength(1)
  expect((await sendWith(db, contact, conversation.id, [mine.id], 'Here')).attachments).toHaveLength(1)
  await refuse(contact, [mine.id], 'attachment_unusable')
  await expect(sendWith(db, contact, conversation.id, [])).rejects.toMatchObject(refusal('message_empty'))
})

test('[ATTACH-7] the same message again has the same files; they stand as they were given', async ({ db }) => {
  const { contact, conversation } = await db.given.openConversation()
  const files = [await ready(db, contact, conversation.id), await ready(db, contact, conversation.id)]
  const ids = files.map(({ id }) => id).toReversed()
  const message = { conversation_id: conversation.id, id: uuidv7(), body: '', attachment_ids: ids }
  const first = await db.as(contact).rpc<{ attachments: { id: string }[] }>('send_message', message)
  expect(first.attachments.map(({ id }) => id)).toEqual(ids)
  expect(await db.as(contact).rpc('send_message', message)).toEqual(first)
})
