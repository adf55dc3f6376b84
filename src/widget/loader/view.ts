import { createCard, type Card } from './card'
import { element } from './element'
import { BUTTON_CSS } from './look'
import type { WidgetOptions } from './protocol'
import { words } from './words'

/** `empty`: no frame yet. `ready`: the frame has painted; until then a small card stands in its place. */
type Phase = 'empty' | 'loading' | 'ready' | 'failed'

export type ViewState = {
  open: boolean
  expanded: boolean
  hidden: boolean
  unread: number
  phase: Phase
  options: WidgetOptions
  /** What the host's page has asked for at run time: stronger than what the inbox says. */
  asked: WidgetOptions
}

export type View = {
  draw: (state: ViewState) => void
  /** Where the frame goes: made when it is first asked for. */
  panel: () => HTMLElement
  /** More to wear. */
  wear: (css: string) => void
  style: CSSStyleDeclaration
  launcher: HTMLElement
  remove: () => void
}

export type ViewHandlers = {
  onToggle: () => void
  onIntent: () => void
  onEscape: () => void
  onRetry: () => void
  /** Taken out of the page and put back: what was in the frame is gone. */
  onReturn: () => void
}

/** The button: all that stands on the page until somebody reaches for it. */
export function drawView({ onToggle, onIntent, onEscape, onRetry, onReturn }: ViewHandlers): View {
  const host = document.createElement('causerie-chat')
  const shadow = host.attachShadow({ mode: 'open' })
  const wear = (css: string) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets.push(sheet)
  }
  wear(BUTTON_CSS)

  const launcher = element('button', {
    className: 'launcher',
    ariaHasPopup: 'dialog',
    onclick: onToggle,
  })
  const root = element('section', {}, launcher)
  const { style } = root
  let card: Card | undefined
  for (const intent of ['pointerenter', 'focus']) launcher.addEventListener(intent, onIntent)
  shadow.append(root)

  // Beside the body, where a swap of the body (Turbo, Astro) leaves it alone, and after it, so that Tab comes to it last. A page that
  // throws it out, or its whole document, gets it back; children of these two alone are watched: nothing of the page's own life is.
  const attach = () => {
    const page: HTMLElement | null = document.documentElement
    if (document.body && !host.isConnected) {
      page?.append(host)
      if (wasThere) onReturn()
      wasThere = true
    }
    for (const watched of [document, page]) if (watched) swaps.observe(watched, { childList: true })
  }
  let wasThere = false
  const swaps = new MutationObserver(attach)
  attach()

  return {
    panel() {
      root.onkeydown = ({ key }) => {
        if (key === 'Escape') onEscape()
      }
      card ??= createCard({ launcher, wear }, onRetry)
      return card.panel
    },
    wear,
    style,
    launcher,
    draw(state) {
      const { open, expanded, hidden, unread, phase, options } = state
      const { locale = 'en', side = document.dir === 'rtl' ? 'left' : '', theme = 'auto', accent, offset } = options
      const text = words[locale]
      for (const [name, on] of Object.entries({ open, expanded, hidden })) root.toggleAttribute(`data-${name}`, on)
      root.dataset.phase = phase
      root.dir = side === 'left' ? 'rtl' : 'ltr'
      host.lang = locale
      style.colorScheme = theme === 'auto' ? 'light dark' : theme
      style.zIndex = `${options.zIndex ?? ''}`
      const [x, y = x] = `${offset ?? ''}`.split(' ')
      for (const [name, value] of Object.entries({ accent, x: x && `${x}px`, y: y && `${y}px` }))
        if (value) style.setProperty(`--${name}`, value)
      launcher.ariaLabel = open ? text.close : text.open + (unread ? text.unread(unread) : '')
      launcher.ariaExpanded = `${open}`
      card?.draw(state)
    },
    remove() {
      swaps.disconnect()
      host.remove()
    },
  }
}
