import { QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { createQueryClient } from '@/chat/queryClient'
import { forgetUnseen, KEPT_UNSEEN } from './boundedCache'

/** Looks at an answer. @returns the undo */
function look(cache: ReturnType<typeof createQueryClient>, queryKey: readonly unknown[]): () => void {
  return new QueryObserver(cache, { queryKey, queryFn: () => 'answer' }).subscribe(() => undefined)
}

test('[SCREEN-13] walking through hundreds of conversations keeps the last ones of each kind', () => {
  const cache = createQueryClient()
  const stop = forgetUnseen(cache.getQueryCache())
  const kinds = [
    (id: number) => ['chat', 'agent', 'timeline', id],
    (id: number) => ['desk', 'w', 'person', id],
    (id: number) => ['desk', 'w', 'list', { status: id }],
  ]
  const open = kinds.map((key) => look(cache, key(-1)))
  for (let id = 0; id < 300; id += 1) {
    const undos = kinds.map((key) => look(cache, key(id)))
    for (const undo of undos) undo()
  }
  const kept = cache.getQueryCache().getAll()
  expect(kept).toHaveLength(kinds.length * (KEPT_UNSEEN + 1))
  for (const key of kinds) {
    expect(cache.getQueryState(key(-1)), 'is looked at').toBeDefined()
    expect(cache.getQueryState(key(299)), 'was the last').toBeDefined()
    expect(cache.getQueryState(key(300 - KEPT_UNSEEN))).toBeDefined()
    expect(cache.getQueryState(key(299 - KEPT_UNSEEN))).toBeUndefined()
  }
  for (const undo of open) undo()
  stop()
})

test('[SCREEN-13] what was asked for in advance and never looked at counts, too', async () => {
  const cache = createQueryClient()
  const stop = forgetUnseen(cache.getQueryCache())
  for (let id = 0; id < 100; id += 1)
    void cache.prefetchQuery({ queryKey: ['chat', 'agent', 'timeline', id], queryFn: () => 'answer' })
  expect(cache.getQueryCache().getAll()).toHaveLength(KEPT_UNSEEN)
  stop()
})

test('what is looked at again is not the oldest any more', () => {
  const cache = createQueryClient()
  const stop = forgetUnseen(cache.getQueryCache())
  const key = (id: number) => ['desk', 'w', 'person', id]
  for (let id = 0; id < KEPT_UNSEEN; id += 1) look(cache, key(id))()
  look(cache, key(0))()
  look(cache, key(KEPT_UNSEEN))()
  expect(cache.getQueryState(key(0))).toBeDefined()
  expect(cache.getQueryState(key(1))).toBeUndefined()
  stop()
})
