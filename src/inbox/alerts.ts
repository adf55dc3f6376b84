import type { InboxConversation } from '@/chat/shapes'
import type { Rows } from './rows'

/** How an agent wants to work: `my_preferences()`. */
export interface Preferences {
  notify: 'all' | 'mine' | 'mentions' | 'none'
  sound: boolean
  /** Local times of the device; it may go over midnight. */
  quiet: { from: string; to: string } | null
  send_with: 'enter' | 'mod_enter'
  away_after_minutes: number | null
}

/** Something that has just happened. */
export interface News {
  /** A customer wrote; or a colleague mentioned whoever looks. */
  kind: 'message' | 'mention'
  assigneeId: string | null
}

/** Whether somebody wants to hear of it now. */
export function wantsToHear({ notify, quiet }: Preferences, news: News, meId: string, now: Date): boolean {
  if (notify === 'none' || (quiet && isWithin(quiet, now))) return false
  if (news.kind === 'mention') return true
  if (notify === 'mentions') return false
  return notify === 'all' || news.assigneeId === meId
}

function isWithin({ from, to }: { from: string; to: string }, now: Date): boolean {
  const time = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`
  return from <= to ? time >= from && time < to : time >= from || time < to
}

/** Something to call for, known by its id whichever way one learns of it. */
export interface Alert {
  kind: News['kind']
  id: string
  row: InboxConversation
  body: string
}

export function messageAlert(row: InboxConversation, body = row.last_message_preview ?? ''): Alert {
  return { kind: 'message', id: `${row.id} ${row.last_seq}`, row, body }
}

/** A note that calls whoever looks, who has not looked at it. */
export interface Mention {
  row: InboxConversation
  note: { id: string; body: string; created_at: string }
}

export function mentionAlert({
  row,
  note,
}: {
  row: InboxConversation
  note: Omit<Mention['note'], 'created_at'>
}): Alert {
  return { kind: 'mention', id: note.id, row, body: note.body }
}

/** Older than this beside the newest change, nobody is called for it: it is seen in the list. */
const FRESH_MS = 120_000

interface Asked {
  changed: readonly InboxConversation[]
  mentions: readonly Mention[]
}

/** What to call for of all that was asked for: what customers have written since `syncedTo`, unheard and unread, and mentions. */
export function unheard(known: Rows, { changed, mentions }: Asked, syncedTo: string): readonly Alert[] {
  const newest = Math.max(...changed.map(({ changed_at }) => Date.parse(changed_at)))
  const isFresh = (at: string) => Date.parse(at) > Date.parse(syncedTo) && newest - Date.parse(at) < FRESH_MS
  const written = changed.filter(
    ({ id, last_seq, last_message_author, last_message_at, agent_unread_count }) =>
      last_message_author === 'contact' &&
      agent_unread_count > 0 &&
      last_seq > (known.get(id)?.last_seq ?? 0) &&
      isFresh(last_message_at),
  )
  const called = mentions.filter(({ note }) => isFresh(note.created_at))
  return [...written.map((row) => messageAlert(row)), ...called.map(mentionAlert)]
}
