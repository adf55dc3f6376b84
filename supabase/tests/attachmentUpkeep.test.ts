import { act, refusal } from './support/acts.ts'
import { arrive, begin, ready, sendWith, visible } from './support/attachments.ts'
import { service } from './support/personas.ts'
import { expect, test } from './support/test.ts'

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
  await expect(begin(db, second.contact, second.conversation.id)).rejects.toMatchObject(refusal('too_many_attachments'))
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

test('[DELETE-3] with a deleted message goes its file, at once unreadable; those of others stay', async ({ db }) => {
  const { contact, agent, conversation } = await db.given.openConversation()
  const [gone, kept] = [await ready(db, agent, conversation.id), await ready(db, agent, conversation.id)]
  const { id } = await sendWith(db, agent, conversation.id, [gone.id])
  await sendWith(db, agent, conversation.id, [kept.id])
  await act(db, agent, 'delete_message', conversation.id, { id })
  for (const who of [contact, agent]) {
    expect(await visible(db, who)).not.toContain(gone.path)
    expect(await visible(db, who)).toContain(kept.path)
  }
  const due = await db.as(service).rpc<{ path: string }[]>('deletions_due', { max: 1000 })
  expect(due.map(({ path }) => path)).toContain(gone.path)
  expect(due.map(({ path }) => path)).not.toContain(kept.path)
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
