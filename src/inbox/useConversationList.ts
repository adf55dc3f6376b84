import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { useFailure } from '@/chat/useFailure'
import { endSooner } from './keptRows'
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
  /** Told which row is the last that somebody needs, those far beyond it are let go until they are scrolled to. */
  needsUntil: (index: number) => void
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
  const cache = useQueryClient()
  const needsUntil = useCallback(
    (index: number) => endSooner(cache, desk, list, shown, index, eyes),
    [cache, desk, list, shown, eyes],
  )
  return {
    state: pages.data ? 'ready' : failure.why ? 'failed' : 'loading',
    error: failure.why ?? pages.error,
    list: shown,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
    },
    needsUntil,
    isRetrying: failure.isAsking,
    retry: () => (pages.data ? void pages.fetchNextPage() : failure.again()),
  }
}
