import type { ChatMessage, TimelineEntry } from './model'

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

/** @param unreadFrom the seq of the first unread message, or null */
export function rowsOf(entries: readonly TimelineEntry[], unreadFrom: number | null): Row[] {
  const days = entries.map((entry) => timeOf(entry).day)
  const rows = entries.map((entry, i): Row => {
    const before = entries[i - 1]
    const opensDay = !before || days[i] !== days[i - 1]
    const opensUnread = unreadFrom !== null && entry.type === 'message' && entry.seq === unreadFrom
    return {
      entry,
      opensDay,
      opensUnread,
      opensGroup: opensDay || opensUnread || !before || !isTogether(before, entry),
      closesGroup: true,
    }
  })
  rows.forEach((row, i) => {
    row.closesGroup = rows[i + 1]?.opensGroup ?? true
  })
  return rows
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
