import { act, cleanup, render, screen } from '@testing-library/react'
import { lazy } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Dispensable } from './Dispensable'
import { patiently } from './patiently'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const show = (load: () => Promise<{ default: () => string }>) => {
  const Card = lazy(patiently(load))
  render(
    <>
      <p>The conversation</p>
      <Dispensable>
        <Card />
      </Dispensable>
    </>,
  )
}

test('a part that does not come at first comes later', async () => {
  const load = vi.fn<() => Promise<{ default: () => string }>>()
  load.mockRejectedValueOnce(new TypeError('Failed to fetch')).mockRejectedValueOnce(new TypeError('Failed to fetch'))
  load.mockResolvedValue({ default: () => 'How did we do?' })
  show(load)
  await act(() => vi.advanceTimersByTimeAsync(10_000))
  expect(screen.getByText('How did we do?')).toBeTruthy()
  expect(load).toHaveBeenCalledTimes(3)
})

test('one that is gone from the server takes nothing with it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const load = vi.fn<() => Promise<never>>().mockRejectedValue(new TypeError('Failed to fetch'))
  show(load)
  await act(() => vi.advanceTimersByTimeAsync(60_000))
  expect(load).toHaveBeenCalledTimes(5)
  expect(screen.getByText('The conversation')).toBeTruthy()
})
