import { useEffect, useState } from 'react'
import { topic } from '@/realtime/events'
import { useRealtime } from '@/realtime/RealtimeProvider'
import type { PresenceState } from '@/realtime/wire'
import { useDesk } from './useDesk'

/** Colleagues who look at a conversation right now. The chat shows them that we do. */
export function useViewers(conversationId: string): { id: string; name: string }[] {
  const { topics } = useRealtime()
  const { meId } = useDesk()
  const [present, setPresent] = useState<PresenceState>({})
  useEffect(
    () => topics.listen(topic.conversation(conversationId), { onPresence: setPresent }),
    [topics, conversationId],
  )
  return Object.entries(present).flatMap(([id, [first]]) =>
    id !== meId && typeof first?.name === 'string' ? [{ id, name: first.name }] : [],
  )
}
