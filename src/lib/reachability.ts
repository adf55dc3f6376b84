import { createStore, type Store } from './store'

/** Whether our server answered the last time somebody asked. A refusal is an answer; a gateway's "down" is none. */
export interface Reachability extends Store<boolean> {
  /** When it last did, in ms since the epoch; 0 for never. */
  answeredAt: () => number
  /** A fetch that tells this store how it went. */
  watch: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch
}

export function createReachability(): Reachability {
  const reachable = createStore(true)
  let answeredAt = 0
  return {
    get: reachable.get,
    subscribe: reachable.subscribe,
    answeredAt: () => answeredAt,
    watch: (fetch) => async (input, init) => {
      try {
        const response = await fetch(input, init)
        const answered = !DOWN.has(response.status)
        if (answered) answeredAt = Date.now()
        reachable.set(answered)
        return response
      } catch (error) {
        if (!(error instanceof Error && error.name === 'AbortError')) reachable.set(false)
        throw error
      }
    },
  }
}

const DOWN = new Set([502, 503, 504])
