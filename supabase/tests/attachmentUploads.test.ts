import { refusal } from './support/acts.ts'
import { arrive, begin, mayUpload, ready, sendWith, visible } from './support/attachments.ts'
import { nobody } from './support/personas.ts'
import { expect, test } from './support/test.ts'

test('[ATTACH-5] is uploaded by who reserved it, to its exact place, in time, once, and no larger', async ({ db }) => {
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
