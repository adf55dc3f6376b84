import type { WireChannel } from './wire'

/** What we show of ourselves on a channel. */
export interface Tracked {
  set: (payload: Record<string, unknown> | null, isLive: boolean) => void
  /** The channel stands anew, and knows nothing of it. */
  again: () => void
}

/** One call less than the server's five: it counts an untrack too. */
const BUDGET = { calls: 4, windowMs: 30_000 }

export function createTracked(channel: () => WireChannel | null): Tracked {
  let shown: Record<string, unknown> | null = null
  let calledAt: number[] = []

  // A sixth call in 30 s closes the channel for good: better not to be seen for a while.
  function call(payload: Record<string, unknown>) {
    const now = performance.now()
    calledAt = calledAt.filter((at) => now - at < BUDGET.windowMs)
    if (calledAt.length >= BUDGET.calls) return
    calledAt.push(now)
    channel()?.track(payload)
  }

  return {
    set(payload, isLive) {
      const before = shown
      shown = payload
      if (!isLive) return
      if (payload) call(payload)
      else if (before) channel()?.untrack()
    },
    again() {
      if (shown) call(shown)
    },
  }
}
