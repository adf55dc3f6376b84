import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { useFailure } from '@/chat/useFailure'
import { listOf, type List } from './lists'
import { deskQueries } from './queries'
import { useDesk, useEyes, useRows } from './useDesk'

export interface ConversationListState {
  state: 'loading' | 'ready' | 'failed'
  error: Error | null
  list: readonly InboxConversation[]
  hasMore: boolean
  isLoadingMore: boolean
  /** What `retry` asked for is under way. */
  isRetrying: boolean
  loadMore: () => void
  retry: () => void
}

/** A list's conversations, page by page, moving live. */
export function useConversationList(list: List, enabled: boolean): ConversationListState {
  const desk = useDesk()
  const rows = useRows()
  const eyes = useEyes()
  const query = deskQueries.list(desk, list)
  const pages = useInfiniteQuery({ ...query, enabled })
  const failure = useFailure(query.queryKey, pages)
  const frontier = pages.data?.pages.at(-1)?.frontier
  const shown = useMemo(() => listOf(rows, list, frontier, eyes), [rows, list, frontier, eyes])
  return {
    state: pages.data ? 'ready' : failure.why ? 'failed' : 'loading',
    error: failure.why ?? pages.error,
    list: shown,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
    },
    isRetrying: failure.isAsking,
    retry: () => (pages.data ? void pages.fetchNextPage() : failure.again()),
  }
}
