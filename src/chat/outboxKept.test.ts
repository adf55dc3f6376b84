import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { memoryStorage, type Storage } from '@/lib/storage'
import { parseUnsent } from './lanes'
import { entry, open, server, settle, trouble } from './outboxStage'
import { createTabs } from './tabs'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('memory', () => {
  test('what could not leave survives a reload, with why', async () => {
    const [api, storage] = [server(), memoryStorage()]
    api.script.push(trouble('refused', 'message_too_long'), trouble('network'))
    const before = open(api, { storage })
    const [refused, waiting] = [entry(), entry()]
    before.outbox.add(refused)
    before.outbox.add(waiting)
    await settle()
    before.stop()

    const after = open(api, { storage })
    await settle()
    expect(api.ids()).toEqual([waiting.id])
    expect(after.outbox.state.get().entries).toMatchObject([{ id: refused.id, failure: { hint: 'message_too_long' } }])
  })

  test('an answer that was lost stores nothing twice', async () => {
    const api = server()
    api.script.push('answer lost')
    const { outbox, sent } = open(api)
    const message = entry()
    outbox.add(message)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(api.ids()).toEqual([message.id])
    expect(sent).toEqual([message.id])
  })

  test('storage that is full or forbidden costs only the reload', async () => {
    const api = server()
    api.script.push(trouble('network'))
    const full: Storage = {
      getItem: () => null,
      setItem: () => Promise.reject(new Error('quota')),
      removeItem: () => Promise.reject(new Error('quota')),
    }
    const { outbox, ids } = open(api, { storage: full })
    const message = entry()
    outbox.add(message)
    await settle()
    expect(ids()).toEqual([message.id])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(api.ids()).toEqual([message.id])
    expect(ids()).toEqual([])
  })

  test('whatever is not ours in storage is left out', () => {
    expect(parseUnsent('{"a":1}')).toEqual([])
    expect(parseUnsent('[1,null,{"id":"x"}]')).toEqual([])
    expect(parseUnsent('[{"id":"x"')).toEqual([])
    const ours = entry()
    expect(parseUnsent(JSON.stringify([ours, { ...ours, body: 1 }]))).toEqual([ours])
  })
})

describe('two tabs', () => {
  test('share what is unsent: one sends, both see it go', async () => {
    const [api, storage, tab] = [server(), memoryStorage(), createTabs()]
    const one = open(api, { storage, tabs: tab() })
    const other = open(api, { storage, tabs: tab() })
    const message = entry()
    api.script.push(trouble('network'))
    one.outbox.add(message)
    await settle()
    expect(other.ids()).toEqual([message.id])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(api.ids()).toEqual([message.id])
    expect([one.ids(), other.ids()]).toEqual([[], []])
    expect(other.sent).toEqual([message.id]) // so that it can show it as stored before it forgets it
  })

  test('a tab that is closed while it sends is taken over', async () => {
    const [api, storage, tab] = [server(), memoryStorage(), createTabs()]
    const one = open(api, { storage, tabs: tab() })
    const other = open(api, { storage, tabs: tab() })
    api.script.push(trouble('network'), trouble('network'), trouble('network'))
    const message = entry()
    one.outbox.add(message)
    await settle()
    one.stop()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(api.ids()).toEqual([message.id])
    expect(other.ids()).toEqual([])
  })
})

test('a refusal is known to the tab that sends next: it is not sent again behind its author’s back', async () => {
  const [api, storage, tab] = [server(), memoryStorage(), createTabs()]
  const one = open(api, { storage, tabs: tab() })
  open(api, { storage, tabs: tab() })
  api.script.push(trouble('network'), trouble('refused'))
  const [refused, next] = [entry(), entry()]
  one.outbox.add(refused)
  await settle()
  one.outbox.add(next)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(api.ids()).toEqual([next.id])
  expect(one.ids()).toEqual([refused.id])
})
