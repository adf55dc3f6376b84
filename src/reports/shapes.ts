import type { Day } from './days'

/** What the report functions answer: docs/api.md, "Reports". Seconds are those of the clock that was asked for. */

/** How long something took. Nulls where nothing was counted. */
export interface Spread {
  n: number
  mean_seconds: number | null
  p50_seconds: number | null
  p90_seconds: number | null
  p95_seconds: number | null
  max_seconds: number | null
  /** Those that have no business seconds: no calendar was in force. */
  no_calendar: number
}

/** Of the turns that began in the period: how many had no reply, those that wait still among them. */
export interface Share {
  n: number
  of: number
  waiting: number
  share: number | null
}

/** What customers thought, 1 to 5. */
export interface Ratings {
  n: number
  mean_score: number | null
  /** 4 or 5. */
  good: number
  good_share: number | null
}

/** And of the episodes closed in the period, how many were rated. */
export interface RatedClosings extends Ratings {
  closed: number
  rated: number
  response_share: number | null
}

/** Null where only some agents were asked for: conversations are begun by customers. */
interface Openings {
  conversations: number | null
  reopened: number | null
}

/** Null where only some agents were asked for: a customer's message is nobody's. */
export interface Volume extends Openings {
  messages_in: number | null
  messages_out: number
}

export interface PeriodFigures {
  since: Day
  /** The day after the last one. */
  until: Day
  first_reply: Spread
  reply: Spread
  resolution: Spread
  /** Messages too, if asked for; the tiles don't. */
  volume: Openings
  unanswered: { first: Share; later: Share }
  ratings: RatedClosings
}

export interface Overview {
  time_zone: string
  period: PeriodFigures
  before: PeriodFigures
}

export type TimeMetric = 'first_reply' | 'reply' | 'resolution'

export interface Series<Point> {
  time_zone: string
  days: (Point & { day: Day })[]
}

export interface Bucket {
  from_seconds: number
  /** Null: no end. */
  to_seconds: number | null
  n: number
  share: number | null
}

export interface Distribution {
  n: number
  buckets: Bucket[]
}

/** An hour of the week. */
export interface Cell {
  /** 1 is Monday. */
  weekday: number
  hour: number
  /** Turns that began then. */
  turns: number
  /** Those of them that were answered. */
  n: number
  p90_seconds: number | null
}

export interface Heatmap {
  cells: Cell[]
}

export interface BreakdownRow {
  /** Null: nobody's, or without a label. */
  id: string | null
  name: string | null
  first_reply: Spread
  reply: Spread
  resolution: Spread
  unanswered: Share
  ratings: RatedClosings
  messages_in: number | null
  /** Null by label. */
  messages_out: number | null
}

export interface Breakdown {
  rows: BreakdownRow[]
}

export interface Live {
  as_of: string
  open: number
  snoozed: number
  unassigned: number
  waiting: number
  longest_wait_seconds: number | null
  longest_wait_conversation_id: string | null
  agents_present: number
  agents: { id: string; name: string; avatar_url: string | null; present: boolean; open: number; waiting: number }[]
}

export type BehindMetric =
  TimeMetric | 'unanswered_first' | 'unanswered_later' | 'turns' | 'conversations' | 'reopened' | 'ratings'

/** One thing that a figure counts. A conversation stands here as often as it counts. */
export interface BehindRow {
  conversation_id: string
  episode: number
  turn: number | null
  inbox_id: string
  agent_id: string | null
  contact: { id: string; name: string | null; email: string | null }
  status: 'open' | 'snoozed' | 'closed'
  preview: string | null
  outcome: string | null
  started_at: string
  ended_at: string | null
  seconds: number | null
  /** Of a rating. */
  score: number | null
}

/** Where the next page begins: given back as it came. */
export type Place = Record<string, string | number>

export interface BehindPage {
  rows: BehindRow[]
  next: Place | null
}
