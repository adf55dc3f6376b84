import { useSyncExternalStore } from 'react'

const NARROW = '(max-width: 719px)'

/** Whether the screen is a phone's: a week then stands upright. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches)
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(NARROW)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
