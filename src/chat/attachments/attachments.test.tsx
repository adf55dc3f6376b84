import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClientFor, type Client } from '@/lib/supabase'
import { memoryStorage, type Storage } from '@/lib/storage'
import type { Attachment } from '../shapes'
import { createAttachments, type Attachments } from './attachments'
import { boxOf, isPicture, MAX_FILES } from './files'

/** What Storage does with the next uploads, in this order; afterwards it takes them. */
type Fate = 'cut' | 'taken' | 'duplicate' | 'hangs' | { refuses: number }

const state: {
  fates: Fate[]
  uploads: string[]
  called: [name: string, args: Record<string, unknown>][]
  refuse: Record<string, object>
} = {
  fates: [],
  uploads: [],
  called: [],
  refuse: {},
}

class FakeRequest extends EventTarget {
  upload = new EventTarget()
  status = 0
  responseText = ''
  #url = ''
  open(_method: string, url: string) {
    this.#url = url
  }
  setRequestHeader() {}
  abort() {
    state.uploads.push('aborted')
  }
  send(file: Blob) {
    const fate = state.fates.shift() ?? 'taken'
    state.uploads.push(new URL(this.#url).pathname)
    if (fate === 'hangs') return
    queueMicrotask(() => {
      this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: file.size / 2, total: file.size }))
      if (fate === 'cut') return this.dispatchEvent(new Event('error'))
      this.status = fate === 'taken' ? 200 : 400
      const statusCode = fate === 'duplicate' ? '409' : typeof fate === 'object' ? String(fate.refuses) : '200'
      this.responseText = JSON.stringify({ statusCode })
      return this.dispatchEvent(new Event('load'))
    })
  }
}

function fakeClient(): Client {
  const client = createClientFor('contact', {
    storageKey: crypto.randomUUID(),
    config: { apiUrl: 'http://stack.test', publishableKey: 'sb_publishable_x' },
    storage: memoryStorage(),
  })
  vi.spyOn(client.auth, 'getSession').mockResolvedValue({
    data: { session: { access_token: 't' } },
    error: null,
  } as never)
  const rpc = (name: string, args: Record<string, unknown>) => {
    state.called.push([name, args])
    const error = state.refuse[name] ?? null
    const file = {
      id: args.id,
      name: 'a.pdf',
      type: 'application/pdf',
      size: 3,
      width: null,
      height: null,
      path: `p/${String(args.id)}`,
    }
    const data = name === 'begin_attachment' ? { bucket: 'attachments', path: `p/${String(args.id)}` } : file
    return Promise.resolve({ data: error ? null : data, error, status: error ? 400 : 200 })
  }
  return Object.assign(client, { rpc })
}

function create(storage: Storage = memoryStorage()): Attachments {
  return createAttachments({
    client: fakeClient(),
    storage,
    prefix: 'test',
    outboxKept: async () => undefined,
    enter: async () => ({ inbox_key: 'ibx' }),
  })
}

const pdf = (name = 'a.pdf') => new File(['abc'], name, { type: 'application/pdf' })
const statesOf = (files: Attachments, id = 'c') => (files.pending.get().get(id) ?? []).map((file) => file.state)

beforeEach(() => {
  Object.assign(state, { fates: [], uploads: [], called: [], refuse: {} })
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('files in a composer', () => {
  test('are reserved, uploaded and finished, and leave it with the message', async () => {
    const files = create()
    files.add('c', [pdf()], null)
    expect(statesOf(files)).toEqual(['preparing'])
    expect(files.take('c')).toBeNull() // nothing leaves before it is there
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready']))
    expect(state.called.map(([name]) => name)).toEqual(['begin_attachment', 'finish_attachment'])
    expect(state.called[0]?.[1]).toMatchObject({
      conversation_id: 'c',
      inbox_key: 'ibx',
      size: 3,
      type: 'application/pdf',
    })
    expect(files.take('c')).toMatchObject([{ name: 'a.pdf' }])
    expect(statesOf(files)).toEqual([])
    expect(files.take('c')).toEqual([])
  })

  test('that are cut off go on by themselves, and what arrived without our hearing of it counts', async () => {
    const files = create()
    state.fates = ['cut', 'duplicate']
    files.add('c', [pdf()], null)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['waiting']))
    await vi.advanceTimersByTimeAsync(20_000)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready']))
    expect(new Set(state.uploads).size).toBe(1) // the same place
  })

  test('go on at once when the network is back', async () => {
    const files = create()
    state.fates = ['cut']
    files.add('c', [pdf()], null)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['waiting']))
    dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready']))
  })

  test('of which no byte moves any more are cut and begun anew', async () => {
    const files = create()
    state.fates = ['hangs']
    files.add('c', [pdf()], null)
    await vi.waitFor(() => expect(state.uploads).toHaveLength(1))
    await vi.advanceTimersByTimeAsync(60_000)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready']))
  })

  test('that fail again and again say so, and are tried again when asked', async () => {
    const files = create()
    state.fates = Array.from({ length: 6 }, () => 'cut' as const)
    files.add('c', [pdf()], null)
    await vi.advanceTimersByTimeAsync(120_000)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['failed']))
    const [{ id } = { id: '' }] = files.pending.get().get('c') ?? []
    files.retry('c', id)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready']))
  })

  test('that are refused stay with the reason; those of a type or size that is known not to be taken ask nobody', async () => {
    const files = create()
    const rules = { types: ['application/pdf'], max_bytes: 2 }
    files.add('c', [pdf(), new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' })], rules)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['failed', 'failed']))
    const hints = () =>
      files.pending
        .get()
        .get('c')
        ?.map((file) => file.state === 'failed' && file.error.hint)
    expect(hints()).toEqual(['attachment_too_large', 'attachment_type_refused'])
    expect(state.called).toEqual([])
    state.refuse.begin_attachment = { message: 'no', code: 'LC429', hint: 'too_many_attachments' }
    files.add('d', [pdf()], null)
    await vi.waitFor(() => expect(statesOf(files, 'd')).toEqual(['failed']))
    expect(state.uploads).toEqual([])
  })

  test('beyond ten are refused at once', async () => {
    const files = create()
    files.add(
      'c',
      Array.from({ length: MAX_FILES + 1 }, () => pdf()),
      null,
    )
    await vi.waitFor(() => expect(statesOf(files).filter((word) => word === 'ready')).toHaveLength(MAX_FILES))
    expect(statesOf(files).at(-1)).toBe('failed')
  })

  test('that are removed are given up: the upload ends, the server is told', async () => {
    const files = create()
    state.fates = ['hangs']
    files.add('c', [pdf()], null)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['uploading']))
    await vi.waitFor(() => expect(state.uploads).toHaveLength(1))
    const [{ id } = { id: '' }] = files.pending.get().get('c') ?? []
    files.remove('c', id)
    expect(statesOf(files)).toEqual([])
    expect(state.uploads).toContain('aborted')
    expect(state.called.at(-1)).toEqual(['discard_attachment', { id }])
  })

  test('that are pictures are let go from memory when they are removed, and with their author', async () => {
    vi.stubGlobal('createImageBitmap', async () => ({ width: 8, height: 8, close() {} }))
    const made = vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${crypto.randomUUID()}`)
    const letGo = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue()
    const urls = () => made.mock.results.map(({ value }) => String(value))
    const files = create()
    for (const name of ['a.png', 'b.png']) files.add('c', [new File(['abc'], name, { type: 'image/png' })], null)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready', 'ready']))
    expect(urls()).toHaveLength(2)
    const [first] = files.pending.get().get('c') ?? []
    files.remove('c', first?.id ?? '')
    expect(letGo.mock.calls.flat()).toEqual([first?.previewUrl])
    files.forget()
    expect(letGo.mock.calls.flat().toSorted()).toEqual(urls().toSorted())
  })

  test('that are ready survive a reload; those under way don’t; what another wrote there is not believed', async () => {
    const storage = memoryStorage([['test:files:x', '[{"id":1},null,"y"]']])
    const files = create(storage)
    state.fates = ['taken', 'hangs']
    files.add('c', [pdf()], null)
    await vi.waitFor(() => expect(statesOf(files)).toEqual(['ready']))
    files.add('c', [pdf('later.pdf')], null)
    const next = create(storage)
    next.restore('c')
    next.restore('x')
    await vi.waitFor(() => expect(statesOf(next)).toEqual(['ready']))
    expect(statesOf(next, 'x')).toEqual([])
    next.take('c')
    const last = create(storage)
    await vi.waitFor(async () => expect(await storage.getItem('test:files:c')).toBeNull())
    last.restore('c')
    await Promise.resolve()
    expect(statesOf(last)).toEqual([])
  })

  test('come back when the message is taken back, and are forgotten with their author', async () => {
    const storage = memoryStorage()
    const files = create(storage)
    const file: Attachment = { id: 'f', name: 'a.png', type: 'image/png', size: 1, width: 1, height: 1, path: 'p' }
    files.giveBack('c', [file])
    expect(files.take('c')).toEqual([file])
    files.giveBack('c', [file])
    files.forget()
    expect(statesOf(files)).toEqual([])
    await vi.waitFor(async () => expect(await storage.getItem('test:files:c')).toBeNull())
  })
})

describe('links', () => {
  test('are asked for together, kept while they open, asked anew afterwards', async () => {
    const asked: string[][] = []
    vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
      const { paths } = JSON.parse(body) as { paths: string[] }
      asked.push(paths)
      return Response.json(
        paths.map((path) => ({
          path,
          signedURL: path === 'gone' ? null : `/object/sign/attachments/${path}?token=${asked.length}`,
        })),
      )
    })
    const now = vi.spyOn(Date, 'now').mockReturnValue(1_000_000)
    const { links } = create()
    const [one, two] = await Promise.all([links.open('a b'), links.open('c'), links.open('a b')])
    expect(asked).toEqual([['a b', 'c']])
    expect(one).toBe('http://stack.test/storage/v1/object/sign/attachments/a%20b?token=1')
    expect(await links.open('c')).toBe(two)
    expect(await links.save('c', 'Été.pdf')).toBe(`${two}&download=%C3%89t%C3%A9.pdf`)
    await expect(links.open('gone')).rejects.toThrow('no such file')
    now.mockReturnValue(1_000_000 + 280_000)
    expect(links.known('c')).toBeNull()
    expect(await links.open('c')).toContain('token=3')
    now.mockRestore()
  })
})

describe('boxes', () => {
  test('keep the proportions within what a bubble holds, also where nothing is known', () => {
    expect(boxOf({ width: 2000, height: 1000 })).toEqual({ width: 240, height: 120 })
    expect(boxOf({ width: 100, height: 5000 })).toEqual({ width: 24, height: 280 })
    expect(boxOf({ width: 30, height: 40 })).toEqual({ width: 30, height: 40 })
    expect(boxOf({ width: null, height: null })).toEqual({ width: 200, height: 150 })
  })

  test('are drawn for pictures that can hold no script', () => {
    expect(['image/png', 'image/svg+xml', 'image/heic', 'text/html', 'image/png+xml'].map(isPicture)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})
