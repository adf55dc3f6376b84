import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Trouble } from '@/lib/errors'
import { memoryStorage } from '@/lib/storage'
import { type Unsent } from './lanes'
import { entry, open, server, settle, trouble } from './outboxStage'
import { createTabs } from './tabs'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a lane', () => {
  test('lets messages out one at a time, in the order they were written', async () => {
    const api = server()
    const { outbox, ids } = open(api)
    const all = [entry(), entry(), entry()]
    for (const message of all) outbox.add(message)
    expect(ids()).toEqual(all.map(({ id }) => id)) // on the screen before anything left
    await settle()
    expect(api.ids()).toEqual(all.map(({ id }) => id))
    expect(ids()).toEqual([])
  })

  test.each<Trouble>(['network', 'server', 'busy'])(
    'waits when the trouble passes (%s), and nothing overtakes',
    async (kind) => {
      const api = server()
      api.script.push(trouble(kind), trouble(kind))
      const { outbox, ids } = open(api)
      const [first, second] = [entry(), entry()]
      outbox.add(first)
      outbox.add(second)
      await settle()
      expect(api.ids()).toEqual([])
      expect(ids()).toEqual([first.id, second.id])
      expect([...outbox.state.get().held.keys()]).toEqual(['c'])
      await vi.advanceTimersByTimeAsync(60_000)
      expect(api.ids()).toEqual([first.id, second.id])
      expect(outbox.state.get().held.size).toBe(0)
    },
  )

  test('does not hold up another', async () => {
    const api = server()
    api.script.push(trouble('network'))
    const { outbox } = open(api)
    const [stuck, free] = [entry(), entry({ conversation_id: 'other' })]
    outbox.add(stuck)
    await settle()
    outbox.add(free)
    await settle()
    expect(api.ids()).toContain(free.id)
  })

  test('goes on at once when the network is back', async () => {
    const api = server()
    api.script.push(trouble('network'))
    const { outbox } = open(api)
    const message = entry()
    outbox.add(message)
    await settle()
    outbox.wake()
    await settle()
    expect(api.ids()).toEqual([message.id])
  })

  test('that fails when the network has just come back leaves again at once', async () => {
    const api = server()
    let fail: () => void = () => undefined
    const { outbox } = open({
      send: (message) =>
        api.calls.length > 0
          ? api.send(message)
          : new Promise((_resolve, reject) => {
              api.calls.push(message.id)
              fail = () => reject(trouble('network'))
            }),
    })
    const message = entry()
    outbox.add(message)
    await settle()
    outbox.wake()
    fail() // it had left before
    await settle()
    expect(api.ids()).toEqual([message.id])
    expect(api.calls).toHaveLength(2)
  })

  test('that fails whatever new session it gets is patient all the same', async () => {
    const calls: string[] = []
    const { outbox } = open({
      async send({ id }) {
        calls.push(id)
        outbox.wake() // as word of the session that was just renewed does
        await Promise.resolve()
        throw trouble('session')
      },
    })
    outbox.add(entry())
    await vi.advanceTimersByTimeAsync(1_000)
    expect(calls).toHaveLength(2)
  })

  test('is not held by a refusal: the message stays and says why, the next one leaves', async () => {
    const api = server()
    api.script.push(trouble('refused', 'message_too_long'))
    const { outbox } = open(api)
    const [refused, next] = [entry(), entry()]
    outbox.add(refused)
    outbox.add(next)
    await settle()
    expect(api.ids()).toEqual([next.id])
    expect(outbox.state.get().entries).toMatchObject([{ id: refused.id, failure: { hint: 'message_too_long' } }])
    outbox.retry(refused.id, null)
    await settle()
    expect(api.ids()).toEqual([next.id, refused.id])
    expect(outbox.state.get().entries).toEqual([])
  })

  test('whose beginning is refused waits for its author; discarded, the next message begins it', async () => {
    const api = server()
    api.script.push(trouble('refused'))
    const { outbox } = open(api)
    const [start, next] = [entry({ kind: 'start', context: { locale: 'fr' } }), entry()]
    outbox.add(start)
    outbox.add(next)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(api.calls).toEqual([start.id])
    outbox.discard(start.id)
    await settle()
    expect(api.stored).toMatchObject([{ id: next.id, kind: 'start', context: { locale: 'fr' } }])
  })

  test('says that nobody is signed in, keeps everything, and sends it after signing in', async () => {
    const api = server()
    api.script.push(trouble('session'))
    const { outbox } = open(api)
    const message = entry()
    outbox.add(message)
    await settle()
    expect(outbox.state.get()).toMatchObject({ signedOut: true, entries: [{ id: message.id, failure: null }] })
    outbox.wake()
    await settle()
    expect(api.ids()).toEqual([message.id])
    expect(outbox.state.get().signedOut).toBe(false)
  })
})

test('whatever the network does, every message that was not refused is stored once, in the order of its lane', async () => {
  const answers = fc.array(
    fc.constantFrom<Trouble | 'lost' | 'ok'>('network', 'server', 'busy', 'refused', 'lost', 'ok'),
    { maxLength: 25 },
  )
  const writings = fc.array(
    fc.record({ lane: fc.constantFrom('a', 'b', 'c'), tab: fc.nat(1), pauseMs: fc.nat(3_000), reload: fc.boolean() }),
    { minLength: 1, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(writings, answers, async (steps, script) => {
      const [api, storage, tab] = [server(), memoryStorage(), createTabs()]
      for (const answer of script)
        if (answer !== 'ok') api.script.push(answer === 'lost' ? 'answer lost' : trouble(answer))
      const seats = [open(api, { storage, tabs: tab() }), open(api, { storage, tabs: tab() })]
      const written: Unsent[] = []
      for (const { lane, tab: seat, pauseMs, reload } of steps) {
        const message = entry({ conversation_id: lane })
        written.push(message)
        seats[seat]?.outbox.add(message)
        await vi.advanceTimersByTimeAsync(pauseMs)
        if (reload) {
          seats[seat]?.stop()
          seats[seat] = open(api, { storage, tabs: tab() })
        }
      }
      await vi.advanceTimersByTimeAsync(40 * 60_000)
      const refused = new Set(seats[0]?.outbox.state.get().entries.map(({ id }) => id))
      for (const lane of ['a', 'b', 'c']) {
        const expected = written.filter(({ id, conversation_id }) => conversation_id === lane && !refused.has(id))
        expect(api.stored.filter(({ conversation_id }) => conversation_id === lane).map(({ id }) => id)).toEqual(
          expected.map(({ id }) => id),
        )
      }
      for (const seat of seats) seat.stop()
    }),
    { numRuns: 150 },
  )
})

describe('[SCREEN-7] what its author may take back', () => {
  const soon = (ms: number) => ({
    written_at: new Date().toISOString(),
    leaves_at: new Date(Date.now() + ms).toISOString(),
  })

  test('waits for its time, and those behind it wait with it', async () => {
    const api = server()
    const { outbox, stop } = open(api)
    const held = entry(soon(5_000))
    const after = entry()
    outbox.add(held)
    outbox.add(after)
    await vi.advanceTimersByTimeAsync(4_900)
    expect(api.calls).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    expect(api.ids()).toEqual([held.id, after.id])
    stop()
  })

  test('taken back in time, it never leaves, and the next one does at once', async () => {
    const api = server()
    const { outbox, stop } = open(api)
    const held = entry(soon(5_000))
    const after = entry()
    outbox.add(held)
    outbox.add(after)
    await vi.advanceTimersByTimeAsync(1_000)
    outbox.discard(held.id)
    await vi.advanceTimersByTimeAsync(100)
    expect(api.calls).toEqual([after.id])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(api.calls).toEqual([after.id])
    stop()
  })

  test('is still there after a reload, and leaves at its time', async () => {
    const api = server()
    const storage = memoryStorage()
    const first = open(api, { storage })
    const held = entry(soon(5_000))
    first.outbox.add(held)
    await vi.advanceTimersByTimeAsync(1_000)
    first.stop()
    const second = open(api, { storage })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(second.ids()).toEqual([held.id])
    expect(api.calls).toEqual([])
    await vi.advanceTimersByTimeAsync(1_100)
    expect(api.ids()).toEqual([held.id])
    second.stop()
  })
})
