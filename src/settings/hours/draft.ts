import { keyed, usualWeek, type Calendar, type Exception, type Interval, type Keyed } from './calendar'

/** Opening hours while they are edited. */
export interface Draft {
  time_zone: string
  week: Keyed<Interval>[][] | null
  exceptions: DraftException[]
}

export type DraftException = Keyed<Omit<Exception, 'hours'>> & { hours: Keyed<Interval>[] }

/** Without a calendar: always open, in the zone of whoever edits. */
export function draftOf(calendar: Calendar | null): Draft {
  if (!calendar) return { time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week: null, exceptions: [] }
  return {
    time_zone: calendar.time_zone,
    week: calendar.week?.map((hours) => hours.map(keyed)) ?? null,
    exceptions: calendar.exceptions.map(({ date, name, hours }) => keyed({ date, name, hours: hours.map(keyed) })),
  }
}

export function usualDraftWeek(): Keyed<Interval>[][] {
  return usualWeek().map((hours) => hours.map(keyed))
}

/** As `set_calendar()` takes it. */
export function calendarOf({ time_zone, week, exceptions }: Draft): Calendar {
  const plain = (hours: readonly Interval[]) => hours.map(({ from, to }) => ({ from, to }))
  return {
    time_zone,
    week: week?.map(plain) ?? null,
    exceptions: exceptions.map(({ date, name, hours }) => {
      const called = name?.trim()
      return called ? { date, name: called, hours: plain(hours) } : { date, hours: plain(hours) }
    }),
  }
}
