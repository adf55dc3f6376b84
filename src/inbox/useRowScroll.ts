import { useLayoutEffect, useRef, type RefObject } from 'react'

/** So near the top one looks at what is new: rows may move there. */
const TOP_PX = 40

/** A row that is drawn, and where it begins. */
export interface Drawn {
  id: string
  start: number
}

/**
 * Keeps what is read where it is while rows come and go above it. At the top nothing is kept: there one waits for what is new.
 * @param drawn the rows that are drawn now
 */
export function useRowScroll(scroller: RefObject<HTMLElement | null>, drawn: readonly Drawn[]): void {
  const before = useRef<readonly Drawn[]>([])
  useLayoutEffect(() => {
    const box = scroller.current
    if (box && box.scrollTop > TOP_PX) {
      const now = new Map(drawn.map(({ id, start }) => [id, start]))
      const [from, to] = [box.scrollTop, box.scrollTop + box.clientHeight]
      const moved = before.current.flatMap(({ id, start }) => {
        const next = now.get(id)
        return next === undefined || start < from - ROW_PX || start > to ? [] : [next - start]
      })
      const by = mostCommon(moved)
      if (by) box.scrollBy({ top: by, behavior: 'instant' })
    }
    before.current = drawn
  }, [scroller, drawn])
}

const ROW_PX = 120

/** How far most have moved: one that has moved to the top says nothing of the others. Exported for its test. */
export function mostCommon(values: readonly number[]): number | undefined {
  const times = new Map<number, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0]
}
