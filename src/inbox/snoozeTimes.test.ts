import fc from 'fast-check'
import { expect, test } from 'vitest'
import { snoozeTimes } from './snoozeTimes'

const shown = (now: Date) => Object.fromEntries(snoozeTimes(now).map(({ choice, until }) => [choice, until]))

test('on a Wednesday before noon', () => {
  const times = shown(new Date(2026, 10, 18, 10, 25))
  expect(times.laterToday).toEqual(new Date(2026, 10, 18, 13, 0))
  expect(times.tomorrow).toEqual(new Date(2026, 10, 19, 9, 0))
  expect(times.nextWeek).toEqual(new Date(2026, 10, 23, 9, 0))
})

test('on a Monday, next week is the next Monday', () => {
  expect(shown(new Date(2026, 10, 23, 8, 0)).nextWeek).toEqual(new Date(2026, 10, 30, 9, 0))
})

test('on a Sunday, next week is not tomorrow', () => {
  const times = shown(new Date(2026, 10, 22, 8, 0))
  expect(times.tomorrow).toEqual(new Date(2026, 10, 23, 9, 0))
  expect(times.nextWeek).toEqual(new Date(2026, 10, 30, 9, 0))
})

test('late in the evening there is no later today', () => {
  expect(shown(new Date(2026, 10, 18, 22, 5)).laterToday).toBeUndefined()
})

test('each is in the future, and later than the one before it', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(2026, 0, 1), max: new Date(2030, 0, 1), noInvalidDate: true }), (now) => {
      const moments = [now, ...snoozeTimes(now).map(({ until }) => until)].map((moment) => moment.getTime())
      expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b))
    }),
  )
})
