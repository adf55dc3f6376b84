import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { asCauserieError, type CauserieError } from '@/lib/errors'
import { useChat } from './ChatProvider'
import { byNewest, totalUnread } from './conversation'
import type { ContactConversation } from './shapes'

export interface Conversations {
  status: 'loading' | 'ready' | 'failed'
  error: CauserieError | null
  /** The newest message first. Empty for who has never written. */
  conversations: ContactConversation[]
  /** Unread messages in all of them. */
  unread: number
  reload: () => void
}

/** A contact's conversations, live. */
export function useConversations(): Conversations {
  const { api, keys } = useChat()
  const { data, error, refetch } = useQuery({
    queryKey: keys.conversations,
    queryFn: () => ('conversations' in api ? api.conversations() : []),
    enabled: 'conversations' in api,
  })
  return useMemo(
    () => ({
      status: data ? 'ready' : error ? 'failed' : 'loading',
      error: error ? asCauserieError(error) : null,
      conversations: data?.toSorted(byNewest) ?? [],
      unread: totalUnread(data ?? []),
      reload: () => void refetch(),
    }),
    [data, error, refetch],
  )
}
