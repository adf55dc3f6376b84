import { useEffect, useState } from 'react'
import { after } from '@/lib/time'

/** So long what has left a list is seen leaving. */
const LEAVING_MS = 200
/** When more go at once it is another list, and nobody left it. */
const LEAVING_MAX = 5

export interface Shown<Item> {
  item: Item
  isLeaving: boolean
}

/** A list with those that have just left it, where they stood: nothing vanishes under the pointer. */
export function useLeaving<Item extends { id: string }>(list: readonly Item[]): readonly Shown<Item>[] {
  const [known, setKnown] = useState<{ list: readonly Item[]; shown: readonly Shown<Item>[] }>({
    list,
    shown: still(list),
  })
  let { shown } = known
  if (known.list !== list) {
    shown = withLeaving(known.shown, list)
    setKnown({ list, shown })
  }
  const isAnyLeaving = shown.some(({ isLeaving }) => isLeaving)
  useEffect(() => {
    if (!isAnyLeaving) return undefined
    return after(LEAVING_MS, () => setKnown({ list, shown: still(list) }))
  }, [isAnyLeaving, list])
  return shown
}

function still<Item>(list: readonly Item[]): readonly Shown<Item>[] {
  return list.map((item) => ({ item, isLeaving: false }))
}

/** Puts those that are gone back where they stood. Exported for its test. */
export function withLeaving<Item extends { id: string }>(
  before: readonly Shown<Item>[],
  list: readonly Item[],
): readonly Shown<Item>[] {
  const ids = new Set(list.map(({ id }) => id))
  const gone = before.flatMap(({ item }, index) => (ids.has(item.id) ? [] : [{ item, index }]))
  const next = [...still(list)]
  if (gone.length === 0 || gone.length > LEAVING_MAX) return next
  for (const { item, index } of gone) next.splice(Math.min(index, next.length), 0, { item, isLeaving: true })
  return next
}
