import type { Events } from './events'
import { followLauncher } from './ownLauncher'
import type { CreatePanel, Panel } from './panel'
import type { Asked, Claims, WidgetOptions } from './protocol'
import { readOptions } from './protocol'
import type { View, ViewState } from './view'
import { drawView } from './view'

/** What the host's page can ask for. */
export type Widget = {
  /** Resolves when the chat can be used. */
  open: () => Promise<void>
  close: () => void
  toggle: () => Promise<void> | void
  /** The button, after `hide`. */
  show: () => void
  hide: () => void
  identify: (given: Asked['identify']) => Promise<object>
  /** Look and language at once; what is claimed of the visitor when the chat is there. */
  update: (given: WidgetOptions & Claims) => Promise<unknown>
  logout: (given?: Asked['logout']) => Promise<unknown>
  destroy: () => void
}

export type WidgetSettings = {
  inboxKey: string
  /** Fetches what stands behind the button, and begins its frame. Called at the first intent, and again after a failure. */
  fetchPanel: (panel: HTMLElement) => Promise<CreatePanel>
  options: WidgetOptions
  /** Reads what was kept under a name on this page. */
  read: (name: string) => string | null
  events: Events
  warn: (sentence: string) => void
}

/** What button and panel share. */
export type Core = WidgetSettings & {
  state: ViewState
  view: View
  draw: () => void
  load: () => void
  open: () => Promise<void>
  close: () => void
  /** The chat can be used. */
  ready: () => void
  /** Nothing came: the card says so. */
  fail: () => void
  destroy: () => void
}

/** What is slower than this is not coming. */
export const TIMEOUT_MS = 12_000

/** The button and, from the first intent on, the panel behind it. Before that: no request, no socket, no storage key. */
export function createWidget(settings: WidgetSettings): Widget {
  const { options, read, events, warn, fetchPanel } = settings
  const state: ViewState = {
    open: false,
    expanded: false,
    hidden: !!options.launcher,
    unread: 0,
    phase: 'empty',
    options: { ...options, ...remembered(read('look')) },
    asked: {},
  }
  let panel: Panel | undefined
  const arrived = Promise.withResolvers<Panel>()
  let timer = 0
  let gone = false
  /** Until the chat can be used. */
  let coming: PromiseWithResolvers<void> | undefined
  /** Another with each logout: what was said before is not said of who comes after. */
  let visit = 0
  /** Of the page's own, to have the focus back. */
  let launcher: HTMLElement | undefined
  let unfollow: (() => void) | undefined

  const view = drawView({
    onToggle: () => void toggle(),
    onIntent: load,
    onEscape: close,
    onRetry: again,
    onReturn: () => panel && again(),
  })
  const draw = () => view.draw(state)
  const core: Core = { ...settings, state, view, draw, load, open, close, ready, fail, destroy }

  function load() {
    if (gone || state.phase !== 'empty') return
    state.phase = 'loading'
    coming ??= Promise.withResolvers()
    draw()
    if (panel) return panel.load()
    timer = window.setTimeout(fail, TIMEOUT_MS)
    fetchPanel(view.panel()).then(begin, fail)
  }

  function begin(createPanel: CreatePanel) {
    clearTimeout(timer)
    if (gone || panel) return
    panel = createPanel(core)
    panel.load()
    arrived.resolve(panel)
  }

  function again() {
    panel?.drop()
    state.phase = 'empty'
    load()
  }

  function ready() {
    state.phase = 'ready'
    draw()
    coming?.resolve()
    coming = undefined
  }

  function fail() {
    if (gone) return
    clearTimeout(timer)
    state.phase = 'failed'
    draw()
    events.emit('error', { code: 'unreachable' })
  }

  async function open(): Promise<void> {
    if (gone) return
    if (state.phase === 'failed') again()
    load()
    if (!state.open) {
      state.open = true
      draw()
      events.emit('open', {})
    }
    panel?.shown()
    await coming?.promise
  }

  function close() {
    if (!state.open) return
    state.open = false
    draw()
    panel?.shown()
    ;(launcher ?? view.launcher).focus()
    events.emit('close', {})
  }

  const toggle = () => (state.open ? close() : open())

  function destroy() {
    close()
    gone = true
    clearTimeout(timer)
    panel?.remove()
    unfollow?.()
    removeEventListener('popstate', pop)
    view.remove()
    coming?.resolve()
  }

  const pop = (event: Event) => panel?.pop(event)

  const misread = (option: string) => warn(`does not understand the value of ${option}`)

  const setHidden = (hidden: boolean) => {
    state.hidden = hidden
    draw()
  }

  draw()
  addEventListener('popstate', pop) // now, because a router may listen later
  const { launcher: own } = options
  if (own && own !== 'hidden')
    try {
      unfollow = followLauncher(own, load, (element) => {
        launcher = element
        void toggle()
      })
    } catch {
      misread('launcher')
      setHidden(false)
    }
  // The frame notes that this customer has written: then it is connected at idle, for the badge. Safari knows no idle, and a page on
  // which nothing moves may have none.
  if (read('written')) {
    const whenIdle: typeof requestIdleCallback = window.requestIdleCallback ?? setTimeout
    whenIdle(load, { timeout: 2_000 })
  }

  const ask: Panel['ask'] = async (method, asked) => {
    const said = visit
    const there = await arrived.promise
    if (said === visit) return there.ask(method, asked)
    const code = 'logged_out'
    throw Object.assign(new Error(`${method}: ${code}`), { code })
  }
  return {
    open,
    close,
    toggle,
    show: () => setHidden(false),
    hide: () => setHidden(true),
    identify: (given) => ask('identify', given),
    async update({ name, email, attributes, ...look }: Claims) {
      Object.assign(state.asked, readOptions(look, misread))
      Object.assign(state.options, state.asked)
      draw()
      panel?.updated()
      if (name || email || attributes) return ask('update', { name, email, attributes })
    },
    async logout(given = {}) {
      visit++
      if (!panel && !read('session') && !read('look')) return
      load()
      return arrived.promise.then(({ logout }) => logout(given))
    },
    destroy,
  }
}

export function remembered(text: string | null): WidgetOptions {
  try {
    return readOptions(JSON.parse(`${text}`))
  } catch {
    return {} // not ours, or damaged: the attributes are good enough
  }
}
