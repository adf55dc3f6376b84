import { createStore, type Store } from '@/lib/store'
import { on, together } from '@/lib/undo'

/** What the browser says of the page: the part that the connection depends on. */
export interface Page {
  /** Whether there is a network, as far as the browser knows. */
  online: Store<boolean>
  visible: Store<boolean>
  /** Back from the background, from sleep or from no network: everything known may be old. @returns the undo */
  onWake: (listener: () => void) => () => void
}

export const browserPage: Page = {
  online: {
    get: () => !('onLine' in navigator) || navigator.onLine,
    subscribe: (listener) => together(on(window, 'online', listener), on(window, 'offline', listener)),
  },
  visible: {
    get: () => document.visibilityState === 'visible',
    subscribe: (listener) => on(document, 'visibilitychange', listener),
  },
  onWake: (listener) =>
    together(
      on(window, 'online', listener),
      on(window, 'pageshow', (event) => {
        if (event instanceof PageTransitionEvent && event.persisted) listener()
      }),
      on(window, 'focus', listener),
      on(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') listener()
      }),
    ),
}

/** A page that a test moves by hand. */
export function createPage(): Page & {
  setOnline: (online: boolean) => void
  setVisible: (visible: boolean) => void
  wake: () => void
} {
  const online = createStore(true)
  const visible = createStore(true)
  const listeners = new Set<() => void>()
  const wake = () => {
    for (const listener of listeners) listener()
  }
  return {
    online,
    visible,
    onWake(listener) {
      const own = () => listener()
      listeners.add(own)
      return () => listeners.delete(own)
    },
    setOnline(value) {
      online.set(value)
      if (value) wake()
    },
    setVisible(value) {
      visible.set(value)
      if (value) wake()
    },
    wake,
  }
}
