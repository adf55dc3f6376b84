import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

interface Scroll {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  /** The newest is in view. */
  isAtEnd: boolean
  toEnd: () => void
}

/** So near the end counts as the end. */
const END_PX = 48
/** So near the beginning, what was before is fetched. */
const BEGINNING_PX = 400

/**
 * Keeps the reader's place: at the end it follows what comes; elsewhere the row at the top stays where it is, whatever is added or
 * changes its size above it. (The browser's own anchoring does nothing at the very top, and Safari has none.)
 * @param myLastId the newest entry, if it is ours: it brings the end into view
 */
export function useScroll(myLastId: string | null, onNearBeginning: () => void): Scroll {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const anchor = useRef<{ row: Element; top: number } | null>(null)
  const follows = useRef(true)
  /** As it was left: its height, and where it stood. */
  const left = useRef({ height: 0, top: 0 })
  const [isAtEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    const { current: box } = scroller
    if (!box) return
    follows.current = true
    setAtEnd(true)
    box.scrollTop = box.scrollHeight
  }, [])

  const keepPlace = useCallback(() => {
    const { current: box } = scroller
    if (!box) return
    if (follows.current) box.scrollTop = box.scrollHeight
    else if (anchor.current?.row.isConnected) {
      const moved =
        anchor.current.row.getBoundingClientRect().top - box.getBoundingClientRect().top - anchor.current.top
      if (Math.abs(moved) >= 1) box.scrollTop += moved
    }
    left.current = { height: box.clientHeight, top: box.scrollTop }
  }, [])

  const look = useCallback(() => {
    const { current: box } = scroller
    if (!box) return
    const { height, top } = left.current
    const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight <= END_PX
    // Who was at the end leaves it by scrolling up. It is not that where more has come since we scrolled there, which is told late, nor where
    // the box has another size (a card, a keyboard): then the browser scrolls, and says so before it tells of the size.
    if (!atEnd && follows.current && (box.clientHeight !== height || box.scrollTop >= top)) return keepPlace()
    left.current = { height: box.clientHeight, top: box.scrollTop }
    follows.current = atEnd
    setAtEnd(atEnd)
    anchor.current = atEnd ? null : topRow(box, content.current)
    if (box.scrollTop < BEGINNING_PX) onNearBeginning()
  }, [keepPlace, onNearBeginning])

  useLayoutEffect(keepPlace) // before the frame is painted: nobody sees it jump
  useLayoutEffect(() => {
    if (myLastId) toEnd()
  }, [myLastId, toEnd])

  useEffect(() => {
    const { current: box } = scroller
    const { current: list } = content
    if (!box || !list) return undefined
    const sizes = new ResizeObserver(keepPlace) // rows out of view have a guessed height until they are drawn
    sizes.observe(list)
    sizes.observe(box)
    box.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      box.removeEventListener('scroll', look)
    }
  }, [keepPlace, look])

  return { scroller, content, isAtEnd, toEnd }
}

function topRow(box: HTMLElement, list: HTMLElement | null): { row: Element; top: number } | null {
  const edge = box.getBoundingClientRect().top
  const block = list && firstBelow(list.children, edge)
  const row = block && (firstBelow(block.children, edge) ?? block) // a block far away holds no rows
  return row ? { row, top: row.getBoundingClientRect().top - edge } : null
}

// They are in order: halve the search, so that ten thousand rows cost no more than fourteen looks.
function firstBelow(elements: HTMLCollection, edge: number): Element | null {
  let [from, to] = [0, elements.length - 1]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > edge) to = middle
    else from = middle + 1
  }
  return elements[from] ?? null
}
