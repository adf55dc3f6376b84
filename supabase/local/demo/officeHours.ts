const ZONE = 'Europe/Paris'
const OPENS = 9
const CLOSES = 18
const CUSTOMERS_WAKE = 7
const QUARTER_MS = 15 * 60_000

const format = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })

/** Whether the shop's team works then: Monday to Saturday, 9 to 18 h in Paris. */
export function isOfficeTime(timeMs: number): boolean {
  const { weekday, hour } = inParis(timeMs)
  return weekday !== 'Sun' && hour >= OPENS && hour < CLOSES
}

/** When customers shop already and nobody works. */
export function isEarly(timeMs: number): boolean {
  const { hour } = inParis(timeMs)
  return hour >= CUSTOMERS_WAKE && hour < OPENS
}

/** This time if the team works then, else when it next begins. */
export function nextOfficeTime(timeMs: number): number {
  let time = timeMs
  while (!isOfficeTime(time)) time = (Math.floor(time / QUARTER_MS) + 1) * QUARTER_MS
  return time
}

function inParis(timeMs: number): { weekday: string; hour: number } {
  const parts = Object.fromEntries(format.formatToParts(timeMs).map(({ type, value }) => [type, value]))
  return { weekday: parts['weekday'] ?? '', hour: Number(parts['hour']) }
}
