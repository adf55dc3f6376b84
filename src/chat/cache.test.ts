import { QueryObserver, type QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CauserieError } from '@/lib/errors'
import { chatKeys, createTimelines } from './cache'
import { createQueryClient } from './queryClient'
import type { ContactApi } from './contactApi'
import { storedMessage } from './testing'
import type { StoredMessage } from './timeline'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ID = '0199a000-0000-7000-8000-000000000001'

/** Timelines over a server that has this and answers so, and when it was asked, in ms from the beginning. */
function over(queryClient: QueryClient, isDown: () => boolean, stored: readonly StoredMessage[] = []) {
  const asked: number[] = []
  const begun = Date.now()
  const timeline: ContactApi['timeline'] = async (_id, { after = 0 }) => {
    asked.push(Date.now() - begun)
    if (isDown()) throw new CauserieError('Failed to fetch', { trouble: 'network' })
    return stored.filter(({ seq }) => seq > after)
  }
  const timelines = createTimelines(queryClient, chatKeys('test'), { timeline } as ContactApi, () => 0.5)
  return { timelines, asked }
}

test('while nobody answers, a timeline is asked for at the pace of the polls', async () => {
  const { timelines, asked } = over(createQueryClient(), () => true)
  for (let poll = 0; poll < 12; poll += 1) {
    timelines.catchUp(ID)
    await vi.advanceTimersByTimeAsync(5_000)
  }
  expect(asked.length).toBeGreaterThanOrEqual(12)
  expect(asked.length).toBeLessThanOrEqual(16) // a quick second try now and then, for a hiccup
})

test('a poll that comes while we wait is the next try', async () => {
  let isDown = true
  const { timelines, asked } = over(createQueryClient(), () => isDown)
  timelines.catchUp(ID)
  await vi.advanceTimersByTimeAsync(3_000)
  const before = asked.length
  isDown = false
  timelines.catchUp(ID)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked.length).toBeGreaterThan(before)
  expect(timelines.get(ID)?.covered).not.toBeNull()
})

describe('[SCREEN-17] a conversation that is opened in the very moment after an event', () => {
  test('holds what the event told, though the answer did not see it yet, and nothing is asked twice', async () => {
    const { timelines, asked } = over(createQueryClient(), () => false, [storedMessage(1), storedMessage(2)])
    timelines.heard(ID, [storedMessage(3)])
    timelines.prefetch(ID)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(timelines.get(ID)).toMatchObject({ covered: { through: 3 }, heardOf: 3 })
    expect(timelines.get(ID)?.entries.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3'])
    expect(asked).toHaveLength(1)
  })

  test('asks again for what it was told of and has not got', async () => {
    const stored = [storedMessage(1)]
    const { timelines, asked } = over(createQueryClient(), () => false, stored)
    timelines.heard(ID, [], { heardOf: 2 })
    timelines.prefetch(ID)
    timelines.heard(ID, [storedMessage(3)]) // while the question is under way
    await vi.advanceTimersByTimeAsync(0)
    stored.push(storedMessage(2), storedMessage(3))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(timelines.get(ID)?.entries.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3'])
    expect(asked).toHaveLength(2)
  })

  test('while what was told long ago is kept nowhere: the answer has it', async () => {
    const { timelines } = over(createQueryClient(), () => false, [storedMessage(1)])
    timelines.heard(ID, [storedMessage(2)])
    await vi.advanceTimersByTimeAsync(5_000)
    timelines.prefetch(ID)
    await vi.advanceTimersByTimeAsync(0)
    expect(timelines.get(ID)?.entries.map(({ id }) => id)).toEqual(['m1'])
  })
})

test('[SCREEN-13] of a conversation that nobody looks at, what was scrolled up to is fetched again when somebody does', async () => {
  const all = Array.from({ length: 1_000 }, (_, index) => storedMessage(index + 1))
  const timeline: ContactApi['timeline'] = async (_id, { before = Infinity, after = 0, max }) =>
    all.filter(({ seq }) => seq < before && seq > after).slice(-max)
  const cache = createQueryClient()
  const timelines = createTimelines(cache, chatKeys('test'), { timeline } as ContactApi)
  timelines.catchUp(ID)
  await vi.advanceTimersByTimeAsync(0)
  for (let page = 0; page < 10; page += 1) await timelines.loadOlder(ID)
  expect(timelines.get(ID)?.entries).toHaveLength(550)
  timelines.rest(ID)
  expect(timelines.get(ID)?.entries.map(({ id }) => id)).toEqual(all.slice(-100).map(({ id }) => id))
  await timelines.loadOlder(ID)
  expect(timelines.get(ID)?.entries.map(({ id }) => id)).toEqual(all.slice(-150).map(({ id }) => id))
})

test('what was asked for in advance is not asked for again by whoever comes to look', async () => {
  const cache = createQueryClient()
  const { timelines, asked } = over(cache, () => false)
  timelines.prefetch(ID)
  timelines.prefetch(ID)
  const stop = new QueryObserver(cache, {
    queryKey: chatKeys('test').timeline(ID),
    queryFn: () => timelines.queryFn(ID),
  }).subscribe(() => undefined)
  await vi.advanceTimersByTimeAsync(0)
  timelines.prefetch(ID)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveLength(1)
  stop()
})
