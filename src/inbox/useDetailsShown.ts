import { useState, useSyncExternalStore } from 'react'
import { forgivingStorage } from '@/lib/storage'

const STORAGE_KEY = 'causerie:details'
/** Narrower, and the chat itself would have no room: then details open as a sheet. */
const ROOM = '(min-width: 1180px)'

/** Whether the details stand beside the chat: if there is room, and unless they were hidden. Remembered. */
export function useDetailsShown(): { fits: boolean; shown: boolean; toggle: () => void } {
  const fits = useSyncExternalStore(subscribe, () => window.matchMedia(ROOM).matches)
  const [storage] = useState(forgivingStorage)
  const [shown, setShown] = useState(() => storage.getItem(STORAGE_KEY) !== 'hidden')
  return {
    fits,
    shown,
    toggle() {
      setShown(!shown)
      storage.setItem(STORAGE_KEY, shown ? 'hidden' : 'shown')
    },
  }
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(ROOM)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
