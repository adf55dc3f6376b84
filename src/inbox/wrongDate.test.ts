import { expect, test } from 'vitest'
import { wrongDate } from './wrongDate'

test.each([
  ['before:hier chaussure', 'hier'],
  ['chaussure après:"la semaine passée"', 'la semaine passée'],
  ['before:2026-02-30', '2026-02-30'],
  ['after:2026 avant:22/11/2026', '22/11/2026'],
  ['AVANT:26-11', '26-11'],
])('%s holds what is no date', (query, said) => {
  expect(wrongDate(query)).toBe(said)
})

test.each(['before:2026', 'après:2026-11 chaussure', 'after:2026-11-22', 'chaussure', 'before:', '"before:hier"'])(
  '%s is as it should be',
  (query) => {
    expect(wrongDate(query)).toBeNull()
  },
)
