import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InboxContact, InboxConversation } from '@/chat/shapes'
import { useFailure } from '@/chat/useFailure'
import { searchQueries, type SearchResult } from './searchQueries'
import { useDesk, useRows } from './useDesk'

/** One conversation that was found, with what was found in it. */
export interface Found {
  /** As it is now; null for a contact who has none. */
  conversation: InboxConversation | null
  contact: InboxContact
  hits: NonNullable<SearchResult['message']>[]
}

export interface FoundState {
  state: 'loading' | 'ready' | 'failed'
  error: Error | null
  found: readonly Found[]
  hasMore: boolean
  isLoadingMore: boolean
  /** What `retry` asked for is under way. */
  isRetrying: boolean
  loadMore: () => void
  retry: () => void
}

/** What a search found, each conversation once. While the next answer is on its way, the last one stays. */
export function useFound(query: string): FoundState {
  const desk = useDesk()
  const rows = useRows()
  const options = searchQueries.search(desk, query)
  const search = useInfiniteQuery({ ...options, enabled: query !== '', placeholderData: keepPreviousData })
  const failure = useFailure(options.queryKey, search, search.data !== undefined && !search.isPlaceholderData)
  const results = search.data?.pages
  const found = useMemo(() => grouped((results ?? []).flatMap((page) => page.results)), [results])
  return {
    state: failure.why ? 'failed' : search.data ? 'ready' : 'loading',
    error: failure.why,
    found: useMemo(
      () =>
        found.map((one) =>
          one.conversation ? { ...one, conversation: rows.get(one.conversation.id) ?? one.conversation } : one,
        ),
      [found, rows],
    ),
    hasMore: search.hasNextPage,
    isLoadingMore: search.isFetchingNextPage,
    loadMore: () => {
      if (search.hasNextPage && !search.isFetchingNextPage) void search.fetchNextPage()
    },
    isRetrying: failure.isAsking,
    retry: failure.again,
  }
}

/** Best first, each conversation where its best hit stands. Exported for its test. */
export function grouped(results: readonly SearchResult[]): Found[] {
  const groups = new Map<string, Found>()
  for (const { conversation, contact, message } of results) {
    const key = conversation?.id ?? contact.id
    const group = groups.get(key) ?? { conversation, contact, hits: [] }
    groups.set(key, group)
    if (message) group.hits.push(message)
  }
  return [...groups.values()]
}
