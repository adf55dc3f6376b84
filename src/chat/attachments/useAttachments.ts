import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { ask } from '@/lib/errors'
import { useChat } from '../ChatProvider'
import { useConversation } from '../useConversation'
import { useInbox } from '../useInbox'
import type { PendingFile, Rules } from './files'

const NONE: readonly PendingFile[] = []

/** The files that stand in a conversation's composer. */
export function usePendingFiles(conversationId: string): readonly PendingFile[] {
  const { attachments } = useChat()
  useEffect(() => attachments.restore(conversationId), [attachments, conversationId])
  return useSyncExternalStore(
    attachments.pending.subscribe,
    () => attachments.pending.get().get(conversationId) ?? NONE,
  )
}

/** What the inbox takes. Null until it is known; `types` is empty where no files are wanted. */
export function useAttachmentRules(conversationId: string): Rules | null {
  const { side, client } = useChat()
  const { data: inbox } = useInbox(side.side === 'contact')
  const inboxId = useConversation(conversationId)?.inbox_id
  const { data: rules } = useQuery({
    queryKey: ['attachment rules', inboxId],
    enabled: side.side === 'agent' && inboxId !== undefined,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) =>
      ask<Rules>(
        client
          .from('inboxes')
          .select('types:attachment_types, max_bytes:attachment_max_bytes')
          .eq('id', inboxId ?? '')
          .abortSignal(signal)
          .single(),
      ),
  })
  return (side.side === 'contact' ? inbox?.attachments : rules) ?? null
}
