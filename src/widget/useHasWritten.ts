import { useEffect, useSyncExternalStore } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { Conversations } from '@/chat/useConversations'
import type { WidgetHost } from './host'
import { WRITTEN } from './pageStorage'

/** Whether this customer has conversations, or words on their way to us. */
export function useHasWritten({ conversations }: Conversations): boolean {
  const { outbox } = useChat()
  const { entries } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get)
  return conversations.length > 0 || entries.length > 0
}

export function useMarkWritten({ storage }: WidgetHost, hasWritten: boolean): void {
  useEffect(() => {
    if (hasWritten) void storage.setItem(WRITTEN, '1')
  }, [storage, hasWritten])
}
