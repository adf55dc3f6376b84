import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ConversationStatus, InboxConversation } from '@/chat/shapes'
import { deskQueries } from './queries'
import { listOf } from './rows'
import { useDesk, useRows } from './useDesk'

export interface ConversationListState {
  state: 'loading' | 'ready' | 'failed'
  error: Error | null
  list: readonly InboxConversation[]
  pageCount: number
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  retry: () => void
}

/** A tab's conversations, page by page, moving live. */
export function useTab(status: ConversationStatus, enabled: boolean): ConversationListState {
  const desk = useDesk()
  const rows = useRows()
  const pages = useInfiniteQuery({ ...deskQueries.list(desk, status), enabled })
  const frontier = pages.data?.pages.at(-1)
  const list = useMemo(() => listOf(rows, status, frontier), [rows, status, frontier])
  return {
    state: pages.data ? 'ready' : pages.isError ? 'failed' : 'loading',
    error: pages.error,
    list,
    pageCount: pages.data?.pages.length ?? 0,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
    },
    retry: () => void (pages.data ? pages.fetchNextPage() : pages.refetch()),
  }
}

/** What a search found. While the next answer is on its way, the last one stays. */
export function useFound(query: string): ConversationListState {
  const desk = useDesk()
  const rows = useRows()
  const search = useQuery({
    ...deskQueries.search(desk, query),
    enabled: query !== '',
    placeholderData: (before: string[] | undefined) => before,
  })
  const ids = search.data
  const list = useMemo(() => (ids ?? []).flatMap((id) => rows.get(id) ?? []), [ids, rows])
  return {
    state: search.data ? 'ready' : search.isError ? 'failed' : 'loading',
    error: search.error,
    list,
    pageCount: 1,
    hasMore: false,
    isLoadingMore: false,
    loadMore: () => undefined,
    retry: () => void search.refetch(),
  }
}
