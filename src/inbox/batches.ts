/**
 * Takes the first at once, and what follows within `ms` together: each is shown soon, and a storm costs no more than a breeze.
 * @returns `add`, and `stop`, after which nothing is taken any more
 */
export function inBatches<Item>(ms: number, take: (items: readonly Item[]) => void) {
  let waiting: Item[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  function flush() {
    timer = null
    if (waiting.length === 0) return
    const items = waiting
    waiting = []
    timer = setTimeout(flush, ms)
    take(items)
  }
  return {
    add(item: Item) {
      waiting.push(item)
      if (timer === null) flush()
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting = []
    },
  }
}
