import { useEffect, useMemo, useState } from 'react'
import { useChat } from '@/chat/ChatProvider'
import { every } from '@/lib/time'
import { useLive } from '@/realtime/useLive'
import { useDesk } from './useDesk'

/** Said at least so often while a conversation is open… */
const SAID_MS = 45_000
/** …so that after this without a word nobody looks any more. */
const SHOWN_MS = 100_000

/** Tells colleagues which conversation one looks at, for their lists. */
export function useTellViewing(conversationId: string | null): void {
  const { realtime, side } = useChat()
  useEffect(() => {
    if (side.side !== 'agent') return undefined
    const { id: agent_id, name } = side.me
    const say = (id: string | null) => {
      for (const topic of realtime.myTopics.get().agents)
        realtime.topics.send(topic, 'agent_viewing', { id, agent_id, name })
    }
    const look = () => say(document.visibilityState === 'visible' ? conversationId : null)
    look()
    document.addEventListener('visibilitychange', look)
    const stop = every(SAID_MS, look)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', look)
    }
  }, [realtime, side, conversationId])
}

interface Viewing {
  id: string
  name: string
  atMs: number
}

/** Which colleagues look at which conversation: conversation id → names. */
export function useRowViewers(): ReadonlyMap<string, readonly string[]> {
  const { meId } = useDesk()
  const [viewing, setViewing] = useState<ReadonlyMap<string, Viewing>>(new Map())

  useLive('agents', ({ event, payload }) => {
    const { id, agent_id, name } = payload
    if (event !== 'agent_viewing' || typeof agent_id !== 'string' || agent_id === meId) return
    const atMs = Date.now()
    setViewing((now) => {
      const next = new Map(now)
      if (typeof id === 'string' && typeof name === 'string') next.set(agent_id, { id, name, atMs })
      else next.delete(agent_id)
      return next
    })
  })
  useEffect(
    () =>
      every(SHOWN_MS / 4, () =>
        setViewing((now) => {
          const kept = [...now].filter(([, { atMs }]) => Date.now() - atMs < SHOWN_MS)
          return kept.length === now.size ? now : new Map(kept)
        }),
      ),
    [],
  )
  return useMemo(() => {
    const map = new Map<string, readonly string[]>()
    for (const { id, name } of viewing.values()) map.set(id, [...(map.get(id) ?? []), name])
    return map
  }, [viewing])
}
