import { queryOptions } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import { ask } from '@/lib/errors'
import { deskKey, takeRows, WITH_CONTACT, type Desk } from './queries'

const SEARCH_MAX = 50

export const searchQueries = {
  /** Ids of what was found, newest first, in every tab. */
  search: ({ client, workspaceId }: Desk, query: string) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'search', query] as const,
      queryFn: async ({ signal, client: cache }): Promise<string[]> => {
        const found = await ask<InboxConversation[]>(
          client
            .rpc('search_conversations', { workspace_id: workspaceId, query, max: SEARCH_MAX })
            .select(WITH_CONTACT)
            .abortSignal(signal),
        )
        takeRows(cache, workspaceId, found)
        return found.map((row) => row.id)
      },
      staleTime: 0,
      gcTime: 60_000,
    }),
}
