import { expect, test } from 'vitest'
import { fr } from './fr'

test('French is typeset: no sign begins a line, and no number loses its unit', () => {
  const faults = spoken(fr).filter((text) => / [?!;:»%]|« |\d (?:\d{3}|h|min|Mo|ko)(?!\w)/.test(text))
  expect(faults).toEqual([])
})

function spoken(word: unknown): string[] {
  if (typeof word === 'string') return [word]
  if (typeof word === 'function') return [String(Reflect.apply(word, undefined, ['1', '2', '3']))]
  return Object.values(word as object).flatMap(spoken)
}
