import { render, screen, waitFor } from '@testing-library/react'
import { lazy, Suspense } from 'react'
import { expect, test, vi } from 'vitest'
import { Dispensable } from './Dispensable'

test('a part that can’t be fetched takes nothing with it', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const load = vi.fn<() => Promise<{ default: () => string }>>().mockRejectedValue(new TypeError('Failed to fetch'))
  const Card = lazy(load)
  render(
    <Suspense>
      <p>The conversation</p>
      <Dispensable>
        <Card />
      </Dispensable>
    </Suspense>,
  )
  await waitFor(() => expect(told).toHaveBeenCalled())
  expect(screen.getByText('The conversation')).toBeTruthy()
})
