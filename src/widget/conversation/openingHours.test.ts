import { expect, test } from 'vitest'
import { isElsewhere, openDays } from './openingHours'

const NINE_TO_FIVE = [{ from: '09:00', to: '17:00' }]
const WEEK = [NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, [], []]

const shown = (calendar: Parameters<typeof openDays>[0], now: string) =>
  openDays(calendar, new Date(now)).flatMap(({ intervals }) =>
    intervals.map(({ from, to }) => `${from.toISOString().slice(5, 16)} ${to.toISOString().slice(5, 16)}`),
  )

test('opening hours are moments: nine in Paris is eight in winter and seven in summer, in UTC', () => {
  const paris = { time_zone: 'Europe/Paris', week: WEEK, exceptions: [] }
  expect(shown(paris, '2026-11-23T10:00Z')[0]).toBe('11-23T08:00 11-23T16:00')
  expect(shown(paris, '2026-07-06T10:00Z')[0]).toBe('07-06T07:00 07-06T15:00')
  expect(shown(paris, '2026-11-23T10:00Z')).toHaveLength(5)
})

test('an exception takes the place of its day', () => {
  const closed = { time_zone: 'Europe/Paris', week: WEEK, exceptions: [{ date: '2026-11-24', intervals: [] }] }
  expect(shown(closed, '2026-11-23T10:00Z').map((line) => line.slice(0, 5))).toEqual([
    '11-23',
    '11-25',
    '11-26',
    '11-27',
  ])
})

test('a night shift is cut at midnight, each part on its day', () => {
  const nights = {
    time_zone: 'UTC',
    week: WEEK.map((_, i) => (i === 0 ? [{ from: '22:00', to: '06:00' }] : [])),
    exceptions: [],
  }
  const zone = process.env.TZ
  process.env.TZ = 'UTC'
  try {
    expect(shown(nights, '2026-11-23T10:00Z')).toEqual(['11-23T22:00 11-24T00:00', '11-24T00:00 11-24T06:00'])
  } finally {
    process.env.TZ = zone
  }
})

test('who sees the hours by another clock than the inbox’s is told so', () => {
  const zone = process.env.TZ
  process.env.TZ = 'Europe/Madrid'
  try {
    const now = new Date('2026-11-23T10:00Z')
    expect([isElsewhere('Europe/Paris', now), isElsewhere('America/Montreal', now)]).toEqual([false, true])
  } finally {
    process.env.TZ = zone
  }
})
