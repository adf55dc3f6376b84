import { forgivingStorage } from './storage'
import { on } from './undo'

const KEY = 'causerie:preferences-changed-at'

/** Tells the other tabs of this browser that one's preferences are others now. */
export function tellPreferences(): void {
  forgivingStorage().setItem(KEY, String(Date.now()))
}

/** @returns the undo */
export function onPreferencesTold(listener: () => void): () => void {
  return on(window, 'storage', (event) => {
    if (event instanceof StorageEvent && event.key === KEY) listener()
  })
}
