import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import { memoryStorage } from '@/lib/storage'
import { createClientFor } from '@/lib/supabase'
import { figureQueries } from './figureQueries'
import { deskQueries } from './queries'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each(['counts', 'summary'] as const)('while nobody answers, each poll asks for %s once', async (which) => {
  let asked = 0
  let isDown = false
  const client = createClientFor('agent', {
    config: { apiUrl: 'http://nowhere.invalid', publishableKey: 'sb_publishable_x' },
    storage: memoryStorage(),
    storageKey: `test-${which}`,
    fetch: async () => {
      asked += 1
      if (isDown) throw new TypeError('Failed to fetch')
      return Response.json({})
    },
  })
  const cache = createQueryClient()
  const query = (which === 'counts' ? deskQueries.counts : figureQueries.summary)({ client, workspaceId: 'w' })
  const stop =
    which === 'counts'
      ? new QueryObserver(cache, deskQueries.counts({ client, workspaceId: 'w' })).subscribe(() => undefined)
      : new QueryObserver(cache, figureQueries.summary({ client, workspaceId: 'w' })).subscribe(() => undefined)
  await vi.advanceTimersByTimeAsync(0)
  isDown = true
  asked = 0
  for (let poll = 0; poll < 10; poll += 1) {
    void cache.invalidateQueries({ queryKey: query.queryKey })
    await vi.advanceTimersByTimeAsync(5_000)
  }
  stop()
  expect(asked).toBeGreaterThanOrEqual(10)
  expect(asked).toBeLessThanOrEqual(12)
})
