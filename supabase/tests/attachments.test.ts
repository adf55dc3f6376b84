import { v7 as uuidv7 } from 'uuid'
import { refusal } from './support/acts.ts'
import type { TestDatabase } from './support/database.ts'
import { nobody, service, type Persona } from './support/personas.ts'
import { describe, expect, test } from './support/test.ts'

interface Reserved {
  id: string
  path: string
  name: string
  expires_at: string
}

interface NewFile {
  id?: string
  name?: string
  type?: string
  size?: number
  inbox_key?: string
}

function begin(db: TestDatabase, who: Persona, conversationId: string, file: NewFile = {}): Promise<Reserved> {
  const { id = uuidv7(), name = 'photo.png', type = 'image/png', size = 1000, ...more } = file
  return db.as(who).rpc('begin_attachment', { conversation_id: conversationId, id, name, type, size, ...more })
}

/** What Storage writes down of a file that has come whole. */
async function arrive(db: TestDatabase, path: string, { size = 1000, type = 'image/png' } = {}): Promise<void> {
  await db.sql`
    insert into storage.objects (bucket_id, name, version, metadata)
    values ('attachments', ${path}, gen_random_uuid()::text, ${db.sql.json({ size, mimetype: type })})`
}

async function ready(db: TestDatabase, who: Persona, conversationId: string, file: NewFile = {}): Promise<Reserved> {
  const reserved = await begin(db, who, conversationId, file)
  await arrive(db, reserved.path, file)
  await db.as(who).rpc('finish_attachment', { id: reserved.id })
  return reserved
}

function sendWith(
  db: TestDatabase,
  who: Persona,
  conversationId: string,
  ids: (string | null)[],
  body: string | null = '',
) {
  return db.as(who).rpc<{ id: string; body: string; attachments: Record<string, unknown>[] }>('send_message', {
    conversation_id: conversationId,
    id: uuidv7(),
    body,
    attachment_ids: ids,
  })
}

/** As Storage asks before a file may come: tried and undone. */
async function mayUpload(db: TestDatabase, who: Persona, path: string, length?: number): Promise<boolean> {
  try {
    await db.as(who).transaction(async (sql) => {
      await sql`
        insert into storage.objects (bucket_id, name, metadata)
        values ('attachments', ${path}, ${sql.json(length === undefined ? {} : { contentLength: length })})`
      throw new Error('undo')
    })
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return false
    if (error instanceof Error && error.message === 'undo') return true
    throw error
  }
  return true
}

async function visible(db: TestDatabase, who: Persona): Promise<string[]> {
  const rows = await db.as(who).sql<{ name: string }[]>`select name from storage.objects order by name`
  return rows.map(({ name }) => name)
}

describe('a file', () => {
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

  test('[ATTACH-5] is uploaded by who reserved it, to its exact place, in time, once, and no larger', async ({
    db,
  }) => {
    const { contact, agent, agentElsewhere, otherContact, conversation } = {
      ...(await db.given.personas()),
      ...(await db.given.openConversation()),
    }
    const { id, path } = await begin(db, contact, conversation.id)
    for (const other of [agent, agentElsewhere, otherContact, await db.given.user(), nobody])
      expect(await mayUpload(db, other, path)).toBe(false)
    for (const other of [`${path}x`, path.replace('photo', 'other'), path.toUpperCase(), `/${path}`, '../x', 'x'])
      expect(await mayUpload(db, contact, other), other).toBe(false)
    expect(await mayUpload(db, contact, path, 1001)).toBe(false)
    expect(await mayUpload(db, contact, path, 1000)).toBe(true)
    await db.sql`update public.attachments set expires_at = clock_timestamp() - interval '1 second' where id = ${id}`
    expect(await mayUpload(db, contact, path)).toBe(false)
    await db.sql`update public.attachments set expires_at = clock_timestamp() + interval '1 hour' where id = ${id}`
    await arrive(db, path)
    await db.as(contact).rpc('finish_attachment', { id })
    await db.sql.begin(async (sql) => {
      await sql`select set_config('storage.allow_delete_query', 'true', true)`
      await sql`delete from storage.objects where name = ${path}`
    })
    expect(await mayUpload(db, contact, path)).toBe(false) // what was checked can't be put in another's place
  })

  test('[ATTACH-5] nobody changes or removes what lies there, nor moves it', async ({ db }) => {
    const { contact, owner, conversation } = await db.given.openConversation()
    const { id, path } = await ready(db, contact, conversation.id)
    await sendWith(db, contact, conversation.id, [id])
    for (const who of [contact, owner]) {
      expect(await visible(db, who)).toContain(path)
      expect(await db.as(who).sql`update storage.objects set name = 'x' where name = ${path} returning id`).toEqual([])
      const removed = await db.as(who).transaction(async (sql) => {
        await sql`select set_config('storage.allow_delete_query', 'true', true)`
        return sql`delete from storage.objects where name = ${path} returning id`
      })
      expect(removed).toEqual([])
    }
  })

  test('[ATTACH-6] counts only if it arrived as announced', async ({ db }) => {
    const { contact, agent, conversation } = await db.given.openConversation()
    for (const [stored, hint] of [
      [null, 'attachment_missing'],
      [{ size: 1001 }, 'attachment_differs'],
      [{ size: 999 }, 'attachment_differs'],
      [{ type: 'text/html' }, 'attachment_differs'],
    ] as const) {
      const { id, path } = await begin(db, contact, conversation.id)
      if (stored) await arrive(db, path, stored)
      await expect(db.as(contact).rpc('finish_attachment', { id })).rejects.toMatchObject(refusal(hint))
      await expect(sendWith(db, contact, conversation.id, [id])).rejects.toMatchObject(refusal('attachment_unusable'))
    }
    const { id } = await ready(db, contact, conversation.id)
    await expect(db.as(agent).rpc('finish_attachment', { id })).rejects.toMatchObject(refusal('attachment_not_found'))
    expect(await db.as(contact).rpc('finish_attachment', { id, width: 1, height: 1 })).toMatchObject({ width: null })
  })

  test('[ATTACH-6] what takes its place after it was checked is read by nobody', async ({ db }) => {
    const { contact, agent, conversation } = await db.given.openConversation()
    const { id, path } = await ready(db, contact, conversation.id)
    await sendWith(db, contact, conversation.id, [id])
    for (const who of [contact, agent]) expect(await visible(db, who)).toContain(path)
    await db.sql`update storage.objects set version = gen_random_uuid()::text where name = ${path}` // as Storage does when it replaces
    for (const who of [contact, agent]) expect(await visible(db, who)).not.toContain(path)
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

  test('[ATTACH-8] is read by its contact and its agents once it is sent, before by its uploader, by nobody else', async ({
    db,
  }) => {
    const personas = await db.given.personas()
    const { contact, agent, conversation } = await db.given.openConversation()
    const { id, path } = await ready(db, contact, conversation.id)
    expect(await visible(db, contact)).toEqual([path])
    expect(await visible(db, agent)).not.toContain(path)
    await sendWith(db, contact, conversation.id, [id])
    expect(await visible(db, contact)).toEqual([path])
    expect(await visible(db, agent)).toContain(path)
    for (const other of [personas.agentElsewhere, personas.otherContact, await db.given.user(), nobody])
      expect(await visible(db, other)).not.toContain(path)
  })

  test('[ATTACH-9] there is a quota for each person', async ({ db }) => {
    const { contact, agent, conversation } = await db.given.openConversation()
    await db.sql`update public.inboxes set attachment_max_bytes = 52428800`
    for (let n = 0; n < 4; n += 1) await begin(db, contact, conversation.id, { size: 50 * 2 ** 20 })
    await expect(begin(db, contact, conversation.id, { size: 1 })).rejects.toMatchObject({
      ...refusal('too_many_attachments'),
      detail: expect.stringMatching(/^\{"retry_in": 86[34]\d\d\}$/),
    })
    await begin(db, agent, conversation.id, { size: 50 * 2 ** 20 })
    const second = await db.given.openConversation()
    const reserved = await Promise.all(
      Array.from({ length: 20 }, () => begin(db, second.contact, second.conversation.id)),
    )
    const [{ id } = { id: '' }] = reserved
    await db.as(second.contact).rpc('discard_attachment', { id }) // given up, and counted all the same
    await expect(begin(db, second.contact, second.conversation.id)).rejects.toMatchObject({
      ...refusal('too_many_attachments'),
      detail: expect.stringMatching(/^\{"retry_in": 3[56]\d\d\}$/),
    })
    expect(await begin(db, second.contact, second.conversation.id, { id: reserved[1]?.id })).toEqual(reserved[1])
    await db.sql`update public.inboxes set attachment_max_bytes = default`
  })

  test('[ATTACH-9] a file counts as large as it came; what is not as announced is given up at once', async ({ db }) => {
    const { contact, conversation, inboxId } = await db.given.openConversation()
    await db.sql`update public.inboxes set attachment_max_bytes = 52428800 where id = ${inboxId}`
    const small = await begin(db, contact, conversation.id, { size: 1 })
    await begin(db, contact, conversation.id, { size: 50 * 2 ** 20 })
    await begin(db, contact, conversation.id, { size: 50 * 2 ** 20 })
    await arrive(db, small.path, { size: 50 * 2 ** 20 }) // as hosted lets it: its policy does not see the size
    const more = (size: number) => begin(db, contact, conversation.id, { size })
    await expect(more(50 * 2 ** 20 + 1)).rejects.toMatchObject(refusal('attachment_too_large'))
    await more(49 * 2 ** 20)
    await expect(more(2 ** 20 + 1)).rejects.toMatchObject(refusal('too_many_attachments'))
    const due = async () => {
      const rows = await db.as(service).rpc<{ path: string }[]>('deletions_due', { max: 1000 })
      return rows.map(({ path }) => path)
    }
    expect(await due()).toContain(small.path) // long before its hour is over
    await db.sql.begin(async (sql) => {
      await sql`select set_config('storage.allow_delete_query', 'true', true)`
      await sql`delete from storage.objects where name = ${small.path}`
    })
    await db.as(service).rpc('deletions_done', { paths: [small.path] })
    await expect(more(2 ** 20 + 1)).rejects.toMatchObject(refusal('too_many_attachments')) // gone, and counted all the same

    const second = await db.given.openConversation()
    const discarded = await begin(db, second.contact, second.conversation.id, { size: 1 })
    await arrive(db, discarded.path, { size: 200 * 2 ** 20 })
    await db.as(second.contact).rpc('discard_attachment', { id: discarded.id })
    await db.sql`update storage.objects set metadata = null where name = ${discarded.path}`
    await expect(begin(db, second.contact, second.conversation.id)).rejects.toMatchObject(
      refusal('too_many_attachments'),
    )
    await db.sql`update public.inboxes set attachment_max_bytes = default`
  })

  test('[ATTACH-10] given up, expired, or gone with its conversation, it is put on the list of what to delete', async ({
    db,
  }) => {
    const { contact, conversation } = await db.given.openConversation()
    const due = async () => {
      const rows = await db.as(service).rpc<{ bucket: string; path: string }[]>('deletions_due', { max: 1000 })
      return new Set(rows.map(({ path }) => path))
    }
    const [sent, discarded, late, forgotten, fresh] = [
      await ready(db, contact, conversation.id),
      await ready(db, contact, conversation.id),
      await begin(db, contact, conversation.id),
      await ready(db, contact, conversation.id),
      await begin(db, contact, conversation.id),
    ]
    await sendWith(db, contact, conversation.id, [sent.id])
    await db.as(contact).rpc('discard_attachment', { id: discarded.id })
    await expect(db.as(contact).rpc('discard_attachment', { id: sent.id })).rejects.toMatchObject(
      refusal('attachment_sent'),
    )
    await expect(sendWith(db, contact, conversation.id, [discarded.id])).rejects.toMatchObject(
      refusal('attachment_unusable'),
    )
    await db.sql`update public.attachments set expires_at = clock_timestamp() - interval '1 minute' where id in (${late.id}, ${sent.id})`
    await db.sql`update public.attachments set finished_at = clock_timestamp() - interval '73 hours' where id = ${forgotten.id}`
    const queue = await due()
    for (const { path } of [discarded, late, forgotten]) expect(queue).toContain(path)
    for (const { path } of [sent, fresh]) expect(queue).not.toContain(path)
    await db.as(service).rpc('deletions_done', { paths: [discarded.path, late.path, forgotten.path] })
    expect(await due()).not.toContain(discarded.path)
    await db.sql`delete from public.conversations where id = ${conversation.id}`
    expect(await due()).toContain(sent.path)
    expect(await db.sql`select from public.attachments where conversation_id = ${conversation.id}`).toEqual([])
    await expect(db.as(contact).rpc('deletions_due')).rejects.toMatchObject({ code: '42501' })
  })

  test('[ATTACH-10] with an erased person go their files and those sent to them: at once unreadable, then removed', async ({
    db,
  }) => {
    const { contact, contactId, owner, agent, conversation } = await db.given.openConversation()
    const files = [await ready(db, contact, conversation.id), await ready(db, agent, conversation.id)]
    await sendWith(db, contact, conversation.id, [files[0]?.id ?? ''])
    await sendWith(db, agent, conversation.id, [files[1]?.id ?? ''])
    const paths = files.map(({ path }) => path)
    expect(await visible(db, agent)).toEqual(expect.arrayContaining(paths))
    await db.as(owner).rpc('erase_contact', { contact_id: contactId })
    for (const who of [contact, agent, owner])
      for (const path of paths) expect(await visible(db, who)).not.toContain(path)
    const due = await db.as(service).rpc<{ path: string }[]>('deletions_due', { max: 1000 })
    expect(due.map(({ path }) => path)).toEqual(expect.arrayContaining(paths))
    const messages = await db.as(agent).select('messages', { conversation_id: conversation.id })
    expect(messages.flatMap(({ attachments }) => attachments)).toEqual([])
  })
})
