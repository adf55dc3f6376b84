import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import type { Json } from '@/lib/database.types'
import { belongs, ORDER, type Eyes, type List } from './lists'
import { deskKey, deskQueries, placeOf, type Desk, type Page } from './queries'
import { keepRows, NO_ROWS } from './rows'

/** More rows than this, and those that nothing shows are forgotten. */
const ROWS_MAX = 2_000

/** Which rows some list, search or page still shows: what else passes by in a day is not kept. */
export function wantedRows(cache: QueryClient, workspaceId: string, eyes: Eyes): (row: InboxConversation) => boolean {
  const queries = cache.getQueryCache()
  const key = (kind: string) => ({ queryKey: [...deskKey(workspaceId), kind] })
  const lists = queries.findAll(key('list')).flatMap(({ queryKey, state }) => {
    const last = (state.data as InfiniteData<Page> | undefined)?.pages.at(-1)
    return last ? [{ ...(queryKey[3] as List), frontier: last.frontier }] : []
  })
  const ids = new Set<unknown>([
    ...queries.findAll(key('one')).flatMap((query) => (query.getObserversCount() > 0 ? [query.queryKey[3]] : [])),
    ...queries.findAll(key('contact')).flatMap(({ state }) => (state.data as string[] | undefined) ?? []),
  ])
  return (row) =>
    ids.has(row.id) ||
    lists.some(
      ({ filter, sort, frontier }) =>
        belongs(row, filter, eyes) && (frontier === null || ORDER[sort](row, frontier) <= 0),
    )
}

/** Forgets rows that nothing shows any more, once there are many. */
export function forgetRows(
  cache: QueryClient,
  workspaceId: string,
  isWanted: (row: InboxConversation) => boolean,
): void {
  const { queryKey } = deskQueries.rows(workspaceId)
  const known = cache.getQueryData(queryKey) ?? NO_ROWS
  if (known.size > ROWS_MAX) cache.setQueryData(queryKey, (rows = NO_ROWS) => keepRows(rows, isWanted))
}

/** Rows of a list that are kept beyond the last one that is needed, and how many more come together before they are let go. */
const BEYOND = { kept: 150, more: 150 }

/**
 * Ends a list sooner, where it has grown far beyond what is looked at: each row that is touched comes in above its last page. What is
 * let go comes with the next page, which begins where the list now ends, as whatever else lies beyond.
 * @param shown the list as it stands
 * @param needed index of the last row that is seen, ticked or has the focus
 */
export function endSooner(
  cache: QueryClient,
  desk: Desk,
  list: List,
  shown: readonly InboxConversation[],
  needed: number,
  eyes: Eyes,
): void {
  const last = shown[needed + BEYOND.kept]
  if (!last || shown.length <= needed + BEYOND.kept + BEYOND.more) return
  const { queryKey } = deskQueries.list(desk, list)
  // Under way, the answer would end where the list did, with a hole before it.
  if (cache.getQueryState(queryKey)?.fetchStatus !== 'idle') return
  const frontier = placeOf(last)
  cache.setQueryData(queryKey, { pages: [{ frontier, next: keyOf(last, list) }], pageParams: [null] })
  const letGo = new Set(shown.slice(needed + BEYOND.kept + 1).map(({ id }) => id))
  const isWanted = wantedRows(cache, desk.workspaceId, eyes)
  cache.setQueryData(deskQueries.rows(desk.workspaceId).queryKey, (rows = NO_ROWS) =>
    keepRows(rows, (row) => !letGo.has(row.id) || isWanted(row)),
  )
}

/** `next` of a page that ends with this row. */
function keyOf({ id, last_message_at: at, waiting_since }: InboxConversation, { sort }: List): Json {
  return sort === 'waiting' ? { at, id, waiting_since } : { at, id }
}
