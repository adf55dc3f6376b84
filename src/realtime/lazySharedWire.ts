import type { SocketTabs } from './sharedWire'
import type { Wire } from './wire'

/** One socket for all tabs (`sharedWire.ts`), fetched when there is something to listen to: who has never written has nothing. */
export function lazySharedWire(inner: Wire, tabs: SocketTabs): Wire {
  let shared: Wire | null = null
  return {
    async authorize() {
      shared ??= (await import('./sharedWire')).sharedWire(inner, tabs)
      await inner.authorize()
    },
    refresh: inner.refresh,
    open: (topic, presenceKey, handlers) => (shared ?? inner).open(topic, presenceKey, handlers),
  }
}
