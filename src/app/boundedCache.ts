import type { Query, QueryCache } from '@tanstack/react-query'

/** Of each kind of question so many answers are kept that nobody looks at, the last ones: the way back is quick, and a day's walk is not a weight. */
export const KEPT_UNSEEN = 20

/**
 * Forgets what has been out of sight the longest, kind by kind. Time alone is no bound: whoever opens forty conversations a minute
 * would keep two hundred, each with all that stands beside it, and every event would look among them.
 * @returns the undo
 */
export function forgetUnseen(cache: QueryCache): () => void {
  const unseen = new Map<string, Set<Query>>()

  function leave(query: Query) {
    const kind = kindOf(query)
    const queries = unseen.get(kind) ?? new Set()
    unseen.set(kind, queries)
    queries.delete(query)
    queries.add(query) // the last to go stands last
    const [oldest] = queries
    if (oldest && queries.size > KEPT_UNSEEN) {
      queries.delete(oldest)
      cache.remove(oldest)
    }
  }

  return cache.subscribe(({ type, query }) => {
    if (type === 'added' || (type === 'observerRemoved' && query.getObserversCount() === 0)) leave(query)
    else if (type === 'observerAdded' || type === 'removed') unseen.get(kindOf(query))?.delete(query)
  })
}

/** Keys are an area, whose, and what: ['desk', workspace, 'person', id], ['chat', scope, 'timeline', id]. */
function kindOf({ queryKey: [area, , what] }: Query): string {
  return `${String(area)} ${typeof what === 'string' ? what : ''}`
}
