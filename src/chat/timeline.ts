import type { Attachment, Author, EventRow, NoteRow, Person } from './shapes'

/**
 * What is known of a conversation's timeline, and what isn't. Pages, events and answers arrive in any order, late, twice or never;
 * merging them in any order ends in the same timeline, and `hasHole` says when something is missing.
 *
 * `number` is what counts: `seq` for contacts, `rev` for agents. Every number between `low` (not included) and `through` is known: its
 * entry is here, or the server has confirmed that it has none for us (a `rev` may have been a read cursor's).
 */
export interface Timeline {
  /** In the order of the screen, each id once. */
  entries: readonly Stored[]
  /** Null until a page was fetched. */
  covered: Range | null
  /** Numbers beyond `through` whose entry is here, or that have none, ascending: they are known as soon as those before them are. */
  loose: readonly number[]
  /** The largest number that anything spoke of. Beyond `through` it means a hole. */
  heardOf: number
}

interface Range {
  low: number
  through: number
}

export type Stored = StoredMessage | StoredNote | StoredEvent

interface Numbered {
  number: number
}

export interface StoredMessage extends Numbered {
  type: 'message'
  id: string
  conversation_id: string
  seq: number
  author: Author
  kind: 'text' | 'greeting'
  agent_id: string | null
  /** Who the agent is, where the message itself says so (for contacts). */
  agent: Person | null
  body: string | null
  attachments: readonly Attachment[]
  created_at: string
  deleted_at: string | null
}

type StoredNote = { type: 'note' } & NoteRow & Numbered
type StoredEvent = { type: 'event' } & EventRow & Numbered

/** What a fetch brought: all that there is between two numbers. */
export interface Page extends Range {
  entries: readonly Stored[]
}

export const emptyTimeline: Timeline = { entries: [], covered: null, loose: [], heardOf: 0 }

/** The newest of a conversation, before which there may be more. */
export function newestPage(entries: readonly Stored[], max: number): Page {
  const numbers = entries.map(({ number }) => number)
  return {
    entries,
    low: entries.length < max ? 0 : Math.min(...numbers) - 1,
    through: Math.max(0, ...numbers),
  }
}

/** What was before a number. */
export function olderPage(entries: readonly Stored[], max: number, before: number): Page {
  return { ...newestPage(entries, max), through: before - 1 }
}

/**
 * What came after a number.
 * @param heardOf the largest number that was heard of before the question was asked: what a complete answer doesn't hold, there is not
 */
export function laterPage(entries: readonly Stored[], max: number, after: number, heardOf: number): Page {
  const last = Math.max(after, ...entries.map(({ number }) => number))
  return { entries, low: after, through: entries.length < max ? Math.max(last, heardOf) : last }
}

export function addPage(timeline: Timeline, { entries, low, through }: Page): Timeline {
  return merge(timeline, { entries, covered: { low, through }, loose: [], heardOf: through })
}

/**
 * An event brought entries, or just word of numbers.
 * @param numbers.blank known to belong to nothing that a timeline shows: a read cursor's
 * @param numbers.heardOf exists, but isn't here
 */
export function hear(
  timeline: Timeline,
  entries: readonly Stored[],
  numbers: { blank?: number; heardOf?: number } = {},
): Timeline {
  const loose = entries.map(({ number }) => number)
  if (numbers.blank !== undefined) loose.push(numbers.blank)
  return merge(timeline, { entries, covered: null, loose, heardOf: Math.max(0, numbers.heardOf ?? 0, ...loose) })
}

export function merge(a: Timeline, b: Timeline): Timeline {
  const joined = join(a.covered, b.covered)
  const low = joined?.low ?? 0
  const loose = [...new Set([...a.loose, ...b.loose])].sort((x, y) => x - y)
  const covered = joined && advance(joined, loose)
  const entries = mergeEntries(a.entries, b.entries)
  return {
    entries:
      low > 0 && entries.some(({ number }) => number <= low) ? entries.filter(({ number }) => number > low) : entries,
    covered,
    loose: covered ? loose.filter((number) => number > covered.through) : loose,
    heardOf: Math.max(a.heardOf, b.heardOf),
  }
}

/** Only the newest, as if no earlier page had been fetched. @returns the same timeline if there are no more */
export function newestOf(timeline: Timeline, max: number): Timeline {
  const { entries, covered } = timeline
  if (!covered || entries.length <= max) return timeline
  const numbers = entries.map(({ number }) => number).sort((a, b) => b - a)
  const low = Math.min((numbers[max - 1] ?? 0) - 1, covered.through)
  return { ...timeline, entries: entries.filter(({ number }) => number > low), covered: { ...covered, low } }
}

/** Something that exists is missing. */
export function hasHole({ covered, heardOf }: Timeline): boolean {
  return covered !== null && heardOf > covered.through
}

export function hasOlder({ covered }: Timeline): boolean {
  return covered !== null && covered.low > 0
}

/** The number of the newest message. */
export function lastSeqOf(timeline: Timeline | undefined): number | null {
  const last = timeline?.entries.findLast(({ type }) => type === 'message')
  return last?.type === 'message' ? last.seq : null
}

// Two ranges that don't touch: the later one counts, and what was before it is fetched again when somebody scrolls there.
function join(a: Range | null, b: Range | null): Range | null {
  if (!a || !b) return a ?? b
  if (Math.max(a.low, b.low) > Math.min(a.through, b.through)) return a.through > b.through ? a : b
  return { low: Math.min(a.low, b.low), through: Math.max(a.through, b.through) }
}

function advance(range: Range, loose: readonly number[]): Range {
  let { through } = range
  for (const number of loose) if (number === through + 1) through = number
  return through === range.through ? range : { ...range, through }
}

// To ten thousand entries comes one, or a page: those that stay are neither sorted nor put into a map again.
function mergeEntries(a: readonly Stored[], b: readonly Stored[]): readonly Stored[] {
  if (b.length === 0) return a
  if (a.length === 0 && b.length === 1) return b
  const fresh = new Map<string, Stored>()
  for (const entry of b) {
    const twice = fresh.get(entry.id)
    fresh.set(entry.id, twice ? newer(twice, entry) : entry)
  }
  let changed = false
  const kept = a.map((known) => {
    const other = fresh.get(known.id)
    if (!other) return known
    fresh.delete(known.id)
    const one = newer(known, other)
    changed ||= one !== known
    return one
  })
  if (fresh.size === 0) return changed ? inOrder(kept) : a
  const others = inOrder([...fresh.values()])
  if (changed) return inOrder([...kept, ...others])
  if (isBefore(kept, others)) return [...kept, ...others]
  return isBefore(others, kept) ? [...others, ...kept] : inOrder([...kept, ...others])
}

// By both of their orders.
function isBefore(one: readonly Stored[], other: readonly Stored[]): boolean {
  const [end, begin] = [bounds(one), bounds(other)]
  return end.highest < begin.lowest && end.last < begin.first
}

function bounds(entries: readonly Stored[]): { lowest: number; highest: number; first: number; last: number } {
  let [lowest, highest, first, last] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const entry of entries) {
    if (entry.number < lowest) lowest = entry.number
    if (entry.number > highest) highest = entry.number
    if (entry.type !== 'message') continue
    if (entry.seq < first) first = entry.seq
    if (entry.seq > last) last = entry.seq
  }
  return { lowest, highest, first, last }
}

function newer(known: Stored, other: Stored): Stored {
  if (known.number !== other.number) return other.number > known.number ? other : known
  // The only change that they know is their deletion, which raises no number of theirs and is never undone.
  if (known.type === 'message' && other.type === 'message' && !known.deleted_at && other.deleted_at) return other
  if (known.type === 'note' && other.type === 'note' && known.body !== null && other.body === null) return other
  return known
}

// Messages by seq. Notes and events stand among them by rev; a message that was changed later got a higher one, but keeps its place:
// it counts as no later than the message after it.
function inOrder(entries: Stored[]): Stored[] {
  const messages = entries.filter((entry) => entry.type === 'message').sort((a, b) => a.seq - b.seq)
  const others = entries
    .filter((entry) => entry.type !== 'message')
    .sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1))
  const places = messages.map(({ number }) => number)
  for (let i = places.length - 2; i >= 0; i -= 1) places[i] = Math.min(places[i] ?? 0, places[i + 1] ?? 0)

  const ordered: Stored[] = []
  let next = 0
  messages.forEach((message, i) => {
    for (let other = others[next]; other && other.number < (places[i] ?? 0); other = others[next]) {
      ordered.push(other)
      next += 1
    }
    ordered.push(message)
  })
  return [...ordered, ...others.slice(next)]
}
