import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { SupabaseClient } from '@supabase/supabase-js'
import { v7 as uuidv7 } from 'uuid'
import { deleteFiles } from '../../../scripts/deleteFiles.ts'
import { expect, test, vi } from './stage.ts'

const png = { name: 'a.png', type: 'image/png', size: 500 }

async function begin(client: SupabaseClient, conversationId: string, inboxKey: string, file = png) {
  const { data, error } = await client
    .rpc('begin_attachment', { conversation_id: conversationId, id: uuidv7(), inbox_key: inboxKey, ...file })
    .throwOnError()
  expect(error).toBeNull()
  return data as { id: string; path: string }
}

test('[ATTACH-5] from reservation to signed link with supabase-js; strangers and tricks come to nothing', async ({
  db,
  stack,
}) => {
  const { inboxKey } = await db.given.personas()
  const visitor = await stack.visitor()
  const stranger = await stack.visitor()
  const conversationId = uuidv7()
  const { id, path } = await begin(visitor, conversationId, inboxKey)
  const bytes = randomBytes(500)
  const upload = (client: SupabaseClient, to = path, more = {}) =>
    client.storage.from('attachments').upload(to, bytes, { contentType: 'image/png', ...more })

  for (const refused of [
    await upload(stranger),
    await upload(stack.client()),
    await upload(visitor, `${path}.png`),
    await visitor.storage.from('attachments').upload(path, randomBytes(501), { contentType: 'image/png' }),
  ])
    expect(refused.error).toMatchObject({ statusCode: '403' })
  expect((await upload(visitor)).error).toBeNull()
  expect((await upload(visitor)).error).toMatchObject({ statusCode: '409' })
  expect((await upload(visitor, path, { upsert: true })).error).toMatchObject({ statusCode: '403' })
  expect((await visitor.storage.from('attachments').remove([path])).data).toEqual([])
  expect((await visitor.storage.from('attachments').move(path, `${path}2`)).error).not.toBeNull()

  await visitor.rpc('finish_attachment', { id }).throwOnError()
  const started = { inbox_key: inboxKey, id: conversationId, message_id: uuidv7(), body: '', attachment_ids: [id] }
  await visitor.rpc('start_conversation', started).throwOnError()
  const { data } = await visitor.storage.from('attachments').createSignedUrl(path, 60)
  expect(Buffer.from(await (await fetch(data!.signedUrl)).arrayBuffer()).equals(bytes)).toBe(true)
  expect((await stranger.storage.from('attachments').createSignedUrl(path, 60)).error).toMatchObject({
    statusCode: '404',
  })
  expect((await stranger.storage.from('attachments').list('')).data).toEqual([])
})

test('[ATTACH-5] what is larger than its reservation is refused, told in advance or found out, and leaves nothing', async ({
  db,
  stack,
}) => {
  const { inboxKey } = await db.given.personas()
  const visitor = await stack.visitor()
  const { path } = await begin(visitor, uuidv7(), inboxKey, { ...png, size: 1 })
  const blob = (size: number) => new Blob([randomBytes(size)], { type: 'image/png' })
  const files = visitor.storage.from('attachments')
  const onDisk = () =>
    readdirSync(stack.files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
  const before = onDisk()
  for (const size of [2, 1_000, 5_000_000])
    // in a form; only the last is told by the length of the request
    expect((await files.upload(path, blob(size))).error, String(size)).toMatchObject({ statusCode: '403' })
  expect(await db.sql`select from storage.objects where name = ${path}`).toEqual([])
  expect(onDisk()).toBe(before)
  expect((await files.upload(path, blob(1))).error).toBeNull()
})

test('[ATTACH-5] an upload that began in time and ends late takes the place of nothing that was checked', async ({
  db,
  stack,
}) => {
  const { inboxKey } = await db.given.personas()
  const visitor = await stack.visitor()
  const conversationId = uuidv7()
  const { id, path } = await begin(visitor, conversationId, inboxKey)
  const token = (await visitor.auth.getSession()).data.session?.access_token
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const late = fetch(`${stack.url}/storage/v1/object/attachments/${path}`, {
    method: 'POST',
    body: readable,
    duplex: 'half',
    headers: {
      apikey: stack.keys.publishableKey,
      authorization: `Bearer ${token}`,
      'content-type': 'text/html',
      'x-upsert': 'true',
    },
  } as RequestInit)
  const writer = writable.getWriter()
  await writer.write(Buffer.from('<script>'))
  await vi.waitFor(() => expect(readdirSync(join(stack.files, 'incoming'))).toHaveLength(1)) // admitted, and being written

  const bytes = randomBytes(500)
  await visitor.storage.from('attachments').upload(path, bytes, { contentType: 'image/png' })
  await visitor.rpc('finish_attachment', { id }).throwOnError()
  const started = { inbox_key: inboxKey, id: conversationId, message_id: uuidv7(), body: '', attachment_ids: [id] }
  await visitor.rpc('start_conversation', started).throwOnError()
  await writer.write(randomBytes(9000))
  await writer.close()
  expect(await (await late).json()).toMatchObject({ statusCode: '403' })
  const { data } = await visitor.storage.from('attachments').createSignedUrl(path, 60)
  const served = await fetch(data!.signedUrl)
  expect(served.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true)
})

test('[ATTACH-10] what is on the list is removed from the disk, by the stack or with the secret key', async ({
  db,
  stack,
}) => {
  const { inboxKey } = await db.given.personas()
  const visitor = await stack.visitor()
  const service = stack.client(stack.keys.secretKey)
  const uploaded = async () => {
    const { id, path } = await begin(visitor, uuidv7(), inboxKey)
    await visitor.storage.from('attachments').upload(path, randomBytes(500), { contentType: 'image/png' })
    expect((await service.storage.from('attachments').exists(path)).data).toBe(true)
    await visitor.rpc('discard_attachment', { id }).throwOnError()
    return path
  }
  const first = await uploaded()
  await stack.storageUpkeep()
  expect((await service.storage.from('attachments').exists(first)).data).toBe(false)
  expect((await service.rpc('deletions_due')).data).toEqual([])

  const second = await uploaded()
  const { data: due } = await service.rpc('deletions_due', { max: 10 })
  expect(due).toMatchObject([{ bucket: 'attachments', path: second }])
  expect(await deleteFiles(service)).toBe(1)
  expect((await service.storage.from('attachments').exists(second)).data).toBe(false)
  expect((await service.rpc('deletions_due')).data).toEqual([])
})
