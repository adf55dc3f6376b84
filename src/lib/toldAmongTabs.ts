const KEPT_MAX = 500

/** Ids that one tab of this browser has dealt with, known in all that are open. Each remembers the last 500. */
export function toldAmongTabs(name: string) {
  const ids = new Set<string>()
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') addBounded(ids, data)
  })
  return {
    has: (id: string) => ids.has(id),
    tell(id: string) {
      addBounded(ids, id)
      channel?.postMessage(id)
    },
  }
}

/** Lets the oldest go, once there are many. */
export function addBounded(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids
  if (oldest !== undefined && ids.size > KEPT_MAX) ids.delete(oldest)
}
