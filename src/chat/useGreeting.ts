import { useMemo, useState, useSyncExternalStore } from 'react'
import { useChat } from './ChatProvider'
import type { ChatMessage } from './model'
import { useInbox } from './useInbox'

/** The inbox's greeting in a conversation that has not begun: shown here first, stored when the first message is sent. Undefined: not known yet. */
export function useGreeting(conversationId: string): ChatMessage | null | undefined {
  const chat = useChat()
  useSyncExternalStore(chat.outbox.state.subscribe, chat.outbox.state.get)
  const isNew = chat.isNew(conversationId)
  const { data: inbox, isPending } = useInbox(isNew)
  const isAwaited = isNew && isPending
  const [shownAt] = useState(() => new Date().toISOString())
  const body = inbox?.texts.greeting?.trim()
  return useMemo(
    () =>
      isNew && body
        ? {
            type: 'message',
            id: `greeting ${conversationId}`,
            conversation_id: conversationId,
            seq: null,
            author: 'system',
            kind: 'greeting',
            agent: null,
            body,
            attachments: [],
            created_at: shownAt,
            deleted_at: null,
            mine: false,
            delivery: { state: 'stored' },
          }
        : isAwaited
          ? undefined
          : null,
    [isNew, body, isAwaited, conversationId, shownAt],
  )
}
