import { useSyncExternalStore } from 'react'
import { forgivingStorage } from '@/lib/storage'
import { createStore } from '@/lib/store'

/** How long a message may be taken back, if its author wants that. */
export const UNDO_MS = 5_000

/** How this browser sends. */
export interface Sending {
  /** Every message waits `UNDO_MS`. Not at first: in a chat five seconds are long. */
  undo: boolean
}

const STORAGE_KEY = 'causerie:sending'
const storage = forgivingStorage()
const store = createStore<Sending>(read())

export function useSending(): [Sending, (change: Partial<Sending>) => void] {
  return [useSyncExternalStore(store.subscribe, store.get), change]
}

function change(change: Partial<Sending>): void {
  store.set({ ...store.get(), ...change })
  storage.setItem(STORAGE_KEY, JSON.stringify(store.get()))
}

function read(): Sending {
  const kept = storage.getItem(STORAGE_KEY)
  const text = typeof kept === 'string' ? kept : ''
  return { undo: text.includes('"undo":true') }
}

/** What a key does in the composer. @param how `mod_enter`: Ctrl+Enter, on a Mac Cmd+Enter */
export function keyMeans(
  event: { key: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean },
  how: 'enter' | 'mod_enter',
): 'send' | 'send_and_close' | null {
  if (event.key !== 'Enter' || event.altKey) return null
  const mod = event.ctrlKey || event.metaKey
  if (mod) return event.shiftKey ? 'send_and_close' : 'send'
  return how === 'enter' && !event.shiftKey ? 'send' : null
}
