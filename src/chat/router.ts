import type { QueryClient } from '@tanstack/react-query'
import type { LiveEvent } from '@/realtime/events'
import { fromMessageRow, fromNoteRow } from './agentApi'
import type { ChatKeys, Timelines } from './cache'
import { fromContactMessage } from './contactApi'
import type { ContactConversation, ContactMessage, EventRow, InboxConversation, MessageRow, NoteRow } from './shapes'
import type { Stored } from './timeline'
import { CONTACT_TYPIST, type Typing } from './typing'

/** Where an event goes: into the timeline it belongs to, the conversation it changed, the typing it ends. */
export interface Router {
  /** From `contact:` or `workspace:`. */
  hearOwn: (event: LiveEvent) => void
  /** From `conversation:` or `agents:`. */
  hearShared: (event: LiveEvent) => void
}

interface RouterOptions {
  queryClient: QueryClient
  keys: ChatKeys
  timelines: Timelines
  typing: Typing
}

type Payload = LiveEvent['payload']

export function contactRouter({
  typing,
  timelines,
  ...options
}: RouterOptions & { onConversation: (next: ContactConversation) => void }): Router {
  const { queryClient, keys, onConversation } = options
  return {
    hearOwn({ event, payload }) {
      switch (event) {
        case 'message_created':
        case 'message_changed': {
          const { conversation, ...message } = payload as unknown as ContactMessage & {
            conversation?: ContactConversation
          }
          if (!isId(message.conversation_id) || typeof message.seq !== 'number') return
          timelines.heard(message.conversation_id, [fromContactMessage(message)], { heardOf: conversation?.last_seq })
          if (message.agent) typing.stopped(message.conversation_id, message.agent.id)
          if (conversation) onConversation(conversation)
          return
        }
        case 'conversation_changed': {
          const conversation = payload as unknown as ContactConversation
          if (!isId(conversation.id)) return
          timelines.heard(conversation.id, [], { heardOf: conversation.last_seq })
          onConversation(conversation)
          return
        }
        case 'read_changed':
          queryClient.setQueryData<ContactConversation[]>(keys.conversations, (list) =>
            list?.map((known) => (known.id === payload.id ? { ...known, ...read(known, payload) } : known)),
          )
          return
      }
    },
    hearShared({ event, payload }) {
      if (event === 'agent_typing') hearAgentTyping(typing, payload, null)
    },
  }
}

// Cursors never go back, so that a late word of reading undoes nothing.
function read(known: ContactConversation, payload: Payload): Partial<ContactConversation> {
  const { contact_read_seq, agent_read_seq, unread_count } = payload
  return {
    ...(typeof agent_read_seq === 'number' && { agent_read_seq: Math.max(known.agent_read_seq, agent_read_seq) }),
    ...(typeof contact_read_seq === 'number' &&
      typeof unread_count === 'number' &&
      contact_read_seq >= known.contact_read_seq && {
        contact_read_seq,
        unread_count: Math.min(unread_count, known.last_seq - contact_read_seq),
      }),
  }
}

export function agentRouter(
  options: RouterOptions & {
    myId: string
    onContactMessage: (message: MessageRow, conversation: InboxConversation) => void
  },
): Router {
  const { queryClient, keys, timelines, typing, myId, onContactMessage } = options

  function hearConversation(conversation: InboxConversation | null) {
    if (!conversation) return
    if (!queryClient.getQueryState(keys.conversation(conversation.id))) return
    queryClient.setQueryData<InboxConversation | null>(keys.conversation(conversation.id), conversation)
  }

  function hearRow(entry: Stored, payload: Payload) {
    const conversation = isRow(payload.conversation) ? (payload.conversation as unknown as InboxConversation) : null
    const events = Array.isArray(payload.events) ? (payload.events as EventRow[]).filter(isRow).map(fromEventRow) : []
    timelines.heard(entry.conversation_id, [...events, entry], { heardOf: conversation?.rev })
    hearConversation(conversation)
  }

  return {
    hearOwn({ event, payload }) {
      if (!isId(payload.id)) return
      switch (event) {
        case 'message_created':
        case 'message_changed': {
          const {
            conversation,
            events: _events,
            ...message
          } = payload as unknown as MessageRow & { conversation: InboxConversation; events?: unknown }
          hearRow(fromMessageRow(message), payload)
          typing.stopped(message.conversation_id, message.agent_id ?? CONTACT_TYPIST)
          if (event === 'message_created' && message.author === 'contact') onContactMessage(message, conversation)
          return
        }
        case 'note_created':
        case 'note_changed': {
          const {
            conversation: _conversation,
            events: _events,
            ...note
          } = payload as unknown as NoteRow & { conversation: unknown; events?: unknown }
          hearRow(fromNoteRow(note), payload)
          return
        }
        case 'event_created': {
          const {
            conversation: _conversation,
            events: _events,
            ...row
          } = payload as unknown as EventRow & { conversation: unknown; events?: unknown }
          hearRow(fromEventRow(row), payload)
          return
        }
        case 'conversation_changed':
          if (!isRow(payload)) return
          timelines.heard(payload.id, [], { heardOf: payload.rev })
          hearConversation(payload as unknown as InboxConversation)
          return
        case 'read_changed':
          hearRead(payload)
          return
      }
    },
    hearShared({ event, payload }) {
      if (!isId(payload.id)) return
      if (event === 'agent_typing') hearAgentTyping(typing, payload, myId)
      else if (event === 'contact_typing') {
        const conversation = queryClient.getQueryData<InboxConversation | null>(keys.conversation(payload.id))
        typing.heard(payload.id, { id: CONTACT_TYPIST, name: conversation?.contact.name ?? '' })
      } else if (event === 'read_changed') hearRead(payload)
    },
  }

  function hearRead(payload: Payload) {
    const { id, rev } = payload
    if (!isId(id) || typeof rev !== 'number') return
    timelines.heard(id, [], { blank: rev })
    const known = queryClient.getQueryData<InboxConversation | null>(keys.conversation(id))
    if (known && known.rev < rev)
      queryClient.setQueryData<InboxConversation | null>(keys.conversation(id), { ...known, ...payload })
  }
}

function fromEventRow(row: EventRow): Stored {
  return { ...row, type: 'event', number: row.rev }
}

function hearAgentTyping(typing: Typing, payload: Payload, myId: string | null) {
  const { id, agent_id, name } = payload
  if (isId(id) && isId(agent_id) && agent_id !== myId)
    typing.heard(id, { id: agent_id, name: typeof name === 'string' ? name : '' })
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isRow(value: unknown): value is { id: string; rev: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    isId(value.id) &&
    'rev' in value &&
    typeof value.rev === 'number'
  )
}
