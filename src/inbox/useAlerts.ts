import type { InboxConversation } from '@/chat/shapes'
import { useSound } from '@/chat/useSound'
import { useLive } from '@/realtime/useTopic'
import { readEvent } from './events'
import { useDesk } from './useDesk'

/** A sound when a customer writes to whoever looks, or to nobody yet. */
export function useAlerts(conversationId: string | null): void {
  const { meId } = useDesk()
  const { play } = useSound()
  useLive('workspace', (event) => {
    const heard = readEvent(event)
    if (heard.news !== 'row' || !heard.isContactMessage) return
    if (isForMe(heard.row, meId) && !isLookedAt(heard.row.id, conversationId)) play()
  })
}

function isForMe({ assignee_id }: InboxConversation, meId: string): boolean {
  return assignee_id === null || assignee_id === meId
}

function isLookedAt(id: string, conversationId: string | null): boolean {
  return id === conversationId && document.visibilityState === 'visible' && document.hasFocus()
}
