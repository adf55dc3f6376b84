import type { PeriodFigures, Spread } from './shapes'

/** Times for tests: nothing was counted, unless said. */
export function spread(fields: Partial<Spread> = {}): Spread {
  return {
    n: 0,
    mean_seconds: null,
    p50_seconds: null,
    p90_seconds: null,
    p95_seconds: null,
    max_seconds: null,
    no_calendar: 0,
    ...fields,
  }
}

/** Figures for tests: an empty period, unless said. */
export function figures(fields: Partial<PeriodFigures> = {}): PeriodFigures {
  const none = { n: 0, of: 0, waiting: 0, share: null }
  return {
    since: '2026-11-01',
    until: '2026-11-08',
    first_reply: spread(),
    reply: spread(),
    resolution: spread(),
    volume: { conversations: 0, reopened: 0 },
    unanswered: { first: none, later: none },
    ratings: { n: 0, mean_score: null, good: 0, good_share: null, closed: 0, rated: 0, response_share: null },
    ...fields,
  }
}
