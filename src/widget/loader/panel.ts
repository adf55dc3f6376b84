import { createBack } from './back'
import { createCalls } from './calls'
import { element } from './element'
import type { Frame } from './frame'
import { openFrame } from './frame'
import type { HostStorage } from './hostStorage'
import { notify } from './notification'
import { createPageTitle } from './pageTitle'
import { createPreview } from './preview'
import { FULL_SCREEN, PANEL_CSS } from './panelLook'
import type { Asked, FromFrame } from './protocol'
import { readOptions } from './protocol'
import { remembered, type Core } from './widget'

/** What stands behind the button from the first intent on: the frame, and what is between it and the page. */
export type Panel = {
  /** Opens the frame. */
  load: () => void
  /** Takes it away; what was asked of it waits. */
  drop: () => void
  /** Opened or closed. */
  shown: () => void
  /** The page has asked for another look. */
  updated: () => void
  ask: <Method extends keyof Asked>(method: Method, given: Asked[Method]) => Promise<object>
  logout: (given: Asked['logout']) => Promise<void>
  /** Hears the page's `popstate`. */
  pop: (event: Event) => void
  remove: () => void
}

export type CreatePanel = (core: Core) => Panel

/**
 * @param url of the chat's own page
 * @param storage the host page's
 */
export function createPanel(core: Core, url: URL, storage: HostStorage): Panel {
  const { state, view, draw, events, inboxKey, warn } = core
  const end = new AbortController()
  const calls = createCalls()
  const back = createBack(core.close)
  const fullScreen = matchMedia(FULL_SCREEN)
  const viewport = window.visualViewport
  const title = createPageTitle()
  const badge = element('span', { className: 'badge' })
  const preview = createPreview(view, () => void core.open())
  let frame: Frame | null = null

  const sight = () => ({
    shown: { open: state.open, expanded: state.expanded, fills: fullScreen.matches },
    page: { url: location.href, title: document.title, referrer: document.referrer },
  })
  const tellSight = () => frame?.say({ type: 'shown', ...sight() })

  // On a phone the panel keeps to what the keyboard leaves of the screen.
  const fit = () => {
    if (!state.open || !viewport) return
    view.style.setProperty('--visible', `${viewport.height}px`)
    view.style.setProperty('--above', `${viewport.offsetTop}px`)
  }

  function load() {
    frame = openFrame(view.panel(), url, {
      onMessage: hear,
      onSilence() {
        drop()
        calls.fail('unreachable')
        core.fail()
      },
    })
    shown()
  }

  function drop() {
    frame?.remove()
    frame = null
    calls.disconnect()
  }

  function hear(message: FromFrame) {
    switch (message.type) {
      case 'hello':
        frame?.say({ type: 'init', options: state.options, ...sight() })
        frame?.say({ type: 'update', options: state.asked })
        if (frame) calls.connect(frame.say)
        return
      case 'ready':
        core.ready()
        if (state.open) frame?.focus()
        return
      case 'unknown_inbox':
        warn(`there is no inbox ${inboxKey} here: check data-inbox`)
        events.emit('error', { code: 'unknown_inbox' })
        core.destroy()
        return
      case 'unread':
        showUnread(message.count)
        return
      case 'preview':
        preview(message)
        return
      case 'notify':
        notify(message, () => void core.open())
        return
      case 'close':
        core.close()
        return
      case 'expand':
        state.expanded = message.expanded
        draw()
        tellSight()
        return
      case 'look': {
        const look = readOptions(message.look)
        storage.set('look', JSON.stringify({ ...remembered(storage.get('look')), ...look }))
        if (look.locale) state.asked.locale = look.locale // the customer's own choice is stronger still
        Object.assign(state.options, look, state.asked)
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
      case 'answer':
        calls.answer(message.id, message.code, message.value)
        return
      default:
        message satisfies never
    }
  }

  function shown() {
    fit()
    if (state.open && state.phase === 'ready') frame?.focus()
    if (!state.open) back.leave()
    else if (fullScreen.matches) back.enter()
    tellSight()
  }

  function showUnread(count: number) {
    if (count !== state.unread) events.emit('unread', { count })
    state.unread = count
    badge.textContent = count < 1 ? '' : count > 99 ? '99+' : `${count}`
    title.show(count)
    draw()
  }

  /** As if this visitor had never been here. */
  function forget() {
    core.close()
    drop()
    state.phase = 'empty'
    preview(null)
    showUnread(0)
  }

  view.wear(PANEL_CSS)
  view.launcher.append(badge)
  fullScreen.addEventListener('change', tellSight, end)
  viewport?.addEventListener('resize', fit, end)
  viewport?.addEventListener('scroll', fit, end)
  // A page that moves on without loading (History API): the chat knows where the customer is. Where the browser tells.
  ;(window as { navigation?: EventTarget }).navigation?.addEventListener('currententrychange', tellSight, end)
  // Who logs out in one tab has logged out in all.
  window.addEventListener(
    'storage',
    ({ key, newValue }) => {
      if (frame && newValue === null && key === `causerie:${inboxKey}:session`) forget()
    },
    end,
  )

  return {
    load,
    drop,
    shown,
    updated: () => frame?.say({ type: 'update', options: state.asked }),
    ask: calls.ask,
    pop: back.pop,
    async logout(given) {
      try {
        await calls.ask('logout', given)
      } finally {
        storage.wipe()
        forget()
      }
    },
    remove() {
      drop()
      title.remove()
      end.abort()
    },
  }
}
