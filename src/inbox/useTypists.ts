import { useEffect, useRef, useState } from 'react'
import { useLive } from '@/realtime/useLive'
import { useDesk } from './useDesk'

/** Typing is said every 3 s at most; without more of it, it is over after this. */
const TYPING_SHOWN_MS = 7_000

/** Which colleague is writing where: conversation id → name. */
export function useTypists(): ReadonlyMap<string, string> {
  const { meId } = useDesk()
  const [typists, setTypists] = useState<ReadonlyMap<string, string>>(new Map())
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())

  useEffect(() => {
    const running = timers.current
    return () => {
      for (const timer of running.values()) clearTimeout(timer)
      running.clear()
    }
  }, [])

  function forget(id: string) {
    clearTimeout(timers.current.get(id))
    timers.current.delete(id)
    setTypists((now) => (now.has(id) ? new Map([...now].filter(([key]) => key !== id)) : now))
  }

  // What was being written is there.
  useLive('workspace', ({ event, payload }) => {
    if (event === 'message_created' && payload.author === 'agent' && typeof payload.conversation_id === 'string') {
      forget(payload.conversation_id)
    }
  })

  useLive('agents', ({ event, payload }) => {
    const { id, agent_id, name } = payload
    if (event !== 'agent_typing' || agent_id === meId || typeof id !== 'string' || typeof name !== 'string') return
    clearTimeout(timers.current.get(id))
    timers.current.set(
      id,
      setTimeout(() => forget(id), TYPING_SHOWN_MS),
    )
    setTypists((now) => (now.get(id) === name ? now : new Map(now).set(id, name)))
  })
  return typists
}
