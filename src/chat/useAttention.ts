import { useSyncExternalStore } from 'react'
import { on, together } from '@/lib/undo'

/** Whether somebody looks at this page: it is visible and has the focus. */
export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, attends, () => false)
}

function attends(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

function subscribe(listener: () => void): () => void {
  return together(
    on(window, 'focus', listener),
    on(window, 'blur', listener),
    on(document, 'visibilitychange', listener),
  )
}
