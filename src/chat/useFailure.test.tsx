import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from './queryClient'
import { CauserieError } from '@/lib/errors'
import { useFailure } from './useFailure'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

/** Asks a server that may be in trouble. */
function asking() {
  const server = { isDown: true, asked: 0 }
  const cache = createQueryClient()
  const { result, rerender } = renderHook(
    ({ id }) => {
      const queryKey = ['question', id]
      const query = useQuery({
        queryKey,
        queryFn: async () => {
          server.asked += 1
          if (server.isDown) throw new CauserieError('Internal Server Error', { trouble: 'server', status: 500 })
          return 'answer'
        },
      })
      return { data: query.data, failure: useFailure(queryKey, query) }
    },
    {
      initialProps: { id: 1 },
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={cache}>{children}</QueryClientProvider>
      ),
    },
  )
  return { server, get: () => result.current, other: (id: number) => rerender({ id }) }
}

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

test('[SCREEN-12] one failure may be a hiccup; the second is told, soon, and stays told while tries go on', async () => {
  const { server, get } = asking()
  await wait(0)
  expect(server.asked).toBe(1)
  expect(get().failure.why).toBeNull()
  await wait(1_000)
  expect(get().failure.why).toMatchObject({ trouble: 'server' })
  for (let second = 0; second < 60; second += 1) {
    await wait(1_000)
    expect(get().failure.why, `after ${second} s`).not.toBeNull()
  }
  expect(server.asked).toBeGreaterThan(6)
  expect(server.asked).toBeLessThan(14)
})

test.each([2_000, 20_000, 40_000])('[SCREEN-12] what failed for %i ms comes by itself', async (ms) => {
  const { server, get } = asking()
  await wait(ms)
  expect(get().failure.why).not.toBeNull()
  server.isDown = false
  await wait(8_500)
  expect(get()).toMatchObject({ data: 'answer', failure: { why: null } })
})

test.each([1_500, 30_000])('[SCREEN-12] asked again after %i ms, it is asked at once', async (ms) => {
  const { server, get } = asking()
  await wait(ms)
  server.isDown = false
  const { asked } = server
  act(() => get().failure.again())
  await wait(0)
  expect(server.asked).toBe(asked + 1)
  expect(get()).toMatchObject({ data: 'answer', failure: { why: null } })
})

test('another question has not failed yet', async () => {
  const { get, other } = asking()
  await wait(2_000)
  expect(get().failure.why).not.toBeNull()
  other(2)
  expect(get().failure.why).toBeNull()
})
