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
        const signals = [AbortSignal.timeout(PATIENCE_MS), init?.signal].filter((signal) => signal != null)
        const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) })
        const answered = response.status < DOWN_FROM
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

/** 502 to 504, and what the gateways of hosted projects say beyond: nobody behind them answers. */
const DOWN_FROM = 502
/** The database gives up a request after 8 s: what has not come a while later is not coming. */
const PATIENCE_MS = 15_000
