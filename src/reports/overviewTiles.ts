import type { BehindKey } from './behindKeys'
import type { PeriodFigures, Spread } from './shapes'
import { changeOf, type Figure, type Table, type Value } from './table'

/** A figure of the overview: what it is now, what it was before, and what it is made of. */
export interface OverviewTile {
  key: TileKey
  /** Whose conversations stand behind it. */
  behind: BehindKey
  now: Figure
  before: Figure
  /** Of times: all there is to say of them. */
  spread: Spread | null
  /** Of shares: of how many. */
  of: number | null
  better: 'less' | 'more' | null
}

export type TileKey =
  | 'conversations'
  | 'reopened'
  | 'closed'
  | 'first_reply'
  | 'reply'
  | 'resolution'
  | 'unanswered_first'
  | 'unanswered_later'
  | 'ratings'

/** @param hasRatings whether customers are asked what they think, or have said it */
export function overviewTiles(now: PeriodFigures, before: PeriodFigures, hasRatings: boolean): OverviewTile[] {
  const count = (key: TileKey, behind: BehindKey, countOf: (figures: PeriodFigures) => number | null) => ({
    key,
    behind,
    now: { kind: 'count' as const, value: countOf(now) },
    before: { kind: 'count' as const, value: countOf(before) },
    spread: null,
    of: null,
    better: null,
  })
  const time = (key: 'first_reply' | 'reply' | 'resolution') => ({
    key,
    behind: key,
    now: { kind: 'seconds' as const, value: now[key].p50_seconds },
    before: { kind: 'seconds' as const, value: before[key].p50_seconds },
    spread: now[key],
    of: null,
    better: 'less' as const,
  })
  const share = (key: 'unanswered_first' | 'unanswered_later', which: 'first' | 'later') => ({
    key,
    behind: key,
    now: { kind: 'share' as const, value: now.unanswered[which].share },
    before: { kind: 'share' as const, value: before.unanswered[which].share },
    spread: null,
    of: now.unanswered[which].of,
    better: 'less' as const,
  })
  const rating: OverviewTile = {
    key: 'ratings',
    behind: 'ratings',
    now: { kind: 'score', value: now.ratings.mean_score },
    before: { kind: 'score', value: before.ratings.mean_score },
    spread: null,
    of: now.ratings.n,
    better: 'more',
  }
  return [
    count('conversations', 'conversations', ({ volume }) => volume.conversations),
    count('reopened', 'reopened', ({ volume }) => volume.reopened),
    count('closed', 'closed', ({ resolution }) => resolution.n + resolution.no_calendar),
    time('first_reply'),
    time('reply'),
    time('resolution'),
    share('unanswered_first', 'first'),
    share('unanswered_later', 'later'),
    ...(hasRatings ? [rating] : []),
  ]
}

type OverviewWords = Record<
  'figure' | 'value' | 'valueBefore' | 'change' | 'count' | 'mean' | 'p90' | 'p95' | 'longest',
  string
>

/** The tiles and all that stands behind them: how many, and of times how they spread. */
export function overviewTable(
  tiles: readonly OverviewTile[],
  words: OverviewWords,
  nameOf: (key: TileKey) => string,
): Table {
  return {
    columns: [
      { label: words.figure, kind: 'text' },
      { label: words.value, kind: 'figure' },
      { label: words.valueBefore, kind: 'figure' },
      { label: words.change, kind: 'change' },
      { label: words.count, kind: 'count' },
      { label: words.mean, kind: 'seconds' },
      { label: words.p90, kind: 'seconds' },
      { label: words.p95, kind: 'seconds' },
      { label: words.longest, kind: 'seconds' },
    ],
    rows: tiles.map(({ key, now, before, spread, of }): Value[] => [
      nameOf(key),
      now,
      before,
      changeOf(now.value, before.value),
      spread?.n ?? of,
      spread?.mean_seconds ?? null,
      spread?.p90_seconds ?? null,
      spread?.p95_seconds ?? null,
      spread?.max_seconds ?? null,
    ]),
  }
}
