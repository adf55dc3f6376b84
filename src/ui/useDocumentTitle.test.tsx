import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { useDocumentTitle, useUnreadInTitle } from './useDocumentTitle'

afterEach(cleanup)

test('the number of unread stands before the title of whichever page is shown, and goes with who counts', () => {
  const counter = renderHook(({ unread }) => useUnreadInTitle(unread), { initialProps: { unread: 2 } })
  const page = renderHook(({ title }) => useDocumentTitle(title), { initialProps: { title: 'Reports' } })
  expect(document.title).toBe('(2) Reports · Causerie')
  page.rerender({ title: 'Settings' })
  expect(document.title).toBe('(2) Settings · Causerie')
  counter.rerender({ unread: 0 })
  expect(document.title).toBe('Settings · Causerie')
  counter.rerender({ unread: 1 })
  counter.unmount()
  expect(document.title).toBe('Settings · Causerie')
})
