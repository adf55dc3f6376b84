import { useSyncExternalStore } from 'react'
import { every } from '@/lib/time'

const TICK_MS = 5_000
const listeners = new Set<() => void>()
let stop: (() => void) | null = null
let now = Date.now()

/**
 * A text that time changes. One clock for all of them; only those whose text is another are drawn again.
 * @param textAt must give the same text for the same moment
 */
export function useTicking<Text extends string | null>(textAt: (nowMs: number) => Text): Text {
  return useSyncExternalStore(subscribe, () => textAt(now))
}

function subscribe(listener: () => void): () => void {
  const own = () => listener()
  listeners.add(own)
  if (!stop) {
    now = Date.now()
    stop = every(TICK_MS, tick)
    document.addEventListener('visibilitychange', tick) // timers of a hidden page are late
  }
  return () => {
    listeners.delete(own)
    if (listeners.size > 0) return
    stop?.()
    stop = null
    document.removeEventListener('visibilitychange', tick)
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}
