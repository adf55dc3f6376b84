const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [
  1,
  2,
  5,
  15,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
]

/** Where an axis of times up to so many seconds is marked: round, at most five marks, and no two that read alike in one unit. */
export function timeTicks(longest: number): number[] {
  const step = STEPS.find((one) => longest <= 4 * one) ?? DAY * Math.ceil(longest / 4 / DAY)
  return Array.from({ length: Math.max(1, Math.ceil(longest / step)) + 1 }, (_, i) => i * step)
}
