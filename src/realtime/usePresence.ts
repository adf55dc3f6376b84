import { useEffect, useState } from 'react'
import { useRealtime } from './RealtimeProvider'
import type { PresenceState } from './wire'

const NOBODY: PresenceState = {}

/** Who is present on a topic, by key: each of their devices. Null listens to nothing. */
export function usePresence(topic: string | null): PresenceState {
  const { topics } = useRealtime()
  const [present, setPresent] = useState({ topic, state: NOBODY })
  useEffect(() => {
    if (!topic) return undefined
    return topics.listen(topic, { onPresence: (state) => setPresent({ topic, state: { ...state } }) })
  }, [topics, topic])
  return present.topic === topic ? present.state : NOBODY
}
