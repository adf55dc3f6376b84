import { expect, test } from 'vitest'
import { browserName } from './browserName'
import { languageName, localTime, mailLink, webAddress } from './visit'

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox 132 · Windows'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
    'Chrome 153 · Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0',
    'Edge 120 · Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari 18 · iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
    'Samsung Internet 27 · Android',
  ],
  ['curl/8.5.0', null],
  ['<script>alert(1)</script>', null],
])('%s is %s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name)
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'not an address', 'file:///etc/passwd'])(
  '%s is no link',
  (text) => {
    expect(webAddress(text)).toBeNull()
  },
)

test('a web address is', () => {
  expect(webAddress('https://filou.example/a?b=1')?.host).toBe('filou.example')
})

test('languages and clocks that nobody knows do no harm', () => {
  expect(languageName('fr-CA', 'en')).toMatch(/French/)
  expect(languageName('not a tag!', 'en')).toBe('not a tag!')
  expect(localTime('Europe/Paris', 'fr', new Date('2026-11-20T10:00:00Z'))).toBe('11:00')
  expect(localTime('Mars/Olympus', 'fr', new Date())).toBeNull()
})

test('a link to an address is to it alone, whatever a visitor wrote behind it', () => {
  expect(mailLink('ann.o-neil+shop@example.com')).toBe('mailto:ann.o-neil+shop@example.com')
  const link = new URL(mailLink('ann@example.com?bcc=everybody%40evil.test&subject=x#y'))
  expect([link.search, link.hash]).toEqual(['', ''])
  expect(decodeURIComponent(link.pathname)).toBe('ann@example.com?bcc=everybody%40evil.test&subject=x#y')
  expect(mailLink('zoë@exämple.com')).toBe('mailto:zo%C3%AB@ex%C3%A4mple.com')
})
