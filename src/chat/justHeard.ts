import { emptyTimeline, merge, type Timeline } from './timeline'

/** What events told of conversations that nobody looks at, for a moment. */
export interface JustHeard {
  keep: (conversationId: string, told: Timeline) => void
  of: (conversationId: string) => Timeline
}

/**
 * Logical replication tells of a commit a moment before other sessions see it: what is fetched right after an event may lack what it
 * told. Longer than any such moment, and nothing for the memory of a tab: a storm of 50 a second keeps 250.
 */
const KEPT_MS = 5_000

export function createJustHeard(): JustHeard {
  const kept = new Map<string, { told: Timeline; atMs: number }>() // in the order of time: who is told of again goes to the end

  function forgetOld(nowMs: number) {
    for (const [id, { atMs }] of kept) {
      if (nowMs - atMs < KEPT_MS) return
      kept.delete(id)
    }
  }

  function of(id: string): Timeline {
    forgetOld(performance.now())
    return kept.get(id)?.told ?? emptyTimeline
  }
  return {
    of,
    keep(id, told) {
      const all = merge(of(id), told)
      kept.delete(id)
      kept.set(id, { told: all, atMs: performance.now() })
    },
  }
}
