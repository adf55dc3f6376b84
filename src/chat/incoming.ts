import type { ContactConversation } from './shapes'

/** A message by somebody else has just come, to whichever conversation. */
export interface Incoming {
  conversationId: string
  author: string
  body: string | null
}

/** Who wants to hear of each message that comes, and what it takes to be one. */
export interface IncomingMessages {
  /** @returns the undo */
  listen: (listener: (incoming: Incoming) => void) => () => void
  /** An agent hears a contact. */
  heardMessage: (message: { conversation_id: string; author: string; body: string | null }) => void
  /** A contact's conversation is now another: with an unread message at its end, if one has come. */
  heardConversation: (before: ContactConversation | undefined, next: ContactConversation) => void
}

export function createIncoming(): IncomingMessages {
  const listeners = new Set<(incoming: Incoming) => void>()
  const tell = (incoming: Incoming) => {
    for (const listener of listeners) listener(incoming)
  }
  return {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    heardMessage: ({ conversation_id, author, body }) => tell({ conversationId: conversation_id, author, body }),
    heardConversation(before, { id, last_seq, unread_count, last_message: { author, body } }) {
      if (!before || last_seq <= before.last_seq || unread_count === 0 || author === 'contact') return
      tell({ conversationId: id, author, body })
    },
  }
}
