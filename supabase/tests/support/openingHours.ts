import { Temporal } from 'temporal-polyfill'

export interface Interval {
  from: string
  to: string
}

/** A version of an inbox's opening hours, as `set_calendar()` takes it. */
export interface Calendar {
  time_zone: string
  /** Monday first; null: always open. */
  week: Interval[][] | null
  exceptions: { date: string; name?: string; hours: Interval[] }[]
}

export interface Version extends Calendar {
  /** Milliseconds since 1970, like all instants here. */
  validFrom: number
}

type Range = [from: number, to: number]

/** Seconds of opening hours between two instants: a second calculation, that the SQL is held against. */
export function businessSeconds(versions: Version[], since: number, until: number): number | null {
  const parts = partsOf(versions, since, until)
  if (parts[0]?.from !== since || parts.some(({ version }) => version.week === null)) return null
  const ranges = parts.flatMap(({ version, from, to }) => openingHours(version, from, to))
  return ranges.reduce((sum, [from, to]) => sum + (to - from) / 1_000, 0)
}

/** The first instant from here on at which it is open, within about a year. */
export function nextOpening(versions: Version[], at: number): number | null {
  const parts = partsOf(versions, at, at + 400 * 86_400_000)
  if (parts[0]?.from !== at) return at
  for (const { version, from, to } of parts) {
    if (version.week === null) return from
    const [first] = openingHours(version, from, to)
    if (first) return first[0]
  }
  return null
}

function partsOf(versions: Version[], since: number, until: number): { version: Version; from: number; to: number }[] {
  const inOrder = versions.toSorted((one, other) => one.validFrom - other.validFrom)
  return inOrder
    .map((version, place) => {
      const next = inOrder[place + 1]?.validFrom ?? Infinity
      return { version, from: Math.max(version.validFrom, since), to: Math.min(next, until), ends: next }
    })
    .filter(({ version, ends }) => ends > since && (version.validFrom <= since || version.validFrom < until))
}

/** Disjoint and in order. */
function openingHours(calendar: Calendar, since: number, until: number): Range[] {
  const dayOf = (at: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.time_zone).toPlainDate()
  const ranges: Range[] = []
  const last = dayOf(until)
  for (
    let day = dayOf(since).subtract({ days: 3 });
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    for (const { from, to } of hoursOf(calendar, day)) {
      const opens = instantOf(day, from, calendar.time_zone)
      const closes = instantOf(to <= from ? day.add({ days: 1 }) : day, to, calendar.time_zone)
      const range: Range = [Math.max(opens, since), Math.min(closes, until)]
      if (range[0] < range[1]) ranges.push(range)
    }
  }
  return merged(ranges)
}

function hoursOf({ week, exceptions }: Calendar, day: Temporal.PlainDate): Interval[] {
  const thatDay = exceptions.find(({ date }) => date === day.toString())
  const eachYear = exceptions.find(({ date }) => date === day.toString().slice(5))
  return (thatDay ?? eachYear)?.hours ?? week?.[day.dayOfWeek - 1] ?? []
}

/** Of two, the first; one in the gap is moved forward by it: what Temporal calls compatible. */
function instantOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  const [date, clock] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time]
  const local = date.toPlainDateTime(Temporal.PlainTime.from(clock))
  return local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds
}

function merged(ranges: Range[]): Range[] {
  const disjoint: Range[] = []
  for (const range of ranges.toSorted(([one], [other]) => one - other)) {
    const before = disjoint.at(-1)
    if (before && range[0] <= before[1]) before[1] = Math.max(before[1], range[1])
    else disjoint.push(range)
  }
  return disjoint
}
