import type { Events } from './events'
import type { Frame } from './frame'
import { openFrame } from './frame'
import { FULL_SCREEN } from './look'
import type { HostStorage } from './hostStorage'
import type { FromFrame, HostPage, WidgetOptions } from './protocol'
import { readOptions } from './protocol'
import type { ViewState } from './view'
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
  update: (options: unknown) => void
  destroy: () => void
}

export type WidgetSettings = {
  inboxKey: string
  /** `widget.html`, beside the script that drew the button. */
  frameUrl: URL
  options: WidgetOptions
  storage: HostStorage
  events: Events
  warn: (sentence: string) => void
}

/** The name under which a frame notes that this customer has written: then it is connected at idle, for the badge. */
const WRITTEN = 'written'
const LOOK = 'look'

/** The button and, from the first intent on, the frame behind it. Before that: no request, no socket, no storage key. */
export function createWidget({ inboxKey, frameUrl, options, storage, events, warn }: WidgetSettings): Widget {
  const state: ViewState = {
    open: false,
    expanded: false,
    hidden: false,
    unread: 0,
    phase: 'empty',
    options: { ...options, ...remembered(storage) },
  }
  let frame: Frame | null = null
  let opened: (() => void)[] = []
  let gone = false
  /** What the host's page has asked for at run time: stronger than what the inbox says. */
  let asked: WidgetOptions = {}
  const view = drawView({
    onToggle: () => void toggle(),
    onIntent: load,
    onEscape: close,
    onRetry: () => {
      drop()
      load()
    },
  })
  const fullScreen = matchMedia(FULL_SCREEN)
  const draw = () => view.draw(state)
  const page = (): HostPage => ({ url: location.href, title: document.title, referrer: document.referrer })

  function load() {
    if (frame || gone) return
    const url = new URL(frameUrl)
    url.hash = new URLSearchParams({ inbox: inboxKey, host: location.origin }).toString()
    state.phase = 'loading'
    frame = openFrame(view.panel, url, { onMessage: hear, onSilence: fail })
    draw()
  }

  function drop() {
    frame?.remove()
    frame = null
    state.phase = 'empty'
  }

  function fail() {
    drop()
    state.phase = 'failed'
    draw()
    events.emit('error', { code: 'unreachable' })
  }

  function hear(message: FromFrame) {
    switch (message.type) {
      case 'hello':
        frame?.say({ type: 'init', options: state.options, ...shown() })
        frame?.say({ type: 'update', options: asked })
        return
      case 'ready':
        state.phase = 'ready'
        draw()
        if (state.open) frame?.focus()
        for (const resolve of opened) resolve()
        opened = []
        return
      case 'unknown_inbox':
        warn(`there is no inbox ${inboxKey}: check data-inbox`)
        events.emit('error', { code: 'unknown_inbox' })
        destroy()
        return
      case 'unread':
        if (message.count !== state.unread) events.emit('unread', { count: message.count })
        state.unread = message.count
        draw()
        return
      case 'close':
        close()
        return
      case 'expand':
        state.expanded = message.expanded
        draw()
        tellShown()
        return
      case 'look': {
        const look = readOptions(message.look)
        storage.set(LOOK, JSON.stringify({ ...remembered(storage), ...look }))
        asked = { ...asked, ...(look.locale && { locale: look.locale }) } // the customer's own choice is stronger still
        state.options = { ...state.options, ...look, ...asked }
        draw()
        return
      }
      case 'store': {
        const { id, op, name, value } = message
        if (op === 'set') storage.set(name, value)
        else if (op === 'remove') storage.remove(name)
        frame?.say({ type: 'stored', id, value: op === 'get' ? storage.get(name) : null })
        return
      }
      case 'event':
        events.emit(message.name, message.detail as never)
        return
      default:
        message satisfies never
    }
  }

  const shown = () => ({
    shown: { open: state.open, expanded: state.expanded, fills: fullScreen.matches },
    page: page(),
  })
  const tellShown = () => frame?.say({ type: 'shown', ...shown() })

  function open(): Promise<void> {
    if (gone) return Promise.resolve()
    if (state.phase === 'failed') drop()
    load()
    if (!state.open) {
      state.open = true
      draw()
      events.emit('open', {})
      tellShown()
    }
    if (state.phase === 'ready') {
      frame?.focus()
      return Promise.resolve()
    }
    return new Promise((resolve) => opened.push(resolve))
  }

  function close() {
    if (!state.open) return
    state.open = false
    draw()
    tellShown()
    view.focusLauncher()
    events.emit('close', {})
  }

  const toggle = () => (state.open ? close() : open())

  function destroy() {
    gone = true
    fullScreen.onchange = null
    drop()
    view.remove()
  }

  draw()
  fullScreen.onchange = tellShown
  if (storage.get(WRITTEN)) atIdle(load)

  return {
    open,
    close,
    toggle,
    show() {
      state.hidden = false
      draw()
    },
    hide() {
      state.hidden = true
      draw()
    },
    update(given: unknown) {
      asked = { ...asked, ...readOptions(given, (name) => warn(`does not understand the value of ${name}`)) }
      state.options = { ...state.options, ...asked }
      draw()
      frame?.say({ type: 'update', options: asked })
    },
    destroy,
  }
}

function remembered(storage: HostStorage): WidgetOptions {
  try {
    return readOptions(JSON.parse(storage.get(LOOK) ?? '{}'))
  } catch {
    return {} // not ours, or damaged: the attributes are good enough
  }
}

function atIdle(task: () => void): void {
  const idle = window.requestIdleCallback ?? ((later: () => void) => setTimeout(later, 1000)) // Safari has none
  idle(task)
}
