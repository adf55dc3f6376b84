import { randomBytes, randomUUID } from 'node:crypto'
import { BUCKET, BUCKET_BYTES, describe, expect, isHostedGiven, openHosted, test as base, type Stage } from './stage.ts'

// What supabase-js does with Storage, unmodified, against ours; with CAUSERIE_HOSTED_* set, against a hosted project as well.

for (const place of isHostedGiven ? ['embedded', 'hosted'] : ['embedded']) {
  const test = base.extend<{ $file: { here: Stage } }>({
    here: [
      async ({ stage }, use) => {
        if (place === 'embedded') return use(stage)
        const { stage: hosted, close } = await openHosted()
        await use(hosted)
        await close()
      },
      { scope: 'file' },
    ],
  })

  describe(place, { timeout: 60_000 }, () => {
    test('[FILE-1] a file comes back as it went, with its type, size and tag', async ({ here: stage }) => {
      const { id, client } = await stage.person()
      const bytes = randomBytes(50_000)
      const files = client.storage.from(BUCKET)
      const { data, error } = await files.upload(`${id}/a folder/photo 1.png`, bytes, { contentType: 'image/png' })
      expect(error).toBeNull()
      expect(data).toMatchObject({
        path: `${id}/a folder/photo 1.png`,
        fullPath: `${BUCKET}/${id}/a folder/photo 1.png`,
      })
      const { data: blob } = await files.download(`${id}/a folder/photo 1.png`)
      expect(Buffer.from(await blob!.arrayBuffer()).equals(bytes)).toBe(true)
      expect(blob!.type).toBe('image/png')
      const { data: info } = await files.info(`${id}/a folder/photo 1.png`)
      expect(info).toMatchObject({
        size: 50_000,
        contentType: 'image/png',
        etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      })
      expect(await files.exists(`${id}/a folder/photo 1.png`)).toMatchObject({ data: true })
      expect(await files.exists(`${id}/other.png`)).toMatchObject({ data: false })
    })

    test('[FILE-1] a Blob, which travels in a form, arrives with its own type; an empty file is a file', async ({
      stage,
    }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      await files.upload(`${id}/form.txt`, new Blob(['héllo'], { type: 'text/plain' }))
      const { data } = await files.download(`${id}/form.txt`)
      expect(await data!.text()).toBe('héllo')
      expect((await files.info(`${id}/form.txt`)).data).toMatchObject({ contentType: 'text/plain', size: 6 })
      expect((await files.upload(`${id}/empty.bin`, Buffer.alloc(0))).error).toBeNull()
      expect((await files.download(`${id}/empty.bin`)).data!.size).toBe(0)
    })

    test('a type that no header can carry is refused: its file could never be served', async ({ stage }) => {
      const { id, token } = await stage.person()
      const send = async (type: string) => {
        const answer = await fetch(`${stage.url}/storage/v1/object/${BUCKET}/${id}/${randomUUID()}`, {
          method: 'POST',
          headers: {
            apikey: stage.keys.publishableKey,
            authorization: `Bearer ${token}`,
            'content-type': 'multipart/form-data; boundary=b',
          },
          body: `--b\r\ncontent-disposition: form-data; name=""; filename="f"\r\ncontent-type: ${type}\r\n\r\nx\r\n--b--\r\n`,
        })
        return (await answer.json()) as object
      }
      expect(await send('image/png')).toMatchObject({ Id: expect.any(String) })
      for (const type of ['image/pnğ', 'image'])
        expect(await send(type)).toMatchObject({ statusCode: '415', error: 'invalid_mime_type' })
    })

    test('[FILE-2] a second upload to a name is a duplicate, unless it asks to replace', async ({ here: stage }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      await files.upload(`${id}/twice.txt`, 'one')
      const { error } = await files.upload(`${id}/twice.txt`, 'two')
      expect(error).toMatchObject({ statusCode: '409', message: 'The resource already exists' })
      expect((await files.upload(`${id}/twice.txt`, 'three', { upsert: true })).error).toBeNull()
      expect(await (await files.download(`${id}/twice.txt`)).data!.text()).toBe('three')
      expect((await files.update(`${id}/twice.txt`, 'four')).error).toBeNull()
      expect(await (await files.download(`${id}/twice.txt`)).data!.text()).toBe('four')
    })

    test('[FILE-3] policies decide: another’s folder, nobody’s, without signing in', async ({ here: stage }) => {
      const ann = await stage.person()
      const bob = await stage.person()
      const path = `${ann.id}/secret.txt`
      await ann.client.storage.from(BUCKET).upload(path, 'mine')
      for (const client of [bob.client, stage.client()]) {
        const files = client.storage.from(BUCKET)
        expect((await files.upload(`${ann.id}/planted.txt`, 'x')).error).toMatchObject({
          statusCode: '403',
          message: 'new row violates row-level security policy',
        })
        expect((await files.download(path)).error).not.toBeNull()
        expect((await files.createSignedUrl(path, 60)).error).toMatchObject({
          statusCode: '404',
          message: 'Object not found',
        })
        expect((await files.remove([path])).data).toEqual([])
        expect((await files.list(ann.id)).data).toEqual([])
      }
      expect((await ann.client.storage.from(BUCKET).list(ann.id)).data).toMatchObject([{ name: 'secret.txt' }])
      expect((await stage.service.storage.from(BUCKET).list(ann.id)).data).toMatchObject([{ name: 'secret.txt' }])
    })

    test('[FILE-4] more than the bucket takes is refused, and nothing stays', async ({ here: stage }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      const { error } = await files.upload(`${id}/large.bin`, randomBytes(BUCKET_BYTES + 1))
      expect(error).toMatchObject({ statusCode: '413' })
      expect((await files.upload(`${id}/just.bin`, randomBytes(BUCKET_BYTES))).error).toBeNull()
      expect((await files.list(id)).data).toMatchObject([{ name: 'just.bin' }])
    })

    test('[FILE-5] a signed link reads one object, for a while, under the name it is saved as', async ({
      here: stage,
    }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      await files.upload(`${id}/report.txt`, 'figures', { contentType: 'text/plain' })
      await files.upload(`${id}/other.txt`, 'not this')
      const { data } = await files.createSignedUrl(`${id}/report.txt`, 60, { download: 'Le rapport.txt' })
      const answer = await fetch(data!.signedUrl)
      expect(await answer.text()).toBe('figures')
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment;.*Le(?: |%20)rapport\.txt/)
      const other = data!.signedUrl.replace('report.txt', 'other.txt')
      expect((await fetch(other)).status).toBe(400)
      expect((await fetch(data!.signedUrl.replace(/token=[^&]+/, `token=${stage.keys.publishableKey}`))).status).toBe(
        400,
      )
      const { data: many } = await files.createSignedUrls([`${id}/report.txt`, `${id}/missing.txt`], 60)
      expect(many).toMatchObject([
        { path: `${id}/report.txt`, error: null },
        { path: `${id}/missing.txt`, signedUrl: null, error: expect.any(String) },
      ])
      expect(await (await fetch(many![0]!.signedUrl ?? '')).text()).toBe('figures')
    })

    test('[FILE-5] a link ends with its time, and an access token is no link', async ({ here: stage }) => {
      const { id, client, token } = await stage.person()
      const files = client.storage.from(BUCKET)
      await files.upload(`${id}/short.txt`, 'brief')
      const { data } = await files.createSignedUrl(`${id}/short.txt`, 1)
      await expect.poll(async () => (await fetch(data!.signedUrl)).status, { timeout: 5_000 }).toBe(400)
      expect((await fetch(data!.signedUrl.replace(/token=[^&]+/, `token=${token}`))).status).toBe(400)
    })

    test('[FILE-6] parts, and what the browser already has', async ({ here: stage }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      await files.upload(`${id}/film.bin`, '0123456789', { cacheControl: '60' })
      const { data } = await files.createSignedUrl(`${id}/film.bin`, 60)
      const url = data!.signedUrl
      const part = await fetch(url, { headers: { range: 'bytes=2-4' } })
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
      const tail = await fetch(url, { headers: { range: 'bytes=-3' } })
      expect([tail.status, await tail.text()]).toEqual([206, '789'])
      const whole = await fetch(url)
      expect(whole.headers.get('cache-control')).toContain('max-age=60')
      const again = await fetch(url, { headers: { 'if-none-match': whole.headers.get('etag')! } })
      expect(again.status).toBe(304)
    })

    test('[FILE-7] lists folders and files, and removes what it is told', async ({ here: stage }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      for (const name of ['b.txt', 'a.txt', 'folder/c.txt', 'folder/d.txt']) await files.upload(`${id}/${name}`, name)
      const { data: list } = await files.list(id)
      expect(list!.map(({ name }) => name)).toEqual(['a.txt', 'b.txt', 'folder'])
      expect(list!.map(({ id }) => id === null)).toEqual([false, false, true])
      expect((await files.list(id, { limit: 1, offset: 1 })).data).toMatchObject([{ name: 'b.txt' }])
      expect((await files.list(id, { search: 'a.t' })).data).toMatchObject([{ name: 'a.txt' }])
      const { data: removed } = await files.remove([`${id}/a.txt`, `${id}/folder/c.txt`, `${id}/never.txt`])
      expect(removed!.map(({ name }) => name).sort()).toEqual([`${id}/a.txt`, `${id}/folder/c.txt`])
      expect((await files.list(`${id}/folder`)).data).toMatchObject([{ name: 'd.txt' }])
      expect((await files.download(`${id}/a.txt`)).error).not.toBeNull()
    })

    test('[FILE-7] moves and copies', async ({ here: stage }) => {
      const { id, client } = await stage.person()
      const files = client.storage.from(BUCKET)
      await files.upload(`${id}/old.txt`, 'words')
      expect((await files.move(`${id}/old.txt`, `${id}/new.txt`)).error).toBeNull()
      expect((await files.download(`${id}/old.txt`)).error).not.toBeNull()
      expect((await files.copy(`${id}/new.txt`, `${id}/copy.txt`)).data).toEqual({ path: `${BUCKET}/${id}/copy.txt` })
      await files.remove([`${id}/new.txt`])
      expect(await (await files.download(`${id}/copy.txt`)).data!.text()).toBe('words')
    })

    test('[FILE-8] names that are none are refused, and no name leads out', async ({ here: stage }) => {
      const { id, client, token } = await stage.person()
      const files = client.storage.from(BUCKET)
      for (const name of ['é.txt', 'a"b', 'a^b', '😀'])
        expect((await files.upload(`${id}/${name}`, 'x')).error, name).toMatchObject({ statusCode: '400' })
      for (const way of [`..%2f..%2f..%2fetc%2fpasswd`, `${id}%2f..%2f..%2fx`, `%2e%2e%2fx`]) {
        const answer = await fetch(`${stage.url}/storage/v1/object/${BUCKET}/${way}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, apikey: stage.keys.publishableKey },
          body: 'x',
        })
        expect(answer.ok, way).toBe(false)
      }
    })

    test('[FILE-9] buckets are the secret key’s', async ({ here: stage }) => {
      const { client } = await stage.person()
      expect((await client.storage.listBuckets()).data).toEqual([])
      expect((await client.storage.createBucket('mine', { public: true })).error).toMatchObject({ statusCode: '403' })
      const { data } = await stage.service.storage.getBucket(BUCKET)
      expect(data).toMatchObject({ id: BUCKET, public: false, file_size_limit: BUCKET_BYTES })
      expect((await stage.service.storage.listBuckets()).data!.map(({ id }) => id)).toContain(BUCKET)
      expect((await stage.service.storage.getBucket('no-such')).error).toMatchObject({ statusCode: '404' })
      expect((await client.storage.from('no-such').upload('x', 'x')).error).toMatchObject({ statusCode: '404' })
    })
  })
}
