import { together } from '@/lib/undo'
import type { Realtime } from '@/realtime/realtime'
import type { Side } from './model'
import type { Router } from './router'

/**
 * Listens to a side's own topics, and follows when they move.
 * @param onNothingLeft there were some and are none: joining is what catches up, and nothing is joined any more
 * @returns the undo
 */
export function listenOwn(
  { topics, myTopics }: Realtime,
  side: Side,
  router: Router,
  onNothingLeft: () => void,
): () => void {
  let undo: () => void = () => undefined
  let following = ''
  function follow() {
    const { workspace, agents, contact } = myTopics.get()
    const own = side.side === 'contact' ? contact : workspace
    const shared = side.side === 'contact' ? [] : agents
    const key = [...own, ...shared].join(' ')
    if (key === following) return
    if (key === '') onNothingLeft()
    following = key
    const before = undo
    undo = together(
      ...own.map((name) => topics.listen(name, { onEvent: router.hearOwn })),
      ...shared.map((name) => topics.listen(name, { onEvent: router.hearShared })),
    )
    before() // after listening again, so that a topic that stays is not left
  }
  const stop = myTopics.subscribe(follow)
  follow()
  return together(() => undo(), stop)
}
