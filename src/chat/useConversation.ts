import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useChat } from './ChatProvider'
import { asAgentSees, asContactSees } from './conversation'
import type { ChatConversation } from './model'

/** A conversation as the window shows it, live. Null while unknown, and for one that has not begun. */
export function useConversation(conversationId: string): ChatConversation | null {
  const { api, keys } = useChat()
  const list = useQuery({
    queryKey: keys.conversations,
    queryFn: () => ('conversations' in api ? api.conversations() : []),
    enabled: 'conversations' in api,
  })
  const row = useQuery({
    queryKey: keys.conversation(conversationId),
    queryFn: () => ('conversation' in api ? api.conversation(conversationId) : null),
    enabled: 'conversation' in api,
  })
  return useMemo(() => {
    if (row.data) return asAgentSees(row.data)
    const found = list.data?.find(({ id }) => id === conversationId)
    return found ? asContactSees(found) : null
  }, [row.data, list.data, conversationId])
}
