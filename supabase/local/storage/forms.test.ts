import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { openForm } from './forms.ts'

const TYPE = 'multipart/form-data; boundary=cut'
const FIELD = '--cut\r\ncontent-disposition: form-data; name="cacheControl"\r\n\r\n3600\r\n'
const FILE = '--cut\r\ncontent-disposition: form-data; name=""; filename="blob"\r\ncontent-type: image/png\r\n\r\n'

/** A body that brings one part after another, each when it is wanted. */
function bodyOf(parts: Iterable<string>) {
  const source = parts[Symbol.iterator]()
  let asked = 0
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { value, done } = source.next()
        if (done) return controller.close()
        asked += 1
        controller.enqueue(new TextEncoder().encode(value))
      },
      cancel() {
        isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { body, asked: () => asked, isCancelled: () => isCancelled }
}

function* endlessFile(): Generator<string> {
  yield FIELD + FILE
  for (;;) yield 'x'.repeat(16_384)
}

test('[FILE-4] the file of a form is read as it comes: an endless one is not waited for', async () => {
  const { body, asked, isCancelled } = bodyOf(endlessFile())
  const { content, type, fields } = await openForm(body, TYPE)
  expect({ type, fields: [...fields] }).toEqual({ type: 'image/png', fields: [['cacheControl', '3600']] })
  let size = 0
  for await (const chunk of content as AsyncIterable<Buffer>) if ((size += chunk.length) > 1_000_000) break
  expect(asked() * 16_384).toBeLessThan(1_500_000) // what nobody reads is not asked for
  await vi.waitFor(() => expect(isCancelled()).toBe(true))
})

test('a form comes as it was sent, over any cuts', async () => {
  const form = `${FIELD}${FILE}héllo\r\n--cu\r\n--cut--\r\n`
  const { content } = await openForm(bodyOf(form).body, TYPE)
  expect(await text(content)).toBe('héllo\r\n--cu')
})

test('[FILE-10] a form that ends too early, or is none, is refused, and its file is not whole', async () => {
  const { content } = await openForm(bodyOf([FIELD, FILE, 'half']).body, TYPE)
  await expect(text(content)).rejects.toMatchObject({ status: 400 })
  for (const parts of [[FIELD, '--cut--\r\n'], ['no form'], [''], [FIELD.replace('3600', 'x'.repeat(20_000)), FILE]])
    await expect(openForm(bodyOf(parts).body, TYPE)).rejects.toMatchObject({ status: 400 })
  await expect(async () => openForm(bodyOf([FILE]).body, 'multipart/form-data')).rejects.toMatchObject({ status: 400 })
})
