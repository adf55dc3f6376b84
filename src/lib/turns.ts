import { after } from './time'

/**
 * One act for a burst of calls: once it has been quiet for a moment, or when the burst lasts.
 * @returns `want`, and `cancel` for what has not begun
 */
export function gathering(
  act: () => void,
  { quietMs, longestMs }: { quietMs: number; longestMs: number },
): { want: () => void; cancel: () => void } {
  let undo: (() => void) | null = null
  let dueAt = 0

  function cancel() {
    undo?.()
    undo = null
  }
  return {
    cancel,
    want() {
      const now = performance.now()
      if (!undo) dueAt = now + longestMs
      cancel()
      undo = after(Math.max(0, Math.min(quietMs, dueAt - now)), () => {
        undo = null
        act()
      })
    },
  }
}

/**
 * One question at a time. Whoever wants it while one is under way may know of something newer than its answer: all of them share the
 * next one.
 * @param ask sees to its own failures
 */
export function inTurn(ask: () => Promise<void>): () => void {
  let asking = false
  let again = false
  return function want() {
    if (asking) {
      again = true
      return
    }
    asking = true
    void ask().finally(() => {
      asking = false
      if (!again) return
      again = false
      want()
    })
  }
}
