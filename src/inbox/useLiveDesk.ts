import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { InboxConversation } from '@/chat/shapes'
import { useCatchUp, useLive } from '@/realtime/useLive'
import { unheard, type Alert } from './alerts'
import { countsAfter } from './counts'
import { inBatches } from './batches'
import { readEvent, type ListNews } from './events'
import { figureQueries } from './figureQueries'
import { forgetPerson } from './forgetPerson'
import { forgetRows, wantedRows } from './keptRows'
import type { Eyes } from './lists'
import { withAgent } from './colleagues'
import { begin, deskQueries, fetchChangesAndMentions, startAnew, takeMentioned, takeRows, type Desk } from './queries'
import { latestChange, NO_ROWS, putReadChange, putRows } from './rows'
import { teamQueries } from './teamQueries'
import { useDesk, useEyes } from './useDesk'

/** Changes become visible when their transaction commits: what was stamped earlier may come later. */
const MARGIN_MS = 10_000
const CHANGES_MAX = 500
/** So much is missing that fetching the lists anew is less. */
const ROUNDS_MAX = 4
/** Counts and figures follow events, but not each of a storm. */
const RECOUNT_MS = 1_500

/** What comes within this is taken in together. */
const TOGETHER_MS = 40

/**
 * Keeps everything the inbox shows in step: by events, and by asking what changed whenever some may have been missed.
 * @param onMissed is told of customers' messages and of mentions that came that way
 */
export function useLiveDesk(onMissed?: (missed: readonly Alert[]) => void): void {
  const desk = useDesk()
  const cache = useQueryClient()
  const catching = useRef<Catching>(null)
  const recount = useRecount()
  const eyes = useEyes()
  const { workspaceId, meId } = desk

  const chat = useChat()
  const forgotten = useRef(new Set<string>())

  const take = useEffectEvent((news: readonly ListNews[]) => {
    if (takeNews(cache, desk, eyes, news)) recount()
    forgetErased(news.flatMap((heard) => (heard.news === 'row' ? heard.row : [])))
  })
  function forgetErased(rows: Iterable<InboxConversation>) {
    for (const row of rows) {
      if (!row.contact.erased_at || forgotten.current.has(row.id)) continue
      forgotten.current.add(row.id)
      forgetPerson(cache, chat, row)
    }
  }
  const batches = useRef<ReturnType<typeof inBatches<ListNews>>>(null)
  useEffect(() => {
    const own = inBatches<ListNews>(TOGETHER_MS, (news) => take(news))
    batches.current = own
    return () => own.stop()
  }, [])

  useLive('workspace', (event) => {
    if (event.event === 'agent_changed') {
      cache.setQueryData(teamQueries.agents(desk).queryKey, (agents) => withAgent(agents, event.payload))
      return
    }
    const heard = readEvent(event)
    if (heard.news === 'nothing') return
    if (event.event === 'note_created' && isMentioned(event.payload.mentions, meId) && heard.news === 'row') {
      takeMentioned(cache, workspaceId, [heard.row.id])
    }
    if (event.event === 'note_changed') recount() // it calls nobody any more
    batches.current?.add(heard)
  })

  async function catchUp() {
    if (catching.current) {
      catching.current = 'again'
      return
    }
    do {
      catching.current = 'once'
      try {
        await fetchMissed(desk, cache, onMissed)
        forgetErased((cache.getQueryData(deskQueries.rows(workspaceId).queryKey) ?? NO_ROWS).values())
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
export async function fetchMissed(
  desk: Desk & { meId: string },
  cache: QueryClient,
  onMissed?: (missed: readonly Alert[]) => void,
): Promise<void> {
  const { queryKey } = deskQueries.syncedTo(desk.workspaceId)
  const syncedTo = cache.getQueryData(queryKey)
  if (!syncedTo) return begin(desk, cache) // nothing is shown yet that could have missed something
  let since = new Date(Date.parse(syncedTo) - MARGIN_MS).toISOString()
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const asked = await fetchChangesAndMentions(desk, since)
    const { changed, mentions } = asked
    const known = cache.getQueryData(deskQueries.rows(desk.workspaceId).queryKey) ?? NO_ROWS
    onMissed?.(unheard(known, asked, syncedTo))
    takeRows(cache, desk.workspaceId, changed)
    takeMentioned(
      cache,
      desk.workspaceId,
      mentions.map(({ row }) => row.id),
    )
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
      void cache.invalidateQueries({ queryKey: figureQueries.summary(desk).queryKey })
      void cache.invalidateQueries({ queryKey: teamQueries.viewCounts(desk).queryKey })
    }, RECOUNT_MS)
  }
}

/** Takes in what events have told. @returns whether counts may be others now */
function takeNews(cache: QueryClient, desk: Desk & { meId: string }, eyes: Eyes, news: readonly ListNews[]): boolean {
  const { workspaceId, meId } = desk
  const rowsKey = deskQueries.rows(workspaceId).queryKey
  const countsKey = deskQueries.counts(desk).queryKey
  const before = cache.getQueryData(rowsKey) ?? NO_ROWS
  const isWanted = wantedRows(cache, workspaceId, eyes)
  let rows = before
  let counts = cache.getQueryData(countsKey)
  let mayCountElse = false
  for (const heard of news) {
    if (heard.news === 'read') {
      const known = rows.get(heard.change.id)
      rows = putReadChange(rows, heard.change)
      if (known && known.agent_unread_count !== heard.change.agent_unread_count) mayCountElse = true
    } else if (heard.news === 'row') {
      const known = rows.get(heard.row.id)
      if (known && known.rev >= heard.row.rev) continue
      if (known && counts) counts = countsAfter(counts, known, heard.row, meId)
      if (known || isWanted(heard.row)) rows = putRows(rows, [heard.row])
      mayCountElse = true
    }
  }
  if (rows !== before) cache.setQueryData(rowsKey, rows)
  if (counts) cache.setQueryData(countsKey, counts)
  forgetRows(cache, workspaceId, isWanted)
  return mayCountElse
}

function isMentioned(mentions: unknown, meId: string): boolean {
  return Array.isArray(mentions) && mentions.includes(meId)
}
