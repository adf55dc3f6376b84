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

/** Shows the other tabs, as long as it is not let go, that something is so here. @returns lets go */
export function hold(name: string): () => void {
  const { locks } = navigator
  if (!locks) return () => undefined
  let letGo: (() => void) | null = null
  let isOver = false
  const held = () => (isOver ? undefined : new Promise<void>((release) => (letGo = release)))
  locks.request(`causerie:hold:${name}`, { mode: 'shared' }, held).catch(() => undefined)
  return () => {
    isOver = true
    letGo?.()
  }
}

/** Whether some tab, this one included, holds it. */
export async function isHeld(name: string): Promise<boolean> {
  try {
    const { held = [] } = await navigator.locks.query()
    return held.some((lock) => lock.name === `causerie:hold:${name}`)
  } catch {
    return false // without locks, each is alone
  }
}
