import type { ChatMessage, TimelineEntry } from './model'
import { sharedEnds } from './sharedEnds'

/** How an entry is drawn, which depends on what stands beside it. */
export interface Row {
  entry: TimelineEntry
  /** The first of its day. */
  opensDay: boolean
  /** The first that is unread. */
  opensUnread: boolean
  /** The first of what one person wrote in one go: says who. */
  opensGroup: boolean
  /** The last of it: says when. */
  closesGroup: boolean
}

const GROUP_MS = 5 * 60_000

/**
 * @param unreadFrom the seq of the first unread message, or null
 * @param known of before, with the same `unreadFrom`: where the beginning or the end is the same, so are its rows
 */
export function rowsOf(
  entries: readonly TimelineEntry[],
  unreadFrom: number | null,
  known: readonly Row[] = [],
): readonly Row[] {
  const { start, end } = sharedEnds(entries, known, (entry, row) => row.entry === entry)
  if (start === entries.length && start === known.length) return known
  // How a row is drawn depends on its neighbours: those at the seams are looked at again.
  const head = known.slice(0, Math.max(0, start - 1))
  const tail = end > 1 ? known.slice(1 - end) : []
  const rows: Row[] = [...head]
  let opens = opensAt(entries, head.length, unreadFrom)
  for (let i = head.length; i < entries.length - tail.length; i += 1) {
    const next = opensAt(entries, i + 1, unreadFrom)
    const row = { entry: entries[i] as TimelineEntry, ...opens, closesGroup: next.opensGroup }
    const old = i < start ? known[i] : known[known.length - entries.length + i]
    rows.push(old && isAlike(old, row) ? old : row)
    opens = next
  }
  return [...rows, ...tail]
}

/** @returns whether both are drawn alike */
export function isAlike(a: Row, b: Row): boolean {
  return (
    a === b ||
    (a.entry === b.entry &&
      a.opensDay === b.opensDay &&
      a.opensUnread === b.opensUnread &&
      a.opensGroup === b.opensGroup &&
      a.closesGroup === b.closesGroup)
  )
}

type Opens = Pick<Row, 'opensDay' | 'opensUnread' | 'opensGroup'>

function opensAt(entries: readonly TimelineEntry[], i: number, unreadFrom: number | null): Opens {
  const [before, entry] = [entries[i - 1], entries[i]]
  if (!before || !entry) return { opensDay: true, opensUnread: isFirstUnread(entry, unreadFrom), opensGroup: true }
  const opensDay = timeOf(entry).day !== timeOf(before).day
  const opensUnread = isFirstUnread(entry, unreadFrom)
  return { opensDay, opensUnread, opensGroup: opensDay || opensUnread || !isTogether(before, entry) }
}

function isFirstUnread(entry: TimelineEntry | undefined, unreadFrom: number | null): boolean {
  return unreadFrom !== null && entry?.type === 'message' && entry.seq === unreadFrom
}

// Of ten thousand messages nobody asks the calendar twice.
const times = new WeakMap<TimelineEntry, { day: string; ms: number }>()

function timeOf(entry: TimelineEntry): { day: string; ms: number } {
  const known = times.get(entry)
  if (known) return known
  const date = new Date(entry.created_at)
  const time = { day: date.toDateString(), ms: date.getTime() }
  times.set(entry, time)
  return time
}

function isTogether(a: TimelineEntry, b: TimelineEntry): boolean {
  return (
    a.type === 'message' &&
    b.type === 'message' &&
    authorOf(a) === authorOf(b) &&
    timeOf(b).ms - timeOf(a).ms < GROUP_MS
  )
}

function authorOf({ author, agent, mine }: ChatMessage): string {
  return mine ? 'me' : `${author} ${agent?.id ?? ''}`
}

/** The message under which "Read" stands: the last of ours that the other side has read. */
export function lastReadOf(entries: readonly TimelineEntry[], theirReadSeq: number): string | null {
  const mine = entries.findLast((entry) => entry.type === 'message' && entry.mine && entry.seq !== null)
  return mine?.type === 'message' && mine.seq !== null && mine.seq <= theirReadSeq ? mine.id : null
}
