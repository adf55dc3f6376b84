import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import { belongs, ORDER, type Eyes, type List } from './lists'
import { deskKey, deskQueries, type Page } from './queries'
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
    ...queries.findAll({ ...key('one'), type: 'active' }).map(({ queryKey }) => queryKey[3]),
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
