import { QueryClient } from '@tanstack/react-query'
import { asCauserieError, passes } from '@/lib/errors'

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
        retryDelay: (failures) => Math.random() * Math.min(8_000, 500 * 2 ** failures),
      },
      mutations: { networkMode: 'always' },
    },
  })
}
