import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { ask } from '@/lib/errors'
import { useChat } from './ChatProvider'
import type { Inbox } from './shapes'

/** A contact's view of the inbox they write to: name, texts, look, who is there. */
export function useInbox(isWanted = true): UseQueryResult<Inbox> {
  const { side, client } = useChat()
  const inboxKey = side.side === 'contact' ? side.inboxKey : ''
  return useQuery({
    queryKey: ['inbox', inboxKey],
    enabled: isWanted && inboxKey !== '',
    staleTime: 60_000,
    queryFn: ({ signal }) => ask<Inbox>(client.rpc('get_inbox', { inbox_key: inboxKey }).abortSignal(signal)),
  })
}
