import { useCallback } from 'react'
import { useChat } from './ChatProvider'

/** Tells the server up to where a conversation was read. Backwards is no error and no request. `ChatWindow` does it by itself. */
export function useMarkRead(conversationId: string): (seq: number) => void {
  const { markRead } = useChat()
  return useCallback((seq) => markRead(conversationId, seq), [markRead, conversationId])
}
