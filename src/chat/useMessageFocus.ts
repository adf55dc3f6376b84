import { useEffect, useState, type RefObject } from 'react'
import { on, together } from '@/lib/undo'

const MESSAGES = '[data-message-id] > [tabindex="-1"]'

/**
 * The message that has the focus, which tells its time to the second: by a tap, or by the arrows, which lead from one to the next.
 * @returns its id, or null
 */
export function useMessageFocus(log: RefObject<HTMLElement | null>): string | null {
  const [focused, setFocused] = useState<string | null>(null)
  useEffect(() => {
    const { current: box } = log
    if (!box) return undefined
    return together(
      on(box, 'keydown', (event) => event instanceof KeyboardEvent && move(box, event)),
      on(box, 'click', ({ target }) => {
        // Safari on a phone gives no focus by itself to what can't be clicked.
        const message = target instanceof Element ? target.closest<HTMLElement>(MESSAGES) : null
        if (message && !message.contains(document.activeElement)) message.focus({ preventScroll: true })
      }),
      on(box, 'focusin', ({ target }) => {
        const row = target instanceof Element ? target.closest<HTMLElement>('[data-message-id]') : null
        setFocused(row?.dataset.messageId ?? null)
      }),
      on(box, 'focusout', () => setFocused(null)),
    )
  }, [log])
  return focused
}

// What is longer than the window is scrolled to its end first.
function move(log: HTMLElement, event: KeyboardEvent) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (step === undefined || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return
  const messages = [...log.querySelectorAll<HTMLElement>(MESSAGES)]
  const from = messages.findIndex((message) => message === event.target)
  if (from < 0 && event.target !== log) return // a link, a picture: the key is theirs
  const view = log.getBoundingClientRect()
  const current = messages[from]?.getBoundingClientRect()
  if (current && (step < 0 ? current.top < view.top : current.bottom > view.bottom)) return
  const next = current ? messages[from + step] : step < 0 ? lastSeen(messages, view) : undefined
  if (!next) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

function lastSeen(messages: HTMLElement[], view: DOMRect): HTMLElement | undefined {
  return messages.findLast((message) => message.getBoundingClientRect().top <= view.bottom)
}
