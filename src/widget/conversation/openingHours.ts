import type { Inbox } from '@/chat/shapes'

export interface OpenDay {
  /** The visitor's day, as a moment in it. */
  day: Date
  intervals: { from: Date; to: Date }[]
}

interface Exception {
  date: string
  intervals: { from: string; to: string }[]
}

/**
 * When an inbox is open in the seven days from now on, as moments: whoever shows them says them in the visitor's own zone. A day that the
 * zones cut in two has its parts on both.
 */
export function openDays(calendar: NonNullable<Inbox['calendar']>, now: Date): OpenDay[] {
  const { time_zone: zone, week } = calendar
  const exceptions = new Map(calendar.exceptions.filter(isException).map((one) => [one.date, one.intervals]))
  const intervals: { from: Date; to: Date }[] = []
  for (let offset = -1; offset <= 8; offset += 1) {
    const date = dateIn(zone, new Date(now.getTime() + offset * DAY_MS))
    const open = exceptions.get(date) ?? week[(new Date(`${date}T12:00Z`).getUTCDay() + 6) % 7] ?? []
    for (const { from, to } of open) {
      const begins = momentIn(zone, date, from)
      const ends = momentIn(zone, to > from ? date : nextDate(date), to)
      intervals.push({ from: begins, to: ends })
    }
  }
  return Array.from({ length: 7 }, (_, i) => {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + i)
    const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + i + 1)
    return {
      day,
      intervals: intervals
        .filter(({ from, to }) => from < next && to > day)
        .map(({ from, to }) => ({ from: from < day ? day : from, to: to > next ? next : to })),
    }
  })
}

/** The visitor's clock shows another time than the inbox's. */
export function isElsewhere(zone: string, now: Date): boolean {
  return offsetMs(zone, now.getTime()) !== -now.getTimezoneOffset() * 60_000
}

const DAY_MS = 86_400_000

function isException(value: unknown): value is Exception {
  return (
    typeof value === 'object' &&
    value !== null &&
    'date' in value &&
    typeof value.date === 'string' &&
    'intervals' in value &&
    Array.isArray(value.intervals)
  )
}

function nextDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) + DAY_MS).toISOString().slice(0, 10)
}

function dateIn(zone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(moment)
}

// The moment at which clocks of a zone show a time: guessed as if in UTC, put right by how far off its clocks are there, and once more
// where that leads over a change of clocks. 24:00 is the next day's midnight.
function momentIn(zone: string, date: string, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wall = Date.parse(`${date}T00:00Z`) + (hours * 60 + minutes) * 60_000
  const first = wall - offsetMs(zone, wall)
  return new Date(wall - offsetMs(zone, first))
}

function offsetMs(zone: string, moment: number): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' })
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1_000) * 1_000
}
