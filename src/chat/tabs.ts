/** What tabs of one browser share besides storage: a lock, and word that something changed. */
export interface Tabs {
  /** One tab at a time. Whoever dies lets go. */
  lock: <T>(name: string, act: () => Promise<T>) => Promise<T>
  /** Tells the other tabs, not this one. */
  tell: (word: unknown) => void
  /** @returns the undo */
  onTold: (listener: (word: unknown) => void) => () => void
}

/** Web Locks and a BroadcastChannel. Without them (an insecure origin) each tab is alone: sending twice still stores nothing twice. */
export function browserTabs(name: string): Tabs {
  const locks = 'locks' in navigator ? navigator.locks : null
  const alone = createMutex()
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  return {
    async lock(part, act) {
      if (!locks) return alone(part, act)
      let entered = false
      try {
        return await locks.request(`${name}:${part}`, () => {
          entered = true
          return act()
        })
      } catch (error) {
        if (entered || !(error instanceof DOMException)) throw error
        return alone(part, act) // a frame without an origin of its own has no locks
      }
    },
    tell: (word) => channel?.postMessage(word),
    onTold(listener) {
      const hear = (event: MessageEvent<unknown>) => listener(event.data)
      channel?.addEventListener('message', hear)
      return () => channel?.removeEventListener('message', hear)
    },
  }
}

/** Tabs of a test: each call of the result is another tab of the same browser. */
export function createTabs(): () => Tabs {
  const mutex = createMutex()
  const listeners = new Map<symbol, Set<(word: unknown) => void>>()
  return () => {
    const self = Symbol('tab')
    const own = new Set<(word: unknown) => void>()
    listeners.set(self, own)
    return {
      lock: mutex,
      tell(word) {
        const copy: unknown = structuredClone(word)
        for (const [tab, others] of listeners) {
          if (tab !== self) for (const listener of others) queueMicrotask(() => listener(copy))
        }
      },
      onTold(listener) {
        own.add(listener)
        return () => own.delete(listener)
      },
    }
  }
}

type Lock = Tabs['lock']

function createMutex(): Lock {
  const tails = new Map<string, Promise<unknown>>()
  return async (name, act) => {
    const before = tails.get(name)
    const mine = (async () => {
      await before?.catch(() => undefined) // its own caller hears of it
      return act()
    })()
    tails.set(name, mine)
    return mine
  }
}
