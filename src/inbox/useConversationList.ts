import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { listOf, type List } from './lists'
import { deskQueries } from './queries'
import { useDesk, useEyes, useRows } from './useDesk'

export interface ConversationListState {
  state: 'loading' | 'ready' | 'failed'
  error: Error | null
  list: readonly InboxConversation[]
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

/** A list's conversations, page by page, moving live. */
export function useConversationList(list: List, enabled: boolean): ConversationListState {
  const desk = useDesk()
  const rows = useRows()
  const eyes = useEyes()
  const pages = useInfiniteQuery({ ...deskQueries.list(desk, list), enabled })
  const frontier = pages.data?.pages.at(-1)?.frontier
  const shown = useMemo(() => listOf(rows, list, frontier, eyes), [rows, list, frontier, eyes])
  return {
    state: pages.data ? 'ready' : pages.isError ? 'failed' : 'loading',
    error: pages.error,
    list: shown,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
    },
    retry: () => void (pages.data ? pages.fetchNextPage() : pages.refetch()),
  }
}
