import { expect, test } from 'vitest'
import { fr } from './fr'

test('French is typeset: no sign begins a line, and no number loses its unit', () => {
  const faults = spoken(fr).filter((text) => / [?!;:»%]|« |\d (?:\d{3}|h|min|Mo|ko)(?!\w)/.test(text))
  expect(faults).toEqual([])
})

test('French agrees with what it counts and names', () => {
  const { inbox, desk, settings } = fr
  expect([inbox.snoozedUntil('30 nov. 09:00'), inbox.snoozedUntil('lun. 09:00')]).toEqual([
    'jusqu’au 30 nov. 09:00',
    'jusqu’à lun. 09:00',
  ])
  expect([desk.bulkRefused(3, 1), desk.bulkRefused(3, 2)].map((text) => text.split('; ')[1])).toEqual([
    '1 n’a pas pu être changée.',
    '2 n’ont pas pu être changées.',
  ])
  expect(['1', '1,5', '2', '10'].map((hours) => settings.hours.openFor(hours).split(' ').at(-1))).toEqual([
    'heure',
    'heure',
    'heures',
    'heures',
  ])
})

function spoken(word: unknown): string[] {
  if (typeof word === 'string') return [word]
  if (typeof word === 'function') return [String(Reflect.apply(word, undefined, ['1', '2', '3']))]
  return Object.values(word as object).flatMap(spoken)
}
