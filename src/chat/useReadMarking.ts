import { useEffect } from 'react'
import { useChat } from './ChatProvider'
import type { ChatMessages } from './model'
import { useAttention } from './useAttention'
import { useMarkRead } from './useMarkRead'

/**
 * Marks as read what is in view while somebody looks.
 * @returns whether somebody reads the newest right now
 */
export function useReadMarking(
  conversationId: string,
  { messages, conversation, status }: ChatMessages,
  isAtEnd: boolean,
): boolean {
  const { side } = useChat()
  const markRead = useMarkRead(conversationId)
  const isReading = useAttention() && isAtEnd && status === 'ready'
  const lastSeq = messages.findLast(({ seq }) => seq !== null)?.seq ?? 0
  const readSeq = conversation?.my_read_seq ?? Infinity
  // The cursor is the assignee's; anybody's while there is none.
  const isOurs = side.side === 'contact' || !conversation?.assignee_id || conversation.assignee_id === side.me.id

  useEffect(() => {
    if (isReading && isOurs && lastSeq > readSeq) markRead(lastSeq)
  }, [isReading, isOurs, lastSeq, readSeq, markRead])
  return isReading
}
