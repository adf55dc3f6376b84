import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { inBatches } from './batches'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first at once, what follows together and in order, then at once again', () => {
  const taken: (readonly number[])[] = []
  const batches = inBatches<number>(50, (items) => void taken.push(items))
  batches.add(1)
  expect(taken).toEqual([[1]])
  batches.add(2)
  vi.advanceTimersByTime(20)
  batches.add(3)
  expect(taken).toEqual([[1]])
  vi.advanceTimersByTime(30)
  expect(taken).toEqual([[1], [2, 3]])
  vi.advanceTimersByTime(50)
  batches.add(4)
  expect(taken.at(-1)).toEqual([4])
  batches.add(5)
  batches.stop()
  vi.advanceTimersByTime(100)
  expect(taken).toHaveLength(3)
})
