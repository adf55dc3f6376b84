import { topic } from '@/realtime/events'
import { usePresence } from '@/realtime/usePresence'
import { useChat } from './ChatProvider'
import type { Me } from './model'

/** Colleagues who look at this conversation right now. For agents only. */
export function useViewers(conversationId: string): Me[] {
  const { side } = useChat()
  const isAgent = side.side === 'agent'
  const present = usePresence(isAgent ? topic.conversation(conversationId) : null)
  if (!isAgent) return []
  return Object.entries(present)
    .filter(([id]) => id !== side.me.id)
    .map(([id, devices]) => ({ id, name: typeof devices[0]?.name === 'string' ? devices[0].name : '' }))
}
