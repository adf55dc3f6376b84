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

  const root = element('div')
  const launcher = element('button', 'launcher')
  const badge = element('span', 'badge')
  const panel = element('div', 'panel')
  const card = element('div', 'card')
  const sentence = element('p')
  const again = element('button')

  launcher.type = again.type = 'button'
  launcher.setAttribute('aria-haspopup', 'dialog')
  badge.ariaHidden = 'true'
  card.role = 'status'
  card.append(sentence, again)
  panel.append(card)
  launcher.append(icon('talk', TALK), icon('shut', SHUT), badge)
  root.append(launcher, panel)
  shadow.append(root)

  launcher.onclick = onToggle
  launcher.onpointerenter = launcher.onpointerdown = launcher.onfocus = onIntent
  again.onclick = onRetry
  host.onkeydown = (event) => {
    if (event.key === 'Escape') onEscape()
  }

  // A page that swaps its whole body (Turbo, a framework's error page) takes the button along: put it back.
  const attach = () => {
    if (!host.isConnected && document.body) document.body.append(host)
  }
  const swaps = new MutationObserver(attach)
  swaps.observe(document.documentElement, { childList: true })
  attach()

  // On a phone the panel keeps to what the keyboard leaves of the screen.
  const viewport = window.visualViewport
  const fit = () => {
    if (!viewport) return
    host.style.setProperty('--visible', `${viewport.height}px`)
    host.style.setProperty('--above', `${viewport.offsetTop}px`)
  }

  return {
    panel,
    focusLauncher: () => launcher.focus(),
    draw({ open, expanded, hidden, unread, phase, options }) {
      const text = words[options.locale ?? 'en']
      flag(root, 'open', open)
      flag(root, 'expanded', expanded)
      flag(root, 'hidden', hidden)
      root.dataset.phase = phase
      root.dataset.side = options.side ?? 'right'
      host.dataset.theme = options.theme ?? 'auto'
      if (options.accent) host.style.setProperty('--accent', options.accent)
      badge.textContent = open || unread < 1 ? '' : unread > 99 ? '99+' : String(unread)
      launcher.ariaLabel = open ? text.close : text.open + (unread ? text.unread(unread) : '')
      launcher.ariaExpanded = String(open)
      host.lang = options.locale ?? 'en'
      sentence.textContent = phase === 'failed' ? text.failed : text.loading
      again.textContent = text.again
      if (viewport) viewport.onresize = viewport.onscroll = open ? fit : null
      if (open) fit()
    },
    remove() {
      swaps.disconnect()
      if (viewport) viewport.onresize = viewport.onscroll = null
      host.remove()
    },
  }
}

const TALK = 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3.5 20.5l1.6-4.9A8.4 8.4 0 1 1 21 11.5z'
const SHUT = 'M6 9.5l6 6 6-6'

function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className = ''): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className) made.className = className
  return made
}

/** Built node by node: a page that demands Trusted Types refuses `innerHTML`. */
function icon(className: string, path: string): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const line = document.createElementNS(svg.namespaceURI, 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', className)
  svg.setAttribute('aria-hidden', 'true')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

function flag(root: HTMLElement, name: string, on: boolean): void {
  root.toggleAttribute(`data-${name}`, on)
}
