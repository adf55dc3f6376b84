import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from '@/lib/store'
import type { Client } from '@/lib/supabase'
import { agentHeartbeats } from './heartbeats'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a conversation that is opened while the one before is still being told is told a moment later', async () => {
  const opened = createStore<ReadonlyMap<string, number>>(new Map([['one', 1]]))
  const told: unknown[] = []
  const answers: (() => void)[] = []
  const rpc = (_name: string, { viewing }: { viewing?: string }) => {
    told.push(viewing)
    return new Promise((resolve) => answers.push(() => resolve({ data: null, error: null })))
  }
  const stop = agentHeartbeats({ rpc } as unknown as Client, 'w', opened).start()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual(['one'])
  opened.set(new Map([['two', 1]]))
  answers[0]?.()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual(['one', 'two'])
  answers[1]?.()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual(['one', 'two']) // and no more often than that
  stop()
})
