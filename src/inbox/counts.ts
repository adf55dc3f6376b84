import type { InboxConversation } from '@/chat/shapes'

/** Conversations, not messages. Nothing counts what is closed: there it is always too many. */
export interface Counts {
  open: number
  snoozed: number
  unassigned: number
  mine: number
  unread: number
  /** In which whoever looks was mentioned, and has not looked since. */
  mentioned: number
}

type Counted = Pick<InboxConversation, 'status' | 'assignee_id' | 'agent_unread_count'>

/** The counts after one conversation became another, or came new (`before` null). */
export function countsAfter(counts: Counts, before: Counted | null, after: Counted, meId: string): Counts {
  const was = weigh(before, meId)
  const is = weigh(after, meId)
  return {
    ...counts,
    open: Math.max(0, counts.open + is.open - was.open),
    snoozed: Math.max(0, counts.snoozed + is.snoozed - was.snoozed),
    unassigned: Math.max(0, counts.unassigned + is.unassigned - was.unassigned),
    mine: Math.max(0, counts.mine + is.mine - was.mine),
    unread: Math.max(0, counts.unread + is.unread - was.unread),
  }
}

function weigh(row: Counted | null, meId: string): Omit<Counts, 'mentioned'> {
  const open = row?.status === 'open'
  return {
    open: Number(open),
    snoozed: Number(row?.status === 'snoozed'),
    unassigned: Number(open && row.assignee_id === null),
    mine: Number(open && row.assignee_id === meId),
    unread: Number(open && row.agent_unread_count > 0),
  }
}
