import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { tell } from '@/lib/errors'
import { forgivingStorage } from '@/lib/storage'
import { every } from '@/lib/time'
import { on, together } from '@/lib/undo'
import { teamQueries } from './teamQueries'
import { useAgents, useDesk } from './useDesk'
import { usePreferences } from './usePreferences'

/** Tabs of one browser share these: who works in another one is not idle. */
const ACTIVE_KEY = 'causerie:active-at'
const AWAY_KEY = 'causerie:away-by-itself'
const LOOK_MS = 10_000
/** Written no more often than this. */
const NOTED_MS = 5_000

/** Away after so many minutes without a key or a move, if wanted; back with the next one. */
export function useAutomaticAway(): void {
  const desk = useDesk()
  const cache = useQueryClient()
  const me = useAgents().get(desk.meId)
  const [{ away_after_minutes: minutes }] = usePreferences()

  const set = useEffectEvent(async (availability: 'online' | 'away') => {
    try {
      await tell(desk.client.rpc('set_availability', { workspace_id: desk.workspaceId, availability }))
      await cache.invalidateQueries({ queryKey: teamQueries.agents(desk).queryKey })
    } catch {
      // The next look tries again.
    }
  })
  const isOnline = useEffectEvent(() => me?.availability === 'online')

  useEffect(() => {
    if (minutes === null) return undefined
    const storage = forgivingStorage()
    const read = (key: string) => Number(storage.getItem(key) ?? 0)
    let notedAt = 0
    const note = () => {
      const now = Date.now()
      if (now - notedAt < NOTED_MS) return
      notedAt = now
      storage.setItem(ACTIVE_KEY, String(now))
      if (read(AWAY_KEY) === 0) return
      storage.removeItem(AWAY_KEY)
      void set('online')
    }
    note()
    return together(
      on(document, 'keydown', note),
      on(document, 'pointerdown', note),
      on(document, 'pointermove', note),
      every(LOOK_MS, () => {
        if (Date.now() - read(ACTIVE_KEY) < minutes * 60_000 || !isOnline()) return
        storage.setItem(AWAY_KEY, '1')
        void set('away')
      }),
    )
  }, [minutes])
}
