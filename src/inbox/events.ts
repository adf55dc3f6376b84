import type { InboxConversation } from '@/chat/shapes'
import type { LiveEvent } from '@/realtime/events'
import type { ReadChange } from './rows'

/** What an event of `workspace:` means for the list. */
export type ListNews =
  | { news: 'row'; row: InboxConversation; isContactMessage: boolean }
  | { news: 'read'; change: ReadChange }
  | { news: 'nothing' }

/** Reads an event. Whatever has another form is no news: catching up brings the truth. */
export function readEvent({ event, payload }: LiveEvent): ListNews {
  switch (event) {
    case 'message_created':
    case 'message_changed':
    case 'note_created':
    case 'note_changed':
    case 'event_created':
      return isRow(payload.conversation)
        ? {
            news: 'row',
            row: payload.conversation,
            isContactMessage: event === 'message_created' && payload.author === 'contact',
          }
        : { news: 'nothing' }
    case 'conversation_changed':
      return isRow(payload) ? { news: 'row', row: payload, isContactMessage: false } : { news: 'nothing' }
    case 'read_changed':
      return isReadChange(payload) ? { news: 'read', change: payload } : { news: 'nothing' }
    default:
      return { news: 'nothing' }
  }
}

function isRow(value: unknown): value is InboxConversation {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    typeof value.rev === 'number' &&
    typeof value.status === 'string' &&
    typeof value.last_message_at === 'string' &&
    isRecord(value.contact)
  )
}

function isReadChange(value: Record<string, unknown>): value is Record<string, unknown> & ReadChange {
  return (
    typeof value.id === 'string' &&
    typeof value.rev === 'number' &&
    typeof value.agent_read_seq === 'number' &&
    typeof value.agent_unread_count === 'number'
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
