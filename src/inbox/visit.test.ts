import { expect, test } from 'vitest'
import { mailLink } from './visit'

test('a link to an address is to it alone, whatever a visitor wrote behind it', () => {
  expect(mailLink('ann.o-neil+shop@example.com')).toBe('mailto:ann.o-neil+shop@example.com')
  const link = new URL(mailLink('ann@example.com?bcc=everybody%40evil.test&subject=x#y'))
  expect([link.search, link.hash]).toEqual(['', ''])
  expect(decodeURIComponent(link.pathname)).toBe('ann@example.com?bcc=everybody%40evil.test&subject=x#y')
  expect(mailLink('zoë@exämple.com')).toBe('mailto:zo%C3%AB@ex%C3%A4mple.com')
})
