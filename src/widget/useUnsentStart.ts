import { useSyncExternalStore } from 'react'
import { useChat } from '@/chat/ChatProvider'

/** The conversation that waits to begin, also from before a reload or in another tab; null where none does. */
export function useUnsentStart(): string | null {
  const { outbox } = useChat()
  const { entries } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get)
  return entries.find(({ kind }) => kind === 'start')?.conversation_id ?? null
}
