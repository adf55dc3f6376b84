import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import { useRealtime } from '@/realtime/RealtimeProvider'
import { useCatchUp } from '@/realtime/useLive'
import { membershipQueries, type Membership } from './memberships'
import { useSession } from './Session'

/** Catching up comes in bursts. */
const ASK_AT_MOST_MS = 20_000

/**
 * Looks, whenever something may have been missed, whether the workspace still stands and one still belongs to it. If not, the gate above
 * leads on by itself: to another workspace, the first run or the sign-in page.
 */
export function StillMember({ agent, workspace }: Membership) {
  const { client } = useSession()
  const cache = useQueryClient()

  async function look(staleTime: number) {
    try {
      const mine = await cache.fetchQuery({
        ...membershipQueries.mine(client, agent.user_id),
        staleTime,
        retry: false,
      })
      const here = mine.find((membership) => membership.workspace.id === workspace.id)
      // The same ids on another database (a reset): nothing on this page is true any more.
      if (here && here.agent.created_at !== agent.created_at) window.location.reload()
    } catch {
      // The connection shows that something is wrong; the next poll looks again.
    }
  }

  useCatchUp(() => void look(ASK_AT_MOST_MS))

  // Whoever is removed is told at once that no topic of the workspace is theirs any more.
  const { myTopics } = useRealtime()
  const isHeard = useSyncExternalStore(myTopics.subscribe, () => myTopics.get().workspace.length > 0)
  const wasHeard = useRef(false)
  const lookNow = useEffectEvent(async () => {
    const { data } = await client.auth.getSession()
    if (data.session) await look(0) // without one, they signed out: nothing is theirs
  })
  useEffect(() => {
    if (wasHeard.current && !isHeard) void lookNow()
    wasHeard.current = isHeard
  }, [isHeard])
  return null
}
