import { on } from '@/lib/undo'

/**
 * The keys while the emoji are open. Heard before emoji-mart, which keeps them to itself and drops the focus on Escape.
 * Escape closes wherever the focus is. Tab goes round: their button, the categories, the search.
 * @param place holds the button and the picker
 * @returns the undo
 */
export function hearEmojiKeys(place: HTMLElement, close: () => void): () => void {
  const hear = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation() // the panel around the chat stays
      close()
    }
    if (event.key === 'Tab') goRound(place, event)
  }
  return on(document, 'keydown', hear, { capture: true })
}

function goRound(place: HTMLElement, event: KeyboardEvent): void {
  const picker = place.querySelector('em-emoji-picker')?.shadowRoot
  const active = document.activeElement
  const isElsewhere = active !== null && active !== document.body && !place.contains(active)
  if (!picker || isElsewhere) return
  const stops = [
    ...place.querySelectorAll<HTMLElement>('button[aria-expanded]'),
    ...picker.querySelectorAll<HTMLElement>('#nav button, input, .search button'),
  ]
  const at = stops.indexOf((picker.activeElement ?? active) as HTMLElement)
  const next = at === -1 && event.shiftKey ? -1 : at + (event.shiftKey ? -1 : 1)
  stops.at(next % stops.length)?.focus()
  event.preventDefault()
}
