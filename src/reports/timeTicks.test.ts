import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReportFormats } from './formats'
import { timeTicks } from './timeTicks'

test('an axis of times has few marks that reach the longest, and no two read alike', () => {
  const { formatBrief } = createReportFormats('en-GB')
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3e7, noNaN: true }), (longest) => {
      const ticks = timeTicks(longest)
      expect(ticks.length).toBeLessThanOrEqual(5)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(longest)
      expect(new Set(ticks.map(formatBrief)).size).toBe(ticks.length)
    }),
  )
})

test('two seconds are marked by the second, an hour by the quarter', () => {
  expect(timeTicks(2)).toEqual([0, 1, 2])
  expect(timeTicks(3_540)).toEqual([0, 900, 1_800, 2_700, 3_600])
})
