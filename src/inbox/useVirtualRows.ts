import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useMemo, useReducer, useRef, type RefObject } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import type { Shown } from './useLeaving'
import type { Drawn } from './useRowScroll'

const ROW_PX = 88
/** Its labels have a line of their own. */
const LABELLED_ROW_PX = 112
/** Drawn above and below what is seen: for a quick flick, and for the next row that the keyboard goes to. */
const OVERSCAN = 10

export interface DrawnRow extends Drawn {
  index: number
  height: number
}

/**
 * Which rows of a long list are worth drawing: ten thousand would make every event and every scroll slow. The one with the focus is
 * always drawn, so that scrolling never loses it.
 */
export function useVirtualRows(
  items: readonly Shown<InboxConversation>[],
  scroller: RefObject<HTMLElement | null>,
  currentId: string | null,
): {
  list: RefObject<HTMLUListElement | null>
  drawn: readonly DrawnRow[]
  size: number
  /** Index up to which rows are seen or have the focus; null while the list itself can't be seen. */
  lastInUse: () => number | null
} {
  const list = useRef<HTMLUListElement>(null)
  const rangeExtractor = useCallback(
    (range: Range) => {
      const focusedId = focusedIn(list.current) ?? currentId
      const focused = focusedId === null ? -1 : items.findIndex(({ item }) => item.id === focusedId)
      const indexes = defaultRangeExtractor(range)
      return focused < 0 || indexes.includes(focused) ? indexes : [...indexes, focused].sort((a, b) => a - b)
    },
    [items, currentId],
  )
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.item.label_ids.length ? LABELLED_ROW_PX : ROW_PX),
    getItemKey: (index) => items[index]?.item.id ?? index,
    overscan: OVERSCAN,
    rangeExtractor,
  })
  // Made in one commit with its scroller, as after a search, this list comes first and the virtualizer finds nothing to measure: once more.
  const [, drawAgain] = useReducer((times: number) => times + 1, 0)
  useLayoutEffect(() => {
    if (!scroller.current) drawAgain()
  }, [scroller])
  const visible = virtual.getVirtualItems()
  const drawn = useMemo(
    () =>
      visible.flatMap(({ index, start, size }): DrawnRow[] => {
        const id = items[index]?.item.id
        return id === undefined ? [] : [{ id, index, start, height: size }]
      }),
    [visible, items],
  )
  return {
    list,
    drawn,
    size: virtual.getTotalSize(),
    lastInUse() {
      const box = scroller.current
      if (!box?.clientHeight) return null
      const seen = Math.ceil((box.scrollTop + box.clientHeight) / ROW_PX) // no row is lower; where it is now, not where it was drawn for
      const focusedId = focusedIn(list.current)
      return Math.max(seen, focusedId === null ? -1 : items.findIndex(({ item }) => item.id === focusedId))
    },
  }
}

function focusedIn(list: HTMLElement | null): string | null {
  const focused = document.activeElement
  if (!list || !(focused instanceof HTMLElement) || !list.contains(focused)) return null
  return focused.closest('li')?.querySelector<HTMLElement>('[data-conversation]')?.dataset.conversation ?? null
}
