import type { ChatConversation } from './model'
import type { ContactConversation, InboxConversation } from './shapes'

/** The later of what is known of a contact's conversation and what has just come. Cursors never go back. */
export function mergeContactConversation(
  known: ContactConversation | undefined,
  other: ContactConversation,
): ContactConversation {
  if (!known) return other
  const [older, newer] = known.changed_at > other.changed_at ? [other, known] : [known, other]
  return { ...newer, ...counters(older, newer), agent_read_seq: Math.max(older.agent_read_seq, newer.agent_read_seq) }
}

/** A row as it was after a write: the higher rev is the later. */
export function mergeInboxConversation(
  known: InboxConversation | undefined,
  other: InboxConversation,
): InboxConversation {
  return known && known.rev > other.rev ? known : other
}

interface Counters {
  contact_read_seq: number
  last_seq: number
  unread_count: number
}

// What is unread follows from two numbers that only rise. Where each side knows one of them better, the count is between.
function counters<T extends Counters>(a: T, b: T): Counters {
  const contact_read_seq = Math.max(a.contact_read_seq, b.contact_read_seq)
  const last_seq = Math.max(a.last_seq, b.last_seq)
  const knows = (side: Counters) => side.contact_read_seq === contact_read_seq && side.last_seq === last_seq
  const later = a.last_seq > b.last_seq ? a : b
  const unread_count = knows(b)
    ? b.unread_count
    : knows(a)
      ? a.unread_count
      : Math.min(later.unread_count, last_seq - contact_read_seq)
  return { contact_read_seq, last_seq, unread_count }
}

/** The newest message first. */
export function byNewest(a: ContactConversation, b: ContactConversation): number {
  return a.last_message_at === b.last_message_at
    ? a.id < b.id
      ? 1
      : -1
    : a.last_message_at < b.last_message_at
      ? 1
      : -1
}

export function totalUnread(conversations: readonly ContactConversation[]): number {
  return conversations.reduce((sum, { unread_count }) => sum + unread_count, 0)
}

export function asContactSees(row: ContactConversation): ChatConversation {
  return {
    id: row.id,
    inbox_id: row.inbox_id,
    status: row.status,
    snoozed_until: null,
    last_seq: row.last_seq,
    my_read_seq: row.contact_read_seq,
    their_read_seq: row.agent_read_seq,
    unread_count: row.unread_count,
    assignee: row.assignee,
    assignee_id: row.assignee?.id ?? null,
    contact: null,
  }
}

export function asAgentSees(row: InboxConversation): ChatConversation {
  return {
    id: row.id,
    inbox_id: row.inbox_id,
    status: row.status,
    snoozed_until: row.snoozed_until,
    last_seq: row.last_seq,
    my_read_seq: row.agent_read_seq,
    their_read_seq: row.contact_read_seq,
    unread_count: row.agent_unread_count,
    assignee: null,
    assignee_id: row.assignee_id,
    contact: row.contact,
  }
}
