import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { WidgetHost } from '@/widget/host'
import { AllowedSite } from './AllowedSite'
import { mayShow } from './mayShow'

const inbox = vi.hoisted(() => ({ data: undefined as { allowed_origins: string[] } | undefined }))
vi.mock('@/chat/useInbox', () => ({ useInbox: () => inbox }))

test('an inbox that names its sites is shown on those alone', () => {
  expect(mayShow([], 'https://shop.example')).toBe(true)
  const allowed = ['https://shop.example', 'https://*.example.org', 'http://localhost:5174']
  const mine = ['https://shop.example', 'https://www.example.org', 'https://a.b.example.org', 'http://localhost:5174']
  const others = [
    'http://shop.example',
    'https://shop.example:8443',
    'https://shop.example.evil.test',
    'https://example.org',
    'https://evilexample.org',
    'https://www.example.org.evil.test',
    'http://www.example.org',
    'http://localhost',
  ]
  expect([...mine, ...others].filter((origin) => mayShow(allowed, origin))).toEqual(mine)
})

test('elsewhere nothing is drawn, and the loader is told', () => {
  const unknownInbox = vi.fn<() => void>()
  const host = { unknownInbox } as unknown as WidgetHost
  const drawn = (origin: string) => (
    <AllowedSite host={host} origin={origin}>
      the chat
    </AllowedSite>
  )
  const { rerender } = render(drawn('https://evil.test')) // not known yet
  expect(screen.queryByText('the chat')).not.toBeNull()
  inbox.data = { allowed_origins: ['https://shop.example'] }
  rerender(drawn('https://shop.example'))
  expect(screen.queryByText('the chat')).not.toBeNull()
  expect(unknownInbox).not.toHaveBeenCalled()
  rerender(drawn('https://evil.test'))
  expect(screen.queryByText('the chat')).toBeNull()
  expect(unknownInbox).toHaveBeenCalledTimes(1)
})
