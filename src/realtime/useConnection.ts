import { useMemo, useSyncExternalStore } from 'react'
import type { Connection } from './events'
import { useRealtime } from './RealtimeProvider'

export interface UseConnection extends Connection {
  /** Tries at once what was put off. */
  retry: () => void
}

/** How we are connected. It reconnects by itself and cleans up after itself. */
export function useConnection(): UseConnection {
  const realtime = useRealtime()
  const connection = useSyncExternalStore(realtime.connection.subscribe, realtime.connection.get)
  return useMemo(() => ({ ...connection, retry: realtime.retry }), [connection, realtime])
}
