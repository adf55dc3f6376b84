import { expect, test } from 'vitest'
import { addDays, addMonths, dayIn, daysFrom, isDay } from './days'
import { periodOf, periodTrouble, readFilters, writeFilters, type Filters } from './filters'
import { createReportFormats } from './formats'

/** The ends of the world: 26 hours between their clocks. */
const VIEWERS = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const

/** What comes out where the viewer's clock shows another day. */
function seenFrom<Seen>(look: () => Seen): Seen[] {
  const own = process.env.TZ
  try {
    return VIEWERS.map((zone) => {
      process.env.TZ = zone
      expect(new Date(2026, 5, 1).getTimezoneOffset()).toBe(zone === VIEWERS[0] ? -840 : 660) // else nothing is proved
      return look()
    })
  } finally {
    if (own === undefined) delete process.env.TZ
    else process.env.TZ = own
  }
}

test('today is that of the workspace, not of who looks', () => {
  const now = new Date('2026-11-22T23:30:00Z')
  expect(seenFrom(() => dayIn('Europe/Paris', now))).toEqual(['2026-11-23', '2026-11-23'])
  expect(seenFrom(() => dayIn('America/New_York', now))).toEqual(['2026-11-22', '2026-11-22'])
})

test('days are written as they are, wherever they are read', () => {
  const seen = seenFrom(() => {
    const { formatFullDay, formatShortDay, formatPeriod, formatWeekday, formatMomentIn } = createReportFormats('en-GB')
    return [
      formatFullDay('2026-03-29'),
      formatShortDay('2026-03-29'),
      formatPeriod('2026-03-29', '2026-04-02'),
      formatWeekday(1, 'long'),
      formatWeekday(7, 'long'),
      formatMomentIn('2026-03-28T23:30:00Z', 'Europe/Paris'),
    ]
  })
  expect(seen[0]).toEqual(seen[1])
  expect(seen[0]).toEqual([
    'Sun, 29 March 2026',
    '29 Mar',
    expect.stringMatching(/^29 March\s.\s2 April 2026$/),
    'Monday',
    'Sunday',
    expect.stringMatching(/^Sun,? 29 Mar,? (at )?0?0:30$/),
  ])
})

test('presets end with today, and a period of clock changes has as many days as every other', () => {
  expect(seenFrom(() => periodOf({ preset: '30' }, '2026-11-22'))).toEqual([
    { first: '2026-10-24', last: '2026-11-22' },
    { first: '2026-10-24', last: '2026-11-22' },
  ])
  expect(periodOf({ preset: '12m' }, '2026-11-22')).toEqual({ first: '2025-11-23', last: '2026-11-22' })
  expect(periodOf({ preset: '12m' }, '2024-02-29')).toEqual({ first: '2023-03-01', last: '2024-02-29' })
  expect(daysFrom('2026-03-01', '2026-03-31')).toBe(31)
  expect(addDays('2026-10-25', 1)).toBe('2026-10-26')
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
})

test('what is no day is none', () => {
  expect(isDay('2026-02-28')).toBe(true)
  for (const text of ['2026-02-30', '2026-2-3', '', '20260203', '2026-13-01']) expect(isDay(text)).toBe(false)
})

test('a custom period has two days, in order, at most 366 of them', () => {
  expect(periodTrouble('2026-01-01', '2026-01-01')).toBeNull()
  expect(periodTrouble('2025-01-01', '2026-01-01')).toBeNull()
  expect(periodTrouble('2025-01-01', '2026-01-02')).toBe('tooLong')
  expect(periodTrouble('2026-01-02', '2026-01-01')).toBe('backwards')
  expect(periodTrouble('', '2026-01-01')).toBe('incomplete')
})

test('filters survive the address, and nonsense there is as if it were not', () => {
  const id = '0199a000-0000-7000-8000-000000000001'
  const filters: Filters = {
    range: { preset: 'custom', first: '2026-01-01', last: '2026-01-31' },
    inboxIds: [id],
    agentIds: [id],
    labelIds: [id],
    clock: 'business',
  }
  expect(readFilters(writeFilters(filters))).toEqual(filters)
  expect(
    readFilters(new URLSearchParams('range=9&inbox=x&agent=%27;--&hours=lunar&from=2026-02-30&to=2026-03-01')),
  ).toEqual({
    range: { preset: '30' },
    inboxIds: [],
    agentIds: [],
    labelIds: [],
    clock: 'clock',
  })
})
