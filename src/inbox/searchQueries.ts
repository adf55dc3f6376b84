import { infiniteQueryOptions } from '@tanstack/react-query'
import type { InboxContact, InboxConversation } from '@/chat/shapes'
import type { Json } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { deskKey, takeRows, type Desk } from './queries'

/** What `search()` finds: see docs/api.md. */
export interface SearchResult {
  kind: 'contact' | 'message' | 'note'
  conversation: InboxConversation | null
  contact: InboxContact
  message: {
    id: string
    seq: number | null
    rev: number
    author: 'contact' | 'agent' | 'system'
    agent_id: string | null
    created_at: string
    snippet: string
    marks: [from: number, to: number][]
  } | null
  rank: number
}

export interface SearchPage {
  results: SearchResult[]
  next: Json | null
}

const PAGE_SIZE = 30

export const searchQueries = {
  /** Pages of what was found, best first. */
  search: (desk: Desk, query: string) =>
    infiniteQueryOptions({
      queryKey: [...deskKey(desk.workspaceId), 'found', query] as const,
      queryFn: async ({ signal, pageParam, client: cache }): Promise<SearchPage> => {
        const page = await fetchFound(desk, query, pageParam, signal)
        takeRows(
          cache,
          desk.workspaceId,
          page.results.flatMap(({ conversation }) => conversation ?? []),
        )
        return page
      },
      initialPageParam: null as Json | null,
      getNextPageParam: ({ next }) => next,
      staleTime: 0,
      gcTime: 60_000,
    }),
}

export function fetchFound(
  { client, workspaceId }: Desk,
  query: string,
  after: Json | null,
  signal: AbortSignal,
): Promise<SearchPage> {
  return ask<SearchPage>(
    client
      .rpc('search', { workspace_id: workspaceId, query, max: PAGE_SIZE, ...(after !== null && { after }) })
      .abortSignal(signal),
  )
}
