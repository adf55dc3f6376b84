import { QueryClient } from '@tanstack/react-query'
import { asCauserieError, passes } from '@/lib/errors'

/** What has been given up is asked for again after so long. */
const AGAIN_MS = 8_000

/** How often to ask anew; sooner while the last answer was trouble that passes: whatever was missed comes back by itself. */
export function every(ms: number | false) {
  return ({ state: { status, error } }: { state: { status: string; error: Error | null } }): number | false =>
    status === 'error' && passes(asCauserieError(error)) ? AGAIN_MS : ms
}

/** The cache of one audience. Contact and agent on one page each have their own. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always', // what the browser thinks of the network is only a guess
        staleTime: Infinity, // events and catching up keep it fresh
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < 3 && passes(asCauserieError(error)),
        // Soon, for a hiccup; then slower than the fast poll, which asks anew by itself: an outage is no reason to hurry.
        refetchInterval: every(false),
        retryDelay: (failures) => (failures === 0 ? Math.random() * 1_000 : 6_000 + Math.random() * 2_000),
      },
      mutations: { networkMode: 'always' },
    },
  })
}
