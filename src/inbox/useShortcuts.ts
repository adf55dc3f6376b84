import { useEffect, useEffectEvent, type RefObject } from 'react'

interface Places {
  list: RefObject<HTMLElement | null>
  search: RefObject<HTMLInputElement | null>
  pane: RefObject<HTMLElement | null>
  /** Escape in the list: no conversation any more. */
  onClose: () => void
}

/** ↑ ↓ J K through the list, Enter opens (it is a link), / searches, Escape goes one step back: from the chat to the list, from there out. */
export function useShortcuts({ list, search, pane, onClose }: Places): void {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return
    const inList = list.current?.contains(document.activeElement) ?? false
    if (event.key === 'Escape') {
      event.preventDefault()
      if (pane.current?.contains(document.activeElement)) focusCurrent(list.current)
      else onClose()
      return
    }
    if (isWriting(event.target)) {
      if (event.key === 'ArrowDown' && event.target === search.current && focusCurrent(list.current)) {
        event.preventDefault()
      }
      return
    }
    if (event.key === '/') {
      event.preventDefault()
      search.current?.focus()
      search.current?.select()
      return
    }
    const step = stepOf(event.key, inList)
    if (step !== 0 && move(list.current, step)) event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => hear(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

/** Focuses the open conversation's row, else the first. */
export function focusCurrent(list: HTMLElement | null): boolean {
  const row = list?.querySelector<HTMLElement>('a[aria-current]') ?? list?.querySelector<HTMLElement>(ROW)
  row?.focus()
  return row !== null && row !== undefined
}

const ROW = 'a[data-conversation]'

// Arrows scroll what has the focus; in the list they move it.
function stepOf(key: string, inList: boolean): -1 | 0 | 1 {
  if (key === 'j' || key === 'J' || (inList && key === 'ArrowDown')) return 1
  if (key === 'k' || key === 'K' || (inList && key === 'ArrowUp')) return -1
  return 0
}

function move(list: HTMLElement | null, step: -1 | 1): boolean {
  const rows = [...(list?.querySelectorAll<HTMLElement>(ROW) ?? [])]
  const focused = rows.findIndex((row) => row === document.activeElement)
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === 'page')
  const next = rows[from < 0 ? 0 : from + step]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

// Menus, dialogs and the emoji picker have keys of their own.
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="menu"], [role="dialog"], em-emoji-picker') !== null
}
