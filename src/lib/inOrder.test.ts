import { expect, test } from 'vitest'
import { byName, inOrder } from './inOrder'

test('names stand as a reader looks for them, whatever their accents, letters and numbers', () => {
  const names = ['Zoé', 'marc', 'Éloïse', 'Lot 10', 'Anna', 'Lot 9', 'سمير']
  expect(byName(names.map((name) => ({ name }))).map(({ name }) => name)).toEqual([
    'Anna',
    'Éloïse',
    'Lot 9',
    'Lot 10',
    'marc',
    'Zoé',
    'سمير',
  ])
})

test('rows whose texts are the same stay as they came', () => {
  const rows = [
    { id: 2, text: 'b' },
    { id: 1, text: 'b' },
    { id: 3, text: 'a' },
  ]
  expect(inOrder(rows, ({ text }) => text).map(({ id }) => id)).toEqual([3, 2, 1])
})
