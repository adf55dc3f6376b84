import type { Clock } from './filters'
import type { BehindMetric } from './shapes'

/** The figures that open their conversations, as the address names them. */
export const BEHIND_KEYS = [
  'conversations',
  'reopened',
  'closed',
  'first_reply',
  'reply',
  'resolution',
  'unanswered_first',
  'unanswered_later',
] as const
export type BehindKey = (typeof BEHIND_KEYS)[number]

/** What to ask for. What was closed is counted whether or not a calendar was in force: by the clock, then. */
export function behindQuery(key: BehindKey, clock: Clock): { metric: BehindMetric; clock: Clock } {
  return key === 'closed' ? { metric: 'resolution', clock: 'clock' } : { metric: key, clock }
}
