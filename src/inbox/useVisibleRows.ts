import { useLayoutEffect, useState, type RefObject } from 'react'

export interface VisibleRows {
  /** Of the rows to draw: from the first, up to but without the last. */
  first: number
  last: number
  /** Of one row. All are equally high, so that nothing jumps. */
  rowHeight: number
}

/** Drawn above and below what is seen: for a quick flick, and for the next row that the keyboard goes to. */
const OVERSCAN = 12
/** Scrolling draws anew only every so many rows. */
const STEP = 4
const UNMEASURED: VisibleRows = { first: 0, last: 30, rowHeight: 88 }

/**
 * Which rows of a long list are worth drawing: ten thousand would make every event and every scroll slow.
 * @param list inside of an element with `data-scroller`
 */
export function useVisibleRows(list: RefObject<HTMLElement | null>, count: number): VisibleRows {
  const [visible, setVisible] = useState(UNMEASURED)
  const isEmpty = count === 0
  useLayoutEffect(() => {
    const element = list.current
    const scroller = element?.closest<HTMLElement>('[data-scroller]')
    if (!element || !scroller || isEmpty) return undefined
    function look() {
      if (!element || !scroller) return
      const rowHeight = element.firstElementChild?.getBoundingClientRect().height || UNMEASURED.rowHeight
      const above = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top
      const next = visibleRows(above, scroller.clientHeight, rowHeight)
      setVisible((now) =>
        now.first === next.first && now.last === next.last && now.rowHeight === next.rowHeight ? now : next,
      )
    }
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(scroller)
    return () => {
      scroller.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [list, isEmpty])
  const last = Math.min(visible.last, count)
  return { ...visible, first: Math.min(visible.first, Math.max(0, last - 1)), last }
}

/** @param above how much of the list has been scrolled out, in px */
export function visibleRows(above: number, height: number, rowHeight: number): VisibleRows {
  const first = Math.floor((above / rowHeight - OVERSCAN) / STEP) * STEP
  const last = Math.ceil(((above + height) / rowHeight + OVERSCAN) / STEP) * STEP
  return { first: Math.max(0, first), last: Math.max(last, UNMEASURED.last), rowHeight }
}
