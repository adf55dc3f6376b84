import { useEffect, useEffectEvent } from 'react'
import type { Incoming } from './incoming'
import { useChat } from './ChatProvider'

/** Calls for each message that somebody else has just written, in whichever conversation: for the sound, a title, an event for the host. */
export function useIncoming(onIncoming: (incoming: Incoming) => void): void {
  const chat = useChat()
  const hear = useEffectEvent(onIncoming)
  useEffect(() => chat.onIncoming((incoming) => hear(incoming)), [chat])
}
