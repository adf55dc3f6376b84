import type { WidgetOptions } from './protocol'
import { CSS } from './look'
import { words } from './words'

/** `empty`: no frame yet. `ready`: the frame has painted; until then a small card stands in its place. */
export type Phase = 'empty' | 'loading' | 'ready' | 'failed'

export type ViewState = {
  open: boolean
  expanded: boolean
  hidden: boolean
  unread: number
  phase: Phase
  options: WidgetOptions
}

export type View = {
  draw: (state: ViewState) => void
  /** Where the frame goes. */
  panel: HTMLElement
  focusLauncher: () => void
  remove: () => void
}

export type ViewHandlers = {
  onToggle: () => void
  onIntent: () => void
  onEscape: () => void
  onRetry: () => void
}

/** The button, the badge and the empty panel: everything that stands on the page before any of the chat has arrived. */
export function drawView({ onToggle, onIntent, onEscape, onRetry }: ViewHandlers): View {
  const host = document.createElement('causerie-chat')
  const shadow = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  shadow.adoptedStyleSheets = [sheet]

  const badge = element('span', { className: 'badge', ariaHidden: 'true' })
  const launcher = element('button', {
    className: 'launcher',
    type: 'button',
    ariaHasPopup: 'dialog',
    onclick: onToggle,
  })
  const card = element('div', { className: 'card', role: 'status' })
  const panel = element('div', { className: 'panel' }, card)
  const root = element('div', {}, launcher, panel)
  launcher.append(icon('talk', TALK), icon('shut', SHUT), badge)
  launcher.onpointerenter = launcher.onpointerdown = launcher.onfocus = onIntent
  host.onkeydown = (event) => {
    if (event.key === 'Escape') onEscape()
  }
  shadow.append(root)

  // A page that swaps its whole body (Turbo, a framework's error page) takes the button along: put it back.
  const attach = () => {
    if (!host.isConnected) document.body?.append(host)
  }
  const swaps = new MutationObserver(attach)
  swaps.observe(document.documentElement, { childList: true })
  attach()

  // On a phone the panel keeps to what the keyboard leaves of the screen.
  const viewport = window.visualViewport
  const fit = () => {
    host.style.setProperty('--visible', `${viewport?.height}px`)
    host.style.setProperty('--above', `${viewport?.offsetTop}px`)
  }
  const followViewport = (on: boolean) => {
    if (viewport) viewport.onresize = viewport.onscroll = on ? fit : null
    if (viewport && on) fit()
  }

  return {
    panel,
    focusLauncher: () => launcher.focus(),
    draw({ open, expanded, hidden, unread, phase, options: { locale = 'en', side, theme = 'auto', accent } }) {
      const text = words[locale]
      for (const [name, on] of Object.entries({ open, expanded, hidden })) root.toggleAttribute(`data-${name}`, on)
      root.dataset.phase = phase
      root.dir = side === 'left' ? 'rtl' : 'ltr'
      host.lang = locale
      host.style.colorScheme = theme === 'auto' ? 'light dark' : theme
      if (accent) host.style.setProperty('--accent', accent)
      badge.textContent = open || unread < 1 ? '' : unread > 99 ? '99+' : String(unread)
      launcher.ariaLabel = open ? text.close : text.open + (unread ? text.unread(unread) : '')
      launcher.ariaExpanded = String(open)
      if (phase === 'failed')
        card.replaceChildren(
          text.failed,
          element('button', { type: 'button', onclick: onRetry, textContent: text.again }),
        )
      else card.replaceChildren()
      followViewport(open)
    },
    remove() {
      swaps.disconnect()
      followViewport(false)
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
