import type { WidgetOptions } from './protocol'
import { CSS } from './look'
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
  /** Where the frame goes. */
  panel: HTMLElement
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

/** The button, the badge and the empty panel: everything that stands on the page before any of the chat has arrived. */
export function drawView({ onToggle, onIntent, onEscape, onRetry, onReturn }: ViewHandlers): View {
  const host = document.createElement('causerie-chat')
  const { style } = host
  const shadow = host.attachShadow({ mode: 'open' })
  const wear = (css: string) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets.push(sheet)
  }
  wear(CSS)

  const badge = element('span', { className: 'badge' })
  const launcher = element('button', {
    className: 'launcher',
    ariaHasPopup: 'dialog',
    onclick: onToggle,
  })
  const card = element('div', { className: 'card', role: 'status', dir: 'ltr' })
  const panel = element('div', { className: 'panel' }, card)
  const root = element('div', {}, launcher, panel)
  launcher.append(icon('talk', TALK), icon('shut', SHUT), badge)
  launcher.onpointerenter = launcher.onpointerdown = launcher.onfocus = onIntent
  host.onkeydown = (event) => {
    if (event.key === 'Escape') onEscape()
  }
  shadow.append(root)

  // Beside the body, where a swap of the body (Turbo, Astro) leaves it alone, and after it, so that Tab comes to it last. A page that
  // throws it out, or its whole document, gets it back; children of these two alone are watched: nothing of the page's own life is.
  const attach = () => {
    const page = document.documentElement
    if (host.isConnected || !document.body) return
    page.append(host)
    for (const watched of [document, page]) swaps.observe(watched, { childList: true })
    if (wasThere) onReturn()
    wasThere = true
  }
  let wasThere = false
  const swaps = new MutationObserver(attach)
  swaps.observe(document.documentElement, { childList: true })
  attach()

  return {
    panel,
    wear,
    style,
    launcher,
    draw({ open, expanded, hidden, unread, phase, options }) {
      const {
        locale = 'en',
        side = document.dir === 'rtl' ? 'left' : '',
        theme = 'auto',
        accent,
        offset,
        email,
      } = options
      const text = words[locale]
      for (const [name, on] of Object.entries({ open, expanded, hidden })) root.toggleAttribute(`data-${name}`, on)
      root.dataset.phase = phase
      root.dir = side === 'left' ? 'rtl' : 'ltr'
      host.lang = locale
      style.colorScheme = theme === 'auto' ? 'light dark' : theme
      style.zIndex = `${options.zIndex ?? ''}`
      const [x, y = x] = `${offset ?? ''}`.split(' ')
      for (const [name, value] of Object.entries({ accent, x: x && `${x}px`, y: y && `${y}px` }))
        style.setProperty(`--${name}`, value ?? null)
      badge.textContent = open || unread < 1 ? '' : unread > 99 ? '99+' : `${unread}`
      launcher.ariaLabel = open ? text.close : text.open + (unread ? text.unread(unread) : '')
      launcher.ariaExpanded = `${open}`
      card.replaceChildren()
      if (phase === 'failed') {
        card.append(text.failed, element('button', { onclick: onRetry, textContent: text.again }))
        if (email) card.append(element('a', { href: `mailto:${email}`, textContent: email }))
      }
    },
    remove() {
      swaps.disconnect()
      host.remove()
    },
  }
}

const TALK = 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3.5 20.5l1.6-4.9A8.4 8.4 0 1 1 21 11.5z'
const SHUT = 'M6 9.5l6 6 6-6'

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: Node[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** Built node by node: a page that demands Trusted Types refuses `innerHTML`. */
function icon(className: string, path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const line = document.createElementNS(svg.namespaceURI, 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', className)
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
