import { CauserieError } from '@/lib/errors'
import type { Unsent } from './lanes'
import type { ChatMessage, ChatNote, Delivery, TimelineEntry } from './model'
import type { OutboxState } from './outbox'
import type { Person } from './shapes'
import { sharedEnds } from './sharedEnds'
import type { Stored, StoredMessage } from './timeline'

/** Who looks: a contact, or an agent by their id. */
export type Viewer = { side: 'contact' } | { side: 'agent'; me: Person }

/** What is drawn: what is stored, and after it what is on its way. Each once: what is stored is no longer on its way. */
export function drawn(
  stored: readonly Stored[],
  { entries, held }: Pick<OutboxState, 'entries' | 'held'>,
  conversationId: string,
  viewer: Viewer,
  people: ReadonlyMap<string, Person>,
): readonly TimelineEntry[] {
  const all = drawnStored(stored, viewer, people)
  const mine = entries.filter((entry) => entry.conversation_id === conversationId)
  const waiting = new Set(mine.map(({ id }) => id)) // few, and ten thousand stored: the newest first
  for (let i = stored.length - 1; i >= 0 && waiting.size > 0; i -= 1) waiting.delete(stored[i]?.id ?? '')
  if (waiting.size === 0) return all
  return [
    ...all,
    ...mine
      .filter(({ id }) => waiting.has(id))
      .map((entry) =>
        entry.kind === 'note' && viewer.side === 'agent'
          ? unsentNote(entry, held.has(conversationId), viewer.me)
          : unsentMessage(entry, held.has(conversationId), viewer),
      ),
  ]
}

interface Seen {
  viewer: string
  people: ReadonlyMap<string, Person>
}

/** What was drawn last. To ten thousand entries comes one, or a page: the others are taken from here. */
let last: (Seen & { stored: readonly Stored[]; entries: readonly TimelineEntry[] }) | null = null

function drawnStored(
  stored: readonly Stored[],
  viewer: Viewer,
  people: ReadonlyMap<string, Person>,
): readonly TimelineEntry[] {
  const key = keyOf(viewer)
  const known = last?.viewer === key && last.people === people ? last : null
  if (known?.stored === stored) return known.entries
  const { start, end } = known ? sharedEnds(stored, known.stored, Object.is) : { start: 0, end: 0 }
  const fresh = stored.slice(start, stored.length - end).map((one) => storedEntry(one, viewer, people))
  const entries = known
    ? [...known.entries.slice(0, start), ...fresh, ...known.entries.slice(known.entries.length - end)]
    : fresh
  last = { viewer: key, people, stored, entries }
  return entries
}

function keyOf(viewer: Viewer): string {
  return viewer.side === 'agent' ? viewer.me.id : viewer.side
}

// The same stored entry is the same object as long as nothing about it changes: rows that are drawn don't draw again.
const memo = new WeakMap<Stored, Seen & { entry: TimelineEntry }>()

function storedEntry(stored: Stored, viewer: Viewer, people: ReadonlyMap<string, Person>): TimelineEntry {
  const key = keyOf(viewer)
  const known = memo.get(stored)
  if (known && known.viewer === key && known.people === people) return known.entry
  const entry = asEntry(stored, viewer, people)
  memo.set(stored, { viewer: key, people, entry })
  return entry
}

const STORED: Delivery = { state: 'stored' }

function asEntry(stored: Stored, viewer: Viewer, people: ReadonlyMap<string, Person>): TimelineEntry {
  const person = (id: string | null | undefined) => (id ? (people.get(id) ?? null) : null)
  switch (stored.type) {
    case 'message':
      return {
        ...stored,
        agent: stored.agent ?? person(stored.agent_id),
        mine: isMine(stored, viewer),
        delivery: STORED,
      }
    case 'note':
      return { ...stored, agent: person(stored.agent_id), delivery: STORED }
    case 'event':
      return { ...stored, agent: person(stored.agent_id), assignee: person(stored.data.assignee_id) }
    default:
      return stored satisfies never
  }
}

function isMine(message: StoredMessage, viewer: Viewer): boolean {
  return viewer.side === 'contact'
    ? message.author === 'contact'
    : message.author === 'agent' && message.agent_id === viewer.me.id
}

function unsentMessage(entry: Unsent, isHeld: boolean, viewer: Viewer): ChatMessage {
  return {
    type: 'message',
    id: entry.id,
    conversation_id: entry.conversation_id,
    seq: null,
    author: viewer.side,
    kind: 'text',
    agent: viewer.side === 'agent' ? viewer.me : null,
    body: entry.body,
    attachments: entry.attachments ?? [],
    created_at: entry.written_at,
    deleted_at: null,
    mine: true,
    delivery: deliveryOf(entry, isHeld),
  }
}

function unsentNote(entry: Unsent, isHeld: boolean, me: Person): ChatNote {
  return {
    type: 'note',
    id: entry.id,
    conversation_id: entry.conversation_id,
    workspace_id: '',
    rev: Infinity,
    agent_id: me.id,
    agent: me,
    body: entry.body,
    mentions: entry.mentions ?? [],
    created_at: entry.written_at,
    delivery: deliveryOf(entry, isHeld),
  }
}

function deliveryOf({ failure }: Unsent, isHeld: boolean): Delivery {
  if (failure) return { state: 'failed', error: new CauserieError(failure.message, failure) }
  return { state: isHeld ? 'waiting' : 'sending' }
}
