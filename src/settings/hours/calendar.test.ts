import { expect, test } from 'vitest'
import { endOf, faultOf, minutesOpen, mondayOf, nextInterval, openWeek, usualWeek, type Calendar } from './calendar'

const nights: Calendar = {
  time_zone: 'Europe/Paris',
  week: [[{ from: '22:00', to: '06:00' }], [], [], [], [], [], [{ from: '20:00', to: '24:00' }]],
  exceptions: [],
}

test('a night goes on in the next morning, that of Sunday in the week before', () => {
  const week = openWeek(
    { ...nights, week: [[{ from: '22:00', to: '06:00' }], [], [], [], [], [], [{ from: '23:00', to: '02:00' }]] },
    '2026-11-16',
  )
  expect(week.map(({ spans }) => spans)).toEqual([
    [
      { start: 0, end: 120 },
      { start: 1_320, end: 1_440 },
    ],
    [{ start: 0, end: 360 }],
    [],
    [],
    [],
    [],
    [{ start: 1_380, end: 1_440 }],
  ])
})

test('midnight as an end is the end of that day', () => {
  const [sunday] = openWeek(nights, '2026-11-16').slice(6)
  expect(sunday).toEqual({ date: '2026-11-22', spans: [{ start: 1_200, end: 1_440 }] })
  expect(endOf('00:00')).toBe('24:00')
})

test('an exception stands for its day; a full date comes before one of each year', () => {
  const exceptions = [
    { date: '12-25', name: 'Noël', hours: [] },
    { date: '2026-12-25', hours: [{ from: '10:00', to: '12:00' }] },
    { date: '12-24', hours: [] },
  ]
  const week = openWeek({ time_zone: 'Europe/Paris', week: usualWeek(), exceptions }, mondayOf('2026-12-25'))
  expect(week[3]).toEqual({ date: '2026-12-24', spans: [], exception: exceptions[2] })
  expect(week[4]).toMatchObject({ date: '2026-12-25', spans: [{ start: 600, end: 720 }], exception: exceptions[1] })
  expect(minutesOpen(week)).toBe(3 * 9 * 60 + 120)
})

test('says what is wrong with a day', () => {
  expect(
    faultOf([
      { from: '09:00', to: '12:00' },
      { from: '12:00', to: '18:00' },
    ]),
  ).toBeNull()
  expect(
    faultOf([
      { from: '09:00', to: '12:01' },
      { from: '12:00', to: '18:00' },
    ]),
  ).toBe('overlap')
  expect(
    faultOf([
      { from: '20:00', to: '02:00' },
      { from: '22:00', to: '23:00' },
    ]),
  ).toBe('overlap')
  expect(faultOf([{ from: '', to: '12:00' }])).toBe('incomplete')
  expect(faultOf([{ from: '09:00', to: '09:00' }])).toBe('incomplete')
  expect(faultOf([{ from: '00:00', to: '24:00' }])).toBeNull()
})

test('the next interval leaves an hour for lunch, and never runs into the next day', () => {
  expect(nextInterval([])).toEqual({ from: '09:00', to: '18:00' })
  expect(nextInterval([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' })
  expect(nextInterval([{ from: '09:00', to: '21:00' }])).toEqual({ from: '22:00', to: '24:00' })
})

test('weeks begin on Monday', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16')
  expect(mondayOf('2026-11-16')).toBe('2026-11-16')
})
