import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { tell } from '@/lib/errors'
import { deskQueries } from './queries'
import { useDesk } from './useDesk'

/** Whoever looks at a conversation has seen where they were mentioned in it. */
export function useMentionsSeen(conversationId: string): void {
  const desk = useDesk()
  const cache = useQueryClient()
  const { data: counts } = useQuery(deskQueries.counts(desk))
  const unseen = counts?.mentioned ?? 0
  const tellSeen = useEffectEvent(async (conversation_id: string) => {
    try {
      await tell(desk.client.rpc('mark_mentions_seen', { conversation_id }))
      await cache.invalidateQueries({ queryKey: deskQueries.counts(desk).queryKey })
    } catch {
      // Said again with the next look.
    }
  })
  const isAny = unseen > 0
  useEffect(() => {
    if (isAny) void tellSeen(conversationId)
  }, [isAny, conversationId])
}
