import type { Clock } from './filters'
import type { BehindMetric } from './shapes'

/** The figures that open their conversations, as the address names them. */
const BEHIND_KEYS = [
  'conversations',
  'reopened',
  'closed',
  'first_reply',
  'reply',
  'resolution',
  'unanswered_first',
  'unanswered_later',
  'turns',
  'ratings',
] as const
export type BehindKey = (typeof BEHIND_KEYS)[number]

/** A figure, or a part of it: an hour of the week, or a bucket of times. */
export interface BehindFigure {
  key: BehindKey
  /** 1 is Monday. */
  weekday?: number | undefined
  hour?: number | undefined
  from_seconds?: number | undefined
  /** Not included; none: no end. */
  to_seconds?: number | undefined
}

const NARROWERS = { weekday: 'weekday', hour: 'hour', over: 'from_seconds', under: 'to_seconds' } as const

/** What to ask for. What was closed is counted whether or not a calendar was in force: by the clock, then. */
export function behindQuery(key: BehindKey, clock: Clock): { metric: BehindMetric; clock: Clock } {
  return key === 'closed' ? { metric: 'resolution', clock: 'clock' } : { metric: key, clock }
}

/** Null: the address names none. */
export function readBehind(params: URLSearchParams): BehindFigure | null {
  const key = BEHIND_KEYS.find((known) => known === params.get('behind'))
  if (!key) return null
  const figure: BehindFigure = { key }
  for (const [name, field] of Object.entries(NARROWERS)) {
    const text = params.get(name)
    if (text !== null && /^\d{1,7}$/.test(text)) figure[field] = Number(text)
  }
  return figure
}

export function writeBehind(params: URLSearchParams, figure: BehindFigure): void {
  params.set('behind', figure.key)
  for (const [name, field] of Object.entries(NARROWERS)) {
    const value = figure[field]
    if (value !== undefined) params.set(name, String(value))
  }
}
