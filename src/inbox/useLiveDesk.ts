import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { useSound } from '@/chat/useSound'
import { useCatchUp, useLive } from '@/realtime/useTopic'
import { countsAfter } from './counts'
import { readEvent } from './events'
import { deskQueries, fetchChanges, startAnew, takeRows, type Desk } from './queries'
import { latestChange, NO_ROWS, putReadChange } from './rows'
import { useDesk } from './useDesk'

/** Changes become visible when their transaction commits: what was stamped earlier may come later. */
const MARGIN_MS = 10_000
const CHANGES_MAX = 500
/** So much is missing that fetching the lists anew is less. */
const ROUNDS_MAX = 4
/** Counts and figures follow events, but not each of a storm. */
const RECOUNT_MS = 1_500

/** Keeps everything the inbox shows in step: by events, and by asking what changed whenever some may have been missed. */
export function useLiveDesk(conversationId: string | null): void {
  const desk = useDesk()
  const cache = useQueryClient()
  const { play } = useSound()
  const catching = useRef<Catching>(null)
  const recount = useRecount()
  const { workspaceId, meId } = desk
  const rowsKey = deskQueries.rows(workspaceId).queryKey
  const known = () => cache.getQueryData(rowsKey) ?? NO_ROWS

  useLive('workspace', (event) => {
    const heard = readEvent(event)
    switch (heard.news) {
      case 'nothing':
        return
      case 'row': {
        const before = known().get(heard.row.id) ?? null
        if (before && before.rev >= heard.row.rev) return
        takeRows(cache, workspaceId, [heard.row])
        if (before) {
          cache.setQueryData(deskQueries.counts(desk).queryKey, (counts) =>
            counts ? countsAfter(counts, before, heard.row, meId) : counts,
          )
        }
        recount()
        if (heard.isContactMessage && isForMe(heard.row, meId) && !isLookedAt(heard.row.id, conversationId)) play()
        return
      }
      case 'read': {
        const before = known().get(heard.change.id)
        cache.setQueryData(rowsKey, (rows = NO_ROWS) => putReadChange(rows, heard.change))
        if (before && before.agent_unread_count !== heard.change.agent_unread_count) recount()
        return
      }
      default:
        heard satisfies never
    }
  })

  async function catchUp() {
    if (catching.current) {
      catching.current = 'again'
      return
    }
    do {
      catching.current = 'once'
      try {
        await fetchMissed(desk, cache)
      } catch {
        // The connection shows that something is wrong; the next poll asks again from where we are.
      }
    } while (wantsMore(catching.current))
    catching.current = null
  }

  useCatchUp(() => {
    recount()
    // What could not be loaded is tried again with whatever else was missed: nobody has to reload.
    void cache.refetchQueries({
      queryKey: deskQueries.all(workspaceId),
      type: 'active',
      predicate: ({ state }) => state.status === 'error',
    })
    void catchUp()
  })
}

type Catching = 'once' | 'again' | null

// What was asked for while asking may be newer than the answer.
function wantsMore(catching: Catching): boolean {
  return catching === 'again'
}

/** Fetches what changed since the last time that nothing was missing, round by round. Exported for its test. */
export async function fetchMissed(desk: Desk, cache: QueryClient): Promise<void> {
  const { queryKey } = deskQueries.syncedTo(desk.workspaceId)
  const syncedTo = cache.getQueryData(queryKey)
  if (!syncedTo) return // no list has been fetched: there is nothing to keep in step
  let since = new Date(Date.parse(syncedTo) - MARGIN_MS).toISOString()
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const changed = await fetchChanges(desk, since)
    takeRows(cache, desk.workspaceId, changed)
    const latest = latestChange(changed)
    if (latest && latest > syncedTo) cache.setQueryData(queryKey, latest)
    if (!latest || changed.length < CHANGES_MAX) return
    // More may share the last moment than came: it is asked for again.
    const settled = latestChange(changed.filter((row) => row.changed_at < latest))
    if (!settled) break
    since = settled
  }
  await startAnew(cache, desk.workspaceId)
}

/** Asks for counts and figures anew: soon, and once for many calls. */
function useRecount(): () => void {
  const desk = useDesk()
  const cache = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void cache.invalidateQueries({ queryKey: deskQueries.counts(desk).queryKey })
      void cache.invalidateQueries({ queryKey: deskQueries.summary(desk).queryKey })
    }, RECOUNT_MS)
  }
}

function isForMe({ assignee_id }: InboxConversation, meId: string): boolean {
  return assignee_id === null || assignee_id === meId
}

function isLookedAt(id: string, conversationId: string | null): boolean {
  return id === conversationId && document.visibilityState === 'visible' && document.hasFocus()
}
