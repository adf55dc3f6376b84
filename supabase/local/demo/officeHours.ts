const ZONE = 'Europe/Paris'
const WEEKDAY = { from: '09:00', to: '18:00' }
const SATURDAY = { from: '10:00', to: '13:00' }
const CUSTOMERS_WAKE = 7
const QUARTER_MS = 15 * 60_000

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'short',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
})

/** When the shop's team works, Monday first, and its holidays: what set_calendar() takes. */
export const OFFICE_HOURS = {
  time_zone: ZONE,
  week: [...Array.from({ length: 5 }, () => [WEEKDAY]), [SATURDAY], []],
  exceptions: [
    { date: '01-01', name: 'Jour de l’an', hours: [] },
    { date: '05-01', name: 'Fête du Travail', hours: [] },
    { date: '07-14', name: 'Fête nationale', hours: [] },
    { date: '12-25', name: 'Noël', hours: [] },
  ],
}

/** Whether they work then. */
export function isOfficeTime(timeMs: number): boolean {
  const { weekday, hour, date } = inParis(timeMs)
  if (OFFICE_HOURS.exceptions.some((holiday) => holiday.date === date)) return false
  const hours = weekday === 'Sun' ? null : weekday === 'Sat' ? SATURDAY : WEEKDAY
  return hours !== null && hour >= hourOf(hours.from) && hour < hourOf(hours.to)
}

/** When customers shop already and nobody works. */
export function isEarly(timeMs: number): boolean {
  const { hour } = inParis(timeMs)
  return hour >= CUSTOMERS_WAKE && hour < hourOf(WEEKDAY.from)
}

/** This time if the team works then, else when it next begins. */
export function nextOfficeTime(timeMs: number): number {
  let time = timeMs
  while (!isOfficeTime(time)) time = (Math.floor(time / QUARTER_MS) + 1) * QUARTER_MS
  return time
}

function hourOf(text: string): number {
  return Number(text.slice(0, 2))
}

function inParis(timeMs: number): { weekday: string; hour: number; date: string } {
  const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]))
  return { weekday: parts['weekday'] ?? '', hour: Number(parts['hour']), date: `${parts['month']}-${parts['day']}` }
}
