import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segmentsOf } from './links'

const links = (text: string) => segmentsOf(text).flatMap(({ text, href }) => (href ? [{ text, href }] : []))

test('a link ends where the sentence goes on', () => {
  expect(links('See https://example.com/a_(b), then (https://example.com/c).')).toEqual([
    { text: 'https://example.com/a_(b)', href: 'https://example.com/a_(b)' },
    { text: 'https://example.com/c', href: 'https://example.com/c' },
  ])
})

test('addresses without a scheme are https; e-mail addresses write a mail', () => {
  expect(links('www.example.com ou aide@exemple.fr !')).toEqual([
    { text: 'www.example.com', href: 'https://www.example.com/' },
    { text: 'aide@exemple.fr', href: 'mailto:aide@exemple.fr' },
  ])
})

test.each([
  'javascript:alert(1)',
  'data:text/html,<b>',
  'https://',
  'ftp://example.com',
  '<a href="x">',
  'file:///etc/passwd',
  'a@b',
])('nothing else becomes a link: %s', (text) => {
  expect(links(text)).toEqual([])
})

test('the pieces are the text, whatever it is, and every link is http, https or mail', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.webUrl(),
      fc.emailAddress(),
      fc.constantFrom(' ', '\n', 'javascript:', '<script>'),
    ),
  )
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join('')
      const segments = segmentsOf(text)
      expect(segments.map((segment) => segment.text).join('')).toBe(text)
      for (const { href } of segments) expect(href ?? 'https:').toMatch(/^(https?|mailto):/)
    }),
  )
}, 30_000)

// Ten times what a message may hold: a search that begins again at every letter would take many seconds.
test.each([
  ['letters', 'a'.repeat(100_000)],
  ['dots', 'a.'.repeat(50_000)],
  ['a mail address that does not end', `a@${'a-'.repeat(50_000)}`],
  ['brackets', `https://example.com/${')'.repeat(100_000)}`],
])('a text made to be slow to read is read at once: %s', (_, text) => {
  const begun = performance.now()
  expect(
    segmentsOf(text)
      .map((segment) => segment.text)
      .join(''),
  ).toBe(text)
  expect(performance.now() - begun).toBeLessThan(1_000)
})
