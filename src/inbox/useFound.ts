import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { searchQueries } from './searchQueries'
import type { ConversationListState } from './useConversationList'
import { useDesk, useRows } from './useDesk'

/** What a search found. While the next answer is on its way, the last one stays. */
export function useFound(query: string): ConversationListState {
  const desk = useDesk()
  const rows = useRows()
  const search = useQuery({
    ...searchQueries.search(desk, query),
    enabled: query !== '',
    placeholderData: (before: string[] | undefined) => before,
  })
  const ids = search.data
  const list = useMemo(() => (ids ?? []).flatMap((id) => rows.get(id) ?? []), [ids, rows])
  return {
    state: search.data ? 'ready' : search.isError ? 'failed' : 'loading',
    error: search.error,
    list,
    hasMore: false,
    isLoadingMore: false,
    loadMore: () => undefined,
    retry: () => void search.refetch(),
  }
}
