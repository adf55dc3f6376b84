import { createContext, use, useEffect, useState, type RefObject } from 'react'

/** So far beyond the edges what is drawn stays drawn: for the search of the browser, and for a quick thumb. */
const NEAR_PX = 2_500

interface Nearness {
  /** @returns the undo */
  observe: (element: Element, onChange: (isNear: boolean) => void) => () => void
}

/** Tells parts of a long list whether they are near what is seen of it. */
export function useNearness(scroller: RefObject<HTMLElement | null>): Nearness {
  const [nearness] = useState(() => createNearness(() => scroller.current))
  return nearness
}

// Watches from its first listener to its last.
function createNearness(root: () => HTMLElement | null): Nearness {
  const listeners = new Map<Element, (isNear: boolean) => void>()
  let observer: IntersectionObserver | null = null
  return {
    observe(element, onChange) {
      if (typeof IntersectionObserver === 'undefined') return () => undefined
      observer ??= new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting)
        },
        { root: root(), rootMargin: `${NEAR_PX}px 0px` },
      )
      listeners.set(element, onChange)
      observer.observe(element)
      return () => {
        listeners.delete(element)
        observer?.unobserve(element)
        if (listeners.size > 0) return
        observer?.disconnect()
        observer = null
      }
    },
  }
}

export const NearnessContext = createContext<Nearness | null>(null)

/** @returns whether this part is to be drawn, and how high it was when it last was. Until something is known: drawn. */
export function useIsNear(element: RefObject<HTMLElement | null>): { isNear: boolean; heightPx: number } {
  const nearness = use(NearnessContext)
  const [state, setState] = useState({ isNear: true, heightPx: 0 })
  useEffect(() => {
    const { current } = element
    if (!nearness || !current) return undefined
    return nearness.observe(current, (isNear) => {
      const heightPx = current.getBoundingClientRect().height
      setState((before) => (before.isNear === isNear ? before : { isNear, heightPx }))
    })
  }, [nearness, element])
  return state
}
