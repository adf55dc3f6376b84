import { expect, test } from 'vitest'
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
