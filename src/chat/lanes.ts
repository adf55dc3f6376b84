import type { Attachment, StartContext } from './shapes'
import type { CauserieError, Trouble } from '@/lib/errors'

/** Written here, not stored yet. */
export interface Unsent {
  /** The message's, made here: sending it twice stores nothing twice. */
  id: string
  conversation_id: string
  /** `start`: the conversation begins with it. `note`: for the team only. */
  kind: 'message' | 'start' | 'note'
  body: string
  written_at: string
  /** For agents: the last message they had seen when they wrote. */
  seen_seq: number | null
  /** For `start`. */
  context: StartContext | null
  /** Why the server refused it, or null while it may still leave. */
  failure: Failure | null
  /** Until then its author may take it back. */
  leaves_at?: string
  /** For agents: what is done with the conversation once it is stored. */
  afterwards?: 'close'
  /** For notes: who of the team is told. */
  mentions?: string[]
  /** Files that are uploaded already. */
  attachments?: readonly Attachment[]
}

/** What of an error survives a reload. */
interface Failure {
  trouble: Trouble
  code: string
  hint: string | null
  message: string
}

/** Each conversation is a lane: what is written in it leaves in that order, one at a time. */
export function lanesOf(entries: readonly Unsent[]): string[] {
  return [...new Set(entries.map(({ conversation_id }) => conversation_id))]
}

/** What leaves next. A refused message lets those behind it pass; a refused beginning doesn't: there is nowhere to go. */
export function nextInLane(entries: readonly Unsent[], lane: string): Unsent | null {
  const own = entries.filter(({ conversation_id }) => conversation_id === lane)
  const start = own.find(({ kind }) => kind === 'start')
  if (start) return start.failure ? null : start
  return own.find(({ failure }) => !failure) ?? null
}

/** How long it stays yet. A clock that was put back holds nothing for longer than its author was told. */
export function heldForMs({ leaves_at, written_at }: Unsent, nowMs: number): number {
  if (!leaves_at || nowMs < Date.parse(written_at)) return 0
  return Math.max(0, Date.parse(leaves_at) - nowMs)
}

export function put(entries: readonly Unsent[], entry: Unsent): Unsent[] {
  return entries.some(({ id }) => id === entry.id)
    ? entries.map((other) => (other.id === entry.id ? entry : other))
    : [...entries, entry]
}

/** Stored. Those behind it don't notice. */
export function drop(entries: readonly Unsent[], id: string): Unsent[] {
  return entries.filter((entry) => entry.id !== id)
}

/** Given up by its author. If the conversation should have begun with it, it begins with the next. */
export function discard(entries: readonly Unsent[], id: string): Unsent[] {
  const gone = entries.find((entry) => entry.id === id)
  const rest = drop(entries, id)
  if (gone?.kind !== 'start') return rest
  const heir = rest.find(({ conversation_id }) => conversation_id === gone.conversation_id)
  return heir ? put(rest, { ...heir, kind: 'start', context: gone.context, failure: null }) : rest
}

export function fail(
  entries: readonly Unsent[],
  id: string,
  { trouble, code, hint, message }: CauserieError,
): Unsent[] {
  return entries.map((entry) => (entry.id === id ? { ...entry, failure: { trouble, code, hint, message } } : entry))
}

export function revive(entries: readonly Unsent[], id: string, seenSeq: number | null): Unsent[] {
  return entries.map((entry) =>
    entry.id === id ? { ...entry, failure: null, leaves_at: undefined, seen_seq: seenSeq ?? entry.seen_seq } : entry,
  )
}

/** What was kept by an earlier page, maybe of an older version: whatever doesn't look like ours is left out. */
export function parseUnsent(text: string | null): Unsent[] {
  if (!text) return []
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.filter(isUnsent) : []
  } catch {
    return [] // not ours, or cut off by a full disk
  }
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Record<string, unknown>
  return (
    ['id', 'conversation_id', 'body', 'written_at'].every((key) => typeof entry[key] === 'string') &&
    (entry.kind === 'message' || entry.kind === 'start' || entry.kind === 'note') &&
    'seen_seq' in entry &&
    'context' in entry &&
    (entry.attachments === undefined || Array.isArray(entry.attachments)) &&
    (entry.failure === null || typeof entry.failure === 'object')
  )
}
