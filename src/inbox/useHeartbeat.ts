import { useEffect } from 'react'
import { after, between } from '@/lib/time'
import { useDesk } from './useDesk'

const BEAT_MS = { from: 50_000, to: 65_000 } // jittered: a team that opened its inboxes together drifts apart

/** Tells the server each minute that this agent is here, and at once which conversation they look at: contacts' typing is sent on only then. */
export function useHeartbeat(viewing: string | null): void {
  const { client, workspaceId } = useDesk()
  useEffect(() => {
    let stop: (() => void) | null = null
    function beat() {
      stop?.()
      stop = after(between(BEAT_MS.from, BEAT_MS.to), beat)
      const seen = document.visibilityState === 'visible' ? viewing : null
      // Nothing depends on one beat: the next one comes within the time that presence is believed.
      void client
        .rpc('agent_heartbeat', { workspace_id: workspaceId, ...(seen && { viewing: seen }) })
        .then(() => undefined)
    }
    beat()
    document.addEventListener('visibilitychange', beat)
    return () => {
      stop?.()
      document.removeEventListener('visibilitychange', beat)
    }
  }, [client, workspaceId, viewing])
}
