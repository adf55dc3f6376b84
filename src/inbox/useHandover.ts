import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { ConversationAction } from './actions'

type Doing = ConversationAction['do']

/** A second click of a double click comes within this. */
const SETTLE_MS = 500
/** Later than this, it was not our own action that took the button away. */
const OURS_MS = 10_000
/** A menu has gone by then, and with it the focus that was in it. */
const MENU_GONE_MS = 250

/** Which button goes on where one was pressed; the last ones are for an action that was refused. */
const NEXT: Partial<Record<Doing, readonly Doing[]>> = {
  assign: ['close', 'reopen'],
  close: ['reopen', 'close'],
  snooze: ['reopen', 'snooze'],
  reopen: ['close', 'reopen'],
}

/**
 * Buttons that replace each other, each with `data-does`. The focus goes on to the one that replaces what was pressed (after an
 * assignment to the message box), so that it is never lost. And for a moment none of them hears clicks: the second click on Close is
 * no wish to reopen.
 * @param state another one has other buttons
 * @returns `pressed` is to be called when one is
 */
export function useHandover(place: RefObject<HTMLElement | null>, state: string) {
  const last = useRef<{ did: Doing; at: number } | null>(null)
  const shown = useRef(state)
  const [settling, setSettling] = useState(false)

  useEffect(() => {
    if (!settling) return undefined
    const timer = setTimeout(() => setSettling(false), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [settling])

  useEffect(() => {
    if (state === shown.current) return undefined
    shown.current = state
    if (!last.current || performance.now() - last.current.at > OURS_MS) return undefined
    const { did } = last.current
    const hold = () => {
      if (!document.activeElement || document.activeElement === document.body) successor(place.current, did)?.focus()
    }
    hold()
    const timer = setTimeout(hold, MENU_GONE_MS)
    return () => clearTimeout(timer)
  }, [state, place])

  const pressed = useCallback((did: Doing) => {
    last.current = { did, at: performance.now() }
    setSettling(true)
  }, [])
  const isHandingOver = useCallback(
    () => last.current !== null && performance.now() - last.current.at < MENU_GONE_MS,
    [],
  )
  return { settling, pressed, isHandingOver }
}

function successor(place: HTMLElement | null, did: Doing): HTMLElement | null {
  // On a phone the keyboard would cover what one reads.
  if (did === 'assign' && window.matchMedia('(pointer: fine)').matches) {
    const box = place?.closest('main')?.querySelector('textarea')
    if (box) return box
  }
  for (const next of NEXT[did] ?? []) {
    const button = place?.querySelector<HTMLElement>(`[data-does="${next}"]`)
    if (button) return button
  }
  return null
}
