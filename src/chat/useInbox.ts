import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { useChat } from './ChatProvider'
import type { Inbox } from './shapes'

/** A contact's view of the inbox they write to: name, texts, look, who is there. */
export function useInbox(isWanted = true): UseQueryResult<Inbox> {
  const { client } = useChat()
  const queryKey = useInboxKey()
  const [, inboxKey, locale] = queryKey
  return useQuery({
    queryKey,
    placeholderData: keepPreviousData, // another language is another answer; until it comes, the one there was
    enabled: isWanted && inboxKey !== '',
    staleTime: 60_000,
    queryFn: ({ signal }) => ask<Inbox>(client.rpc('get_inbox', { inbox_key: inboxKey, locale }).abortSignal(signal)),
  })
}

/** Under which it is kept. */
export function useInboxKey() {
  const { locale } = useI18n()
  const { side } = useChat()
  return ['inbox', side.side === 'contact' ? side.inboxKey : '', locale] as const
}
