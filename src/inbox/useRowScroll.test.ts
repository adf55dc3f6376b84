import { expect, test } from 'vitest'
import { mostCommon } from './useRowScroll'

test('[SCREEN-9] one row that jumps says nothing of how far the others have moved', () => {
  expect(mostCommon([88, 88, -440, 88])).toBe(88)
  expect(mostCommon([0, 0, -176])).toBe(0)
  expect(mostCommon([])).toBeUndefined()
})
