import { expect, test, vi } from 'vitest'
import { en } from './en/index'
import { createFormats } from './format'
import { fr } from './fr/index'
import { preferredLocale } from './locale'

const NOW = new Date('2026-03-04T12:00:00Z')
const english = createFormats('en', en, 'Europe/Paris')
const french = createFormats('fr', fr, 'Europe/Paris')

// French sets narrow no-break spaces; which ones is the browser's affair.
const plain = (text: string) => text.replaceAll(/\s/g, ' ')

test('days are those of the reader: a minute past midnight is another', () => {
  expect(french.formatDay('2026-03-03T23:30:00Z', NOW)).toBe('Aujourd’hui')
  expect(french.formatDay('2026-03-03T22:30:00Z', NOW)).toBe('Hier')
  expect(english.formatDay('2026-03-02T12:00:00Z', NOW)).toBe('Monday')
  expect(french.formatDay('2025-03-02T12:00:00Z', NOW)).toBe('2 mars 2025')
})

test('how long ago, in the fewest words', () => {
  expect(plain(french.formatRelative('2026-03-04T11:59:40Z', NOW))).toBe('à l’instant')
  expect(plain(french.formatRelative('2026-03-04T11:55:00Z', NOW))).toBe('il y a 5 min')
  expect(plain(english.formatRelative('2026-03-03T08:00:00Z', NOW))).toBe('yesterday')
})

test('until when: a time today, a day by its name, else the date; no seconds', () => {
  expect(plain(french.formatUntil('2026-03-04T17:00:00Z', NOW))).toBe('18:00')
  expect(plain(french.formatUntil('2026-03-05T08:00:00Z', NOW))).toMatch(/^demain à 0?9:00$/)
  expect(plain(french.formatUntil('2026-03-09T08:00:00Z', NOW))).toMatch(/^lundi à 0?9:00$/)
  expect(plain(french.formatUntil('2026-03-30T07:00:00Z', NOW))).toMatch(/^30 mars à 0?9:00$/)
  expect(plain(english.formatUntil('2027-01-01T08:00:00Z', NOW))).toMatch(/^(1 January 2027|January 1, 2027) at 0?9:00/)
  const back = (until: string) => plain(fr.widget.backAt(fr.widget.at(french.formatUntil(until, NOW))))
  expect(back('2026-03-04T17:00:00Z')).toBe('Nous revenons à 18:00.')
  expect(back('2026-03-05T08:00:00Z')).toMatch(/^Nous revenons demain à 0?9:00\.$/)
  expect(back('2026-03-30T07:00:00Z')).toMatch(/^Nous revenons le 30 mars à 0?9:00\.$/)
  const told = (until: string) => fr.chat.event.snoozed('Léa', french.formatUntil(until, NOW))
  expect(told('2026-03-05T08:00:00Z')).toMatch(/jusqu’à demain/)
  expect(told('2026-03-30T07:00:00Z')).toMatch(/jusqu’au 30/)
})

test('durations have at most two units', () => {
  expect(plain(french.formatDuration(45))).toBe('45 s')
  expect(plain(french.formatDuration(300))).toBe('5 min')
  expect(plain(french.formatDuration(3_900))).toMatch(/^1 ?h 5 min$/)
  expect(plain(french.formatDuration(3 * 86_400 + 7_200))).toMatch(/^3 ?j 2 ?h$/)
})

test('the language is the first wanted that we speak', () => {
  expect(preferredLocale(['de-DE', 'fr-CA', 'en'])).toBe('fr')
  expect(preferredLocale(['de'])).toBe('en')
})

test('a language that Intl does not know by its name is no reason to fall silent', () => {
  vi.stubGlobal('navigator', { languages: ['en-US@posix', 'en_US', 'en-GB'] })
  expect(plain(createFormats('en', en, 'UTC').formatTime('2026-03-04T14:05:00Z'))).toBe('14:05')
  vi.stubGlobal('navigator', { languages: ['en-US@posix'] })
  expect(plain(createFormats('en', en, 'UTC').formatTime('2026-03-04T14:05:00Z'))).toBe('14:05')
  vi.unstubAllGlobals()
})
