import { after } from './time'

/** So long nobody else gets what one has claimed: longer than tabs hear of the same thing one after the other. */
const HELD_MS = 15_000

/**
 * Of all tabs that hear of the same thing, one shall act on it: the first to claim it, by a Web Lock. Without locks each is alone.
 * @returns whether it is ours
 */
export function claim(name: string): Promise<boolean> {
  const { locks } = navigator
  if (!locks) return Promise.resolve(true)
  return new Promise((resolve) => {
    locks
      .request(`causerie:claim:${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock && new Promise<void>((release) => after(HELD_MS, release))
      })
      .catch(() => resolve(true)) // a frame without an origin of its own has no locks
  })
}
