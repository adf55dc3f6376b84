import { csvOf } from './csv'

/**
 * Figures in rows, as the screen shows them and the file holds them: one table makes both, so they can't differ.
 * Seconds and shares stand in the file twice, as they are shown and exactly; changes exactly.
 */
export interface Table {
  columns: readonly Column[]
  rows: readonly (readonly Value[])[]
}

export interface Column {
  label: string
  /** `figure`: each cell says its own. */
  kind: Kind | 'figure'
}

type Kind = 'text' | 'count' | 'seconds' | 'share' | 'change' | 'score'

/** Null: there is no figure, as for the time of replies that nobody gave. That is not 0. */
export type Value = string | number | null | Figure

export interface Figure {
  kind: Exclude<Kind, 'text'>
  value: number | null
}

/** How the reader's language writes figures. */
export interface Writing {
  formatNumber: (value: number) => string
  formatDuration: (seconds: number) => string
  formatShare: (share: number) => string
  formatChange: (ratio: number) => string
  formatScore: (score: number) => string
  /** Heads of the exact columns: "Median (seconds)". */
  inSeconds: (label: string) => string
  asRatio: (label: string) => string
  exactly: (label: string) => string
}

export const NO_FIGURE = '–'

/** What the screen shows. */
export function textOf(kind: Column['kind'], value: Value, writing: Writing): string {
  if (value === null) return NO_FIGURE
  if (typeof value === 'string') return value
  if (typeof value === 'object') return textOf(value.kind, value.value, writing)
  switch (kind) {
    case 'text':
    case 'figure':
      return String(value)
    case 'count':
      return writing.formatNumber(value)
    case 'seconds':
      return writing.formatDuration(value)
    case 'share':
      return writing.formatShare(value)
    case 'change':
      return writing.formatChange(value)
    case 'score':
      return writing.formatScore(value)
    default:
      return kind satisfies never
  }
}

export function csvOfTable({ columns, rows }: Table, writing: Writing): string {
  return csvOf([
    columns.flatMap(({ label, kind }) => headsOf(kind, label, writing)),
    ...rows.map((row) => columns.flatMap(({ kind }, index) => fieldsOf(kind, row[index] ?? null, writing))),
  ])
}

function headsOf(kind: Column['kind'], label: string, writing: Writing): string[] {
  switch (kind) {
    case 'text':
    case 'count':
      return [label]
    case 'change': // its text begins with a sign: a spreadsheet would compute it
      return [writing.asRatio(label)]
    case 'seconds':
      return [label, writing.inSeconds(label)]
    case 'share':
      return [label, writing.asRatio(label)]
    case 'figure':
    case 'score':
      return [label, writing.exactly(label)]
    default:
      return kind satisfies never
  }
}

function fieldsOf(kind: Column['kind'], value: Value, writing: Writing): (string | number | null)[] {
  const plain = typeof value === 'object' ? (value?.value ?? null) : value
  const isTwofold = kind === 'seconds' || kind === 'share' || kind === 'figure' || kind === 'score'
  return isTwofold ? [textOf(kind, value, writing), plain] : [plain]
}

/** By how much it has changed, of what it was; null from nothing. Shares too: from 10 % to 12 % is +20 %. */
export function changeOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : (now - before) / before
}
