import type { Breakdown, BreakdownRow, Overview, RatedClosings, Share, Spread } from './shapes'

// A year of a large workspace is asked for in parts, side by side: each is there within half a second, and none holds up the others.

export const OVERVIEW_PARTS = [['replies'], ['resolutions', 'conversations'], ['unanswered'], ['ratings']]
export const BREAKDOWN_PARTS = [['replies'], ['resolutions', 'unanswered'], ['ratings'], ['messages']]

/** Each has some of the figures. */
export function togetherOverview(answers: readonly Overview[]): Overview {
  const [first] = answers
  if (!first) throw new Error('An overview has parts.')
  const whole = { ...first, period: { ...first.period }, before: { ...first.before } }
  for (const { period, before } of answers) {
    Object.assign(whole.period, period)
    Object.assign(whole.before, before)
  }
  return whole
}

export interface PartialBreakdown {
  rows: (Pick<BreakdownRow, 'id' | 'name'> & Partial<BreakdownRow>)[]
}

const NO_TIMES: Spread = {
  n: 0,
  mean_seconds: null,
  p50_seconds: null,
  p90_seconds: null,
  p95_seconds: null,
  max_seconds: null,
  no_calendar: 0,
}
const NO_TURNS: Share = { n: 0, of: 0, waiting: 0, share: null }
const NO_RATINGS: RatedClosings = {
  n: 0,
  mean_score: null,
  good: 0,
  good_share: null,
  closed: 0,
  rated: 0,
  response_share: null,
}

/** Who left, or nobody (or no label), is in those parts only that have something of theirs. By name, nobody last. */
export function togetherBreakdown(answers: readonly PartialBreakdown[]): Breakdown {
  const rows = new Map<string | null, BreakdownRow>()
  for (const row of answers.flatMap((answer) => answer.rows)) {
    rows.set(row.id, { ...(rows.get(row.id) ?? emptyRow()), ...row })
  }
  const collator = new Intl.Collator()
  return {
    rows: [...rows.values()].toSorted(
      (one, other) =>
        Number(one.id === null) - Number(other.id === null) ||
        collator.compare(one.name ?? '', other.name ?? '') ||
        collator.compare(one.id ?? '', other.id ?? ''),
    ),
  }
}

function emptyRow(): Omit<BreakdownRow, 'id' | 'name'> {
  return {
    first_reply: NO_TIMES,
    reply: NO_TIMES,
    resolution: NO_TIMES,
    unanswered: NO_TURNS,
    ratings: NO_RATINGS,
    messages_in: null,
    messages_out: 0,
  }
}
