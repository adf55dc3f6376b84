/** From and to as HH:MM. `to` not after `from` is the next day's; 24:00 is the day's end. */
export type Interval = { from: string; to: string }

/** While it is edited: what it is called stays, whatever is typed. */
export type Keyed<T> = T & { key: string }

export function keyed<T extends object>(value: T): Keyed<T> {
  return { ...value, key: crypto.randomUUID() }
}

/** A day with hours of its own, none on a holiday. `date`: YYYY-MM-DD, or MM-DD for each year. */
export type Exception = { date: string; name?: string; hours: Interval[] }

/** Opening hours as `set_calendar()` takes them. `week`: seven lists, Monday first; null: always open. */
export interface Calendar {
  time_zone: string
  week: Interval[][] | null
  exceptions: Exception[]
}

/** What may be wrong with a day's hours. */
export type HoursFault = 'incomplete' | 'overlap'

const DAY_MINUTES = 1_440

/** Monday to Friday, nine to six: what an editor begins with. */
export function usualWeek(): Interval[][] {
  return Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '09:00', to: '18:00' }] : []))
}

/** The next interval that a person is likely to want in a day: after the last one, or office hours. */
export function nextInterval(hours: readonly Interval[]): Interval {
  const last = hours.at(-1)
  const end = last ? minutesOf(last.to) : DAY_MINUTES
  if (!last || end <= minutesOf(last.from) || end + 60 > DAY_MINUTES - 60) return { from: '09:00', to: '18:00' }
  return { from: clockOf(end + 60), to: clockOf(Math.min(end + 300, DAY_MINUTES)) }
}

/** What a `<input type="time">` says, as it is stored: it has no 24:00. */
export function endOf(typed: string): string {
  return typed === '00:00' ? '24:00' : typed
}

/** What is stored, as a `<input type="time">` shows it. */
export function shownEnd(to: string): string {
  return to === '24:00' ? '00:00' : to
}

export function faultOf(hours: readonly Interval[]): HoursFault | null {
  if (hours.some(({ from, to }) => !from || !to || from === to)) return 'incomplete'
  const spans = hours.map(spanOf).toSorted((one, other) => one.start - other.start)
  return spans.some((span, place) => place > 0 && span.start < (spans[place - 1]?.end ?? 0)) ? 'overlap' : null
}

/** Minutes since a day's midnight; the end may lie in the next day. */
export interface Span {
  start: number
  end: number
}

/**
 * What is open on each of seven days in a row, for drawing: minutes of that day, what goes on past midnight cut there and begun anew.
 * @param monday the first of them, as YYYY-MM-DD
 */
export function openWeek(
  calendar: Calendar,
  monday: string,
): { date: string; spans: Span[]; exception: Exception | undefined }[] {
  const days = Array.from({ length: 8 }, (_, place) => dateAfter(monday, place - 1)) // the day before: its night may go on
  return days.slice(1).map((date, place) => {
    const before = days[place] ?? date
    const late = hoursOn(calendar, before).hours.map(spanOf)
    const own = hoursOn(calendar, date)
    return {
      date,
      exception: own.exception,
      spans: joined([
        ...late.filter(({ end }) => end > DAY_MINUTES).map(({ end }) => ({ start: 0, end: end - DAY_MINUTES })),
        ...own.hours.map(spanOf).map(({ start, end }) => ({ start, end: Math.min(end, DAY_MINUTES) })),
      ]),
    }
  })
}

/** Minutes open in a week. */
export function minutesOpen(week: readonly { spans: readonly Span[] }[]): number {
  return week.flatMap(({ spans }) => spans).reduce((sum, { start, end }) => sum + end - start, 0)
}

/** The Monday of the week that a date (YYYY-MM-DD) is in. */
export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return dateAfter(date, -((weekday + 6) % 7))
}

export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Minutes as HH:MM; the day's end is 24:00. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

// That very day before one of each year, as the database has it.
function hoursOn(calendar: Calendar, date: string): { hours: Interval[]; exception: Exception | undefined } {
  const exception =
    calendar.exceptions.find((one) => one.date === date) ??
    calendar.exceptions.find((one) => one.date === date.slice(5))
  if (exception) return { hours: exception.hours, exception }
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return { hours: calendar.week?.[weekday] ?? [], exception: undefined }
}

function spanOf({ from, to }: Interval): Span {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  return { start, end: end > start ? end : end + DAY_MINUTES }
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

function joined(spans: Span[]): Span[] {
  const kept: Span[] = []
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const last = kept.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else kept.push({ start, end })
  }
  return kept
}
