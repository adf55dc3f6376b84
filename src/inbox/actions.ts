import type { InboxConversation } from '@/chat/shapes'
import { ask } from '@/lib/errors'
import type { Client } from '@/lib/supabase'

/** What an agent may do to a conversation. */
export type ConversationAction =
  | { do: 'assign'; assigneeId: string | null }
  | { do: 'close' }
  | { do: 'reopen' }
  | { do: 'snooze'; until: Date }
  | { do: 'priority'; priority: number }
  | { do: 'label' | 'unlabel'; labelId: string }
  | { do: 'move'; inboxId: string }

/** Does it on the server. @returns the row, without its contact */
export function perform(
  client: Client,
  row: InboxConversation,
  action: ConversationAction,
): Promise<Omit<InboxConversation, 'contact'>> {
  const conversation_id = row.id
  switch (action.do) {
    case 'assign':
      return ask(
        client.rpc('assign_conversation', {
          conversation_id,
          assignee_id: action.assigneeId as string, // null unassigns; generated types know no null arguments
          // Nobody had it on this screen: if a colleague was quicker, they keep it.
          only_if_unassigned: row.assignee_id === null,
        }),
      )
    case 'close':
      return ask(client.rpc('close_conversation', { conversation_id }))
    case 'reopen':
      return ask(client.rpc('reopen_conversation', { conversation_id }))
    case 'snooze':
      return ask(client.rpc('snooze_conversation', { conversation_id, until: action.until.toISOString() }))
    case 'priority':
      return ask(client.rpc('set_priority', { conversation_id, priority: action.priority }))
    case 'label':
    case 'unlabel':
      return ask(
        client.rpc('label_conversation', { conversation_id, label_id: action.labelId, on: action.do === 'label' }),
      )
    case 'move':
      return ask(client.rpc('move_conversation', { conversation_id, inbox_id: action.inboxId }))
    default:
      return action satisfies never
  }
}

/** What the row will look like. */
export function effectOf(action: ConversationAction, row: InboxConversation): Partial<InboxConversation> {
  switch (action.do) {
    case 'assign':
      return { assignee_id: action.assigneeId }
    case 'close':
      return { status: 'closed', snoozed_until: null, waiting_since: null }
    case 'reopen':
      return { status: 'open', snoozed_until: null, closed_at: null }
    case 'snooze':
      return { status: 'snoozed', snoozed_until: action.until.toISOString() }
    case 'priority':
      return { priority: action.priority }
    case 'label':
      return { label_ids: [...row.label_ids.filter((id) => id !== action.labelId), action.labelId] }
    case 'unlabel':
      return { label_ids: row.label_ids.filter((id) => id !== action.labelId) }
    case 'move':
      return { inbox_id: action.inboxId }
    default:
      return action satisfies never
  }
}

/** What takes it back; null where nothing simple does. */
export function undoOf(action: ConversationAction, before: InboxConversation): ConversationAction | null {
  switch (action.do) {
    case 'snooze':
      return before.status === 'snoozed' && before.snoozed_until !== null
        ? { do: 'snooze', until: new Date(before.snoozed_until) }
        : { do: 'reopen' }
    case 'close':
      return { do: 'reopen' }
    case 'move':
      return { do: 'move', inboxId: before.inbox_id }
    default:
      return null // seen at once, and done again at the same place
  }
}

/** The action as `bulk_update()` takes it. */
export function bulkAction(action: ConversationAction) {
  switch (action.do) {
    case 'assign':
      return { do: action.do, assignee_id: action.assigneeId }
    case 'snooze':
      return { do: action.do, until: action.until.toISOString() }
    case 'label':
    case 'unlabel':
      return { do: action.do, label_id: action.labelId }
    case 'move':
      return { do: action.do, inbox_id: action.inboxId }
    default:
      return action
  }
}
