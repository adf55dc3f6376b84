import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleRows } from './useVisibleRows'

test('whatever is seen is drawn, and not much more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -200, max: 900_000 }),
      fc.integer({ min: 0, max: 2_000 }),
      fc.integer({ min: 40, max: 200 }),
      (above, height, rowHeight) => {
        const { first, last } = visibleRows(above, height, rowHeight)
        expect(first).toBeLessThanOrEqual(Math.max(0, Math.floor(above / rowHeight)))
        expect(last).toBeGreaterThanOrEqual(Math.ceil((above + height) / rowHeight))
        expect(first).toBeGreaterThanOrEqual(0)
        expect(last - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 40)
      },
    ),
  )
})

test('a step or two of scrolling draws nothing anew', () => {
  expect(visibleRows(8_810, 700, 88)).toEqual(visibleRows(8_900, 700, 88))
})
