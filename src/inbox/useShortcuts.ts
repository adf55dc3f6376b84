import { useEffect, useEffectEvent, type RefObject } from 'react'
import type { Selection } from './useSelection'

interface Places {
  list: RefObject<HTMLElement | null>
  search: RefObject<HTMLInputElement | null>
  pane: RefObject<HTMLElement | null>
  selection: RefObject<Selection | null>
  /** Escape in the list: no conversation any more. */
  onClose: () => void
  onHelp: () => void
  onPalette: () => void
}

/** Keys that press a button of the open conversation, by its `data-does`. */
const BUTTONS: Readonly<Record<string, string>> = {
  m: 'assign',
  a: 'assign-to',
  e: 'close',
  o: 'reopen',
  s: 'snooze',
  l: 'labels',
  p: 'priority',
  v: 'move',
  i: 'details',
  '.': 'more',
}

/**
 * The whole inbox by keyboard: ↑ ↓ J K through the list, Enter opens (it is a link), X ticks, / searches, R and N write, a letter for each
 * action, Escape goes one step back. What they do, buttons do: a key without its button does nothing.
 */
export function useShortcuts({ list, search, pane, selection, onClose, onHelp, onPalette }: Places): void {
  function act(event: KeyboardEvent, inList: boolean): boolean {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (key === '/') {
      search.current?.focus()
      search.current?.select()
      return true
    }
    if (key === '?') {
      onHelp()
      return true
    }
    if (key === 'x') return tick(list.current, selection.current, event.shiftKey)
    if (key === 'r') return press(pane.current, '[data-composer="reply"]')
    if (key === 'n') return press(pane.current, '[data-composer="note"]')
    const does = BUTTONS[key]
    if (does && !event.shiftKey) return press(pane.current, `[data-does="${does}"]`)
    const step = stepOf(key, inList)
    return step !== 0 && move(list.current, step)
  }

  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (isPaletteKey(event)) {
      event.preventDefault()
      onPalette()
      return
    }
    if (isElsewhere(event.target)) return
    const inList = list.current?.contains(document.activeElement) ?? false
    if (inList && event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault()
      selection.current?.all()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && isToast(event.target)) return // closes the message
    if (event.key === 'Escape') {
      event.preventDefault()
      if (selection.current && selection.current.ids.size > 0) selection.current.clear()
      else if (pane.current?.contains(document.activeElement)) focusCurrent(list.current)
      else onClose()
      return
    }
    if (isWriting(event.target)) {
      if (event.key === 'ArrowDown' && event.target === search.current && focusCurrent(list.current)) {
        event.preventDefault()
      }
      return
    }
    if (act(event, inList)) event.preventDefault()
  })

  useEffect(() => {
    const listener = (event: KeyboardEvent) => hear(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

function isPaletteKey(event: KeyboardEvent): boolean {
  return event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
}

/** Focuses the open conversation's row, else the first. */
export function focusCurrent(list: HTMLElement | null): boolean {
  const row = list?.querySelector<HTMLElement>('a[aria-current]') ?? list?.querySelector<HTMLElement>(ROW)
  row?.focus()
  return row !== null && row !== undefined
}

const ROW = 'a[data-conversation]'

/** Presses a button that is shown. */
export function press(place: HTMLElement | null, selector: string): boolean {
  const button = place?.querySelector<HTMLElement>(selector)
  if (!button || button.offsetParent === null) return false // what is not shown can't be pressed
  button.focus()
  button.click()
  return true
}

function tick(list: HTMLElement | null, selection: Selection | null, isRange: boolean): boolean {
  const row = list?.contains(document.activeElement) ? document.activeElement : list?.querySelector('a[aria-current]')
  const id = row instanceof HTMLElement ? row.dataset.conversation : undefined
  if (!id || !selection) return false
  selection.toggle(id, isRange)
  return true
}

// Arrows scroll what has the focus; in the list they move it.
function stepOf(key: string, inList: boolean): -1 | 0 | 1 {
  if (key === 'j' || (inList && key === 'ArrowDown')) return 1
  if (key === 'k' || (inList && key === 'ArrowUp')) return -1
  return 0
}

function move(list: HTMLElement | null, step: -1 | 1): boolean {
  const rows = [...(list?.querySelectorAll<HTMLElement>(ROW) ?? [])]
  const focused = rows.findIndex((row) => row === document.activeElement)
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === 'page')
  const next = rows[from < 0 ? 0 : from + step]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null
  )
}

// Menus, dialogs and the emoji picker have keys of their own. A message that offers to undo is called a dialog, too: but one goes on from there.
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    !isToast(target) &&
    target.closest('[role="menu"], [role="dialog"], em-emoji-picker') !== null
  )
}

function isToast(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-toasts]') !== null
}
