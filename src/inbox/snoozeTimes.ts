export type SnoozeTime = 'laterToday' | 'tomorrow' | 'nextWeek'

const LATER_HOURS = 3
const MORNING_HOUR = 9

/** When a snoozed conversation may come back, by the agent's own clock. Late in the evening there is no later today. */
export function snoozeTimes(now: Date): { choice: SnoozeTime; until: Date }[] {
  const later = new Date(now)
  later.setHours(now.getHours() + LATER_HOURS, 0, 0, 0)
  // Tomorrow's Monday is already offered: on a Sunday, next week is the one after.
  const daysToMonday = now.getDay() === 0 ? 8 : 8 - now.getDay()
  return [
    ...(later.getDate() === now.getDate() ? [{ choice: 'laterToday' as const, until: later }] : []),
    { choice: 'tomorrow', until: morning(now, 1) },
    { choice: 'nextWeek', until: morning(now, daysToMonday) },
  ]
}

function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR)
}
