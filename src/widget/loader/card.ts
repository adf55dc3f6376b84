import { element } from './element'
import { CARD_CSS } from './look'
import type { View, ViewState } from './view'
import { words } from './words'

/** The empty panel with its small card: made with the first intent. */
export type Card = { panel: HTMLElement; draw: (state: ViewState) => void }

export function createCard({ launcher, wear }: Pick<View, 'launcher' | 'wear'>, onRetry: () => void): Card {
  const card = element('div', { className: 'card', role: 'status', dir: 'ltr' })
  const panel = element('div', { className: 'panel' }, card)
  wear(CARD_CSS)
  launcher.after(panel)
  return {
    panel,
    draw({ phase, options: { locale = 'en', email } }) {
      const text = words[locale]
      card.replaceChildren()
      if (phase === 'failed') {
        card.append(text.failed, element('button', { onclick: onRetry, textContent: text.again }))
        if (email) card.append(element('a', { href: `mailto:${email}`, textContent: email }))
      }
    },
  }
}
