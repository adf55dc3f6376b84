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

/** Older than this beside the newest change, nobody is called for it: it is seen in the list. */
const FRESH_MS = 120_000

/** Those of the conversations that were asked for in which a customer has written since `syncedTo`, unheard and unread. */
export function unheard(
  known: Rows,
  changed: readonly InboxConversation[],
  syncedTo: string,
): readonly InboxConversation[] {
  const newest = Math.max(...changed.map(({ changed_at }) => Date.parse(changed_at)))
  return changed.filter(
    ({ id, last_seq, last_message_author, last_message_at, agent_unread_count }) =>
      last_message_author === 'contact' &&
      agent_unread_count > 0 &&
      last_seq > (known.get(id)?.last_seq ?? 0) &&
      Date.parse(last_message_at) > Date.parse(syncedTo) &&
      newest - Date.parse(last_message_at) < FRESH_MS,
  )
}
