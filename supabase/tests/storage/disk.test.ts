import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { addStorage } from '../../local/database/database.ts'
import type { RunningStack } from '../support/stack.ts'
import { BUCKET, describe, expect, test, vi } from './stage.ts'

/** Every file under the stack's folder, whole or coming in. */
function filesOf({ files }: RunningStack): string[] {
  if (!existsSync(files)) return []
  return readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('files on the disk', () => {
  test('[FILE-10] an upload that is cut off leaves neither row nor file', async ({ stage, stack, db }) => {
    const { id, token } = await stage.person()
    const path = `${id}/cut.bin`
    const before = filesOf(stack).length
    const { hostname, port } = new URL(stage.url)
    const upload = httpRequest({
      hostname,
      port,
      method: 'POST',
      path: `/storage/v1/object/${BUCKET}/${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        apikey: stage.keys.publishableKey,
        'content-type': 'application/pdf',
        'content-length': 90_000,
      },
    })
    upload.on('error', () => {}) // the cut is ours
    upload.write(randomBytes(40_000))
    await vi.waitFor(() => expect(filesOf(stack)).toHaveLength(before + 1)) // it is being written
    upload.destroy()
    await vi.waitFor(() => expect(filesOf(stack)).toHaveLength(before))
    expect(await db.sql`select from storage.objects where name = ${path}`).toHaveLength(0)
    const { client } = await stage.person()
    expect((await client.storage.from(BUCKET).list('')).error).toBeNull() // the stack goes on
  })

  test('[FILE-10] what a crash left without a row goes with the sweep; what has one stays', async ({
    stage,
    stack,
  }) => {
    const { id, client } = await stage.person()
    await client.storage.from(BUCKET).upload(`${id}/kept.txt`, 'kept')
    const version = randomUUID()
    const orphan = join(stack.files, version.slice(0, 2), version)
    mkdirSync(join(orphan, '..'), { recursive: true })
    writeFileSync(orphan, 'left')
    await stack.storageUpkeep()
    expect(existsSync(orphan)).toBe(true) // so young, its row may be just being written
    const yesterday = new Date(Date.now() - 86_400_000)
    for (const file of filesOf(stack)) utimesSync(file, yesterday, yesterday)
    await stack.storageUpkeep()
    expect(existsSync(orphan)).toBe(false)
    expect(await (await client.storage.from(BUCKET).download(`${id}/kept.txt`)).data!.text()).toBe('kept')
  })

  test('[FILE-10] removing and replacing take the file along; a refused upload never made one', async ({
    stage,
    stack,
  }) => {
    const { id, client } = await stage.person()
    const files = client.storage.from(BUCKET)
    const before = filesOf(stack).length
    await files.upload(`${id}/x.txt`, 'one')
    await files.upload(`${id}/x.txt`, 'two', { upsert: true })
    await files.upload(`${id}/x.txt`, 'three')
    await files.upload(`${randomUUID()}/x.txt`, 'not mine')
    await files.upload(`${id}/large.bin`, randomBytes(150_000))
    expect(filesOf(stack)).toHaveLength(before + 1)
    await files.remove([`${id}/x.txt`])
    expect(filesOf(stack)).toHaveLength(before)
  })

  test('the schema of Storage is given again to a database that has it, and nothing changes', async ({ stage, db }) => {
    const { id, client } = await stage.person()
    await client.storage.from(BUCKET).upload(`${id}/before.txt`, 'before')
    await addStorage(db.server, db.name)
    expect(await (await client.storage.from(BUCKET).download(`${id}/before.txt`)).data!.text()).toBe('before')
  })

  test('a migration makes policies on storage.objects, and nothing else there', async ({ db }) => {
    await db.postgres`create policy probe on storage.objects for select using (false)`
    await db.postgres`drop policy probe on storage.objects`
    for (const statement of [
      'alter table storage.objects disable row level security',
      'create index on storage.objects (version)',
      'drop trigger protect_objects_delete on storage.objects',
      'create table storage.mine ()',
    ])
      await expect(db.postgres.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' })
    await expect(db.postgres`delete from storage.objects`).rejects.toMatchObject({ code: '42501' })
  })

  test('[FILE-11] what could run something is only ever saved, and nothing is sniffed', async ({ stage }) => {
    const { id, client } = await stage.person()
    const files = client.storage.from(BUCKET)
    for (const [name, type, isShown] of [
      ['a.html', 'text/html; charset=utf-8', false],
      ['a.svg', 'image/svg+xml', false],
      ['a.xml', 'application/xml', false],
      ['a.unknown', 'x/y', false],
      ['a.png', 'image/png', true],
    ] as const) {
      await files.upload(`${id}/${name}`, '<script>alert(1)</script>', { contentType: type })
      const { data } = await files.createSignedUrl(`${id}/${name}`, 60)
      const { headers } = await fetch(data!.signedUrl)
      expect(headers.get('x-content-type-options'), name).toBe('nosniff')
      expect(headers.get('content-security-policy'), name).toContain('sandbox')
      expect(headers.get('content-disposition')?.startsWith('attachment') ?? false, name).toBe(!isShown)
    }
  })

  test('[FILE-8] what makes no sense is refused in hosted’s shape, never a fault', async ({ stage }) => {
    const { token } = await stage.person()
    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${stage.url}/storage/v1/${path}`, init)
      return { status: answer.status, ...((await answer.json()) as object) }
    }
    const headers = { authorization: `Bearer ${token}` }
    const body = (value: unknown) => ({ method: 'POST', headers, body: JSON.stringify(value) })
    const refused = {
      status: 400,
      statusCode: expect.any(String),
      error: expect.any(String),
      message: expect.any(String),
    }
    for (const [path, init] of [
      ['object/x/y', {}],
      ['object/x/y', { headers: { authorization: 'Bearer nonsense' } }],
      ['object/sign/x/y', {}],
      [`object/sign/${BUCKET}/y?token=nonsense`, {}],
      [`object/sign/${BUCKET}/y`, body({ expiresIn: -1 })],
      [`object/sign/${BUCKET}`, body({ expiresIn: 60, paths: 'y' })],
      [`object/sign/${BUCKET}`, body([])],
      [`object/list/${BUCKET}`, { method: 'POST', headers, body: '{' }],
      ['object/move', body({ bucketId: 1 })],
      [`object/${BUCKET}/%E0%A4%A`, { method: 'POST', headers, body: 'x' }],
      [`object/${BUCKET}/%00`, { method: 'POST', headers, body: 'x' }],
      [`object/${BUCKET}`, { method: 'DELETE', headers, body: '{}' }],
      ['bucket', body({ id: 'a/b' })],
      ['bucket/%', { headers }],
      ['render/image/x', { headers }],
      ['', { headers }],
    ] as const)
      expect(await ask(path, init), path).toMatchObject(refused)
  })
})
