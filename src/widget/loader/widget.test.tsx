import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { publishApi } from './api'
import { createEvents } from './events'
import { hostStorage } from './hostStorage'
import { start } from './main'
import type { WidgetOptions } from './protocol'
import { createWidget, type Widget } from './widget'

const KEY = `ibx_${'A'.repeat(22)}`
const ORIGIN = 'https://chat.example'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestIdleCallback', (task: () => void) => setTimeout(task, 50))
  // happy-dom would fetch the frame's page; here only what is said to it matters.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(function (this: HTMLIFrameElement, url) {
    this.dataset.src = url
  })
})

const widgets: Widget[] = []

afterEach(async () => {
  for (const widget of widgets.splice(0)) widget.destroy()
  await window.Causerie?.('destroy')
  localStorage.clear()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function given(options: WidgetOptions = { locale: 'en' }) {
  const events = createEvents()
  const warn = vi.fn<(sentence: string) => void>()
  const widget = createWidget({
    inboxKey: KEY,
    frameUrl: new URL('/widget.html', ORIGIN),
    options,
    storage: hostStorage(KEY, () => localStorage),
    events,
    warn,
  })
  widgets.push(widget)
  const said: { data: unknown; target: unknown }[] = []
  const frameWindow = { postMessage: (data: unknown, target: unknown) => said.push({ data, target }) }
  vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get').mockReturnValue(frameWindow as unknown as null)
  const frame = () => shadow().querySelector('iframe')
  return {
    widget,
    events,
    warn,
    said,
    frame,
    /** Somebody speaks: the frame at its origin, unless another origin or window is given. */
    hear: (message: object, origin = ORIGIN, source: unknown = frame()?.contentWindow) => {
      // An Event, because a MessageEvent takes no stand-in for a window.
      window.dispatchEvent(Object.assign(new Event('message'), { data: message, origin, source }))
    },
  }
}

const shadow = () => document.querySelector('causerie-chat')?.shadowRoot ?? expect.fail('the button is gone')
const launcher = () => shadow().querySelector<HTMLButtonElement>('.launcher') ?? expect.fail('no launcher')

test('before intent there is a button and nothing else: no frame, no storage key', () => {
  const { frame } = given()
  expect(launcher().ariaLabel).toBe('Open chat')
  expect(frame()).toBeNull()
  expect(localStorage).toHaveLength(0)
})

test.each(['pointerenter', 'pointerdown', 'focus'])('%s is intent: the frame is fetched, once', (intent) => {
  const { frame } = given()
  launcher().dispatchEvent(new Event(intent))
  launcher().dispatchEvent(new Event(intent))
  expect(shadow().querySelectorAll('iframe')).toHaveLength(1)
  expect(frame()?.dataset.src).toMatch(`${ORIGIN}/widget.html#inbox=${KEY}&host=`)
  expect(frame()?.title).toBe('Chat')
})

test('who has written before is connected at idle', () => {
  localStorage.setItem(`causerie:${KEY}:written`, '1')
  const { frame } = given()
  expect(frame()).toBeNull()
  vi.advanceTimersByTime(1_000)
  expect(frame()).not.toBeNull()
})

test('answers the frame at its exact origin, and no one else', () => {
  const { widget, hear, said } = given()
  void widget.open()
  hear({ type: 'hello' }, 'https://evil.example')
  hear({ type: 'hello' }, ORIGIN, window)
  hear({ type: 'nonsense' })
  expect(said).toEqual([])
  hear({ type: 'hello' })
  expect(said.slice(0, 1)).toMatchObject([
    { target: ORIGIN, data: { type: 'init', options: { locale: 'en' }, shown: { open: true, expanded: false } } },
  ])
})

test('keeps for the frame what it asks to keep, in the page’s storage', () => {
  const { widget, hear, said } = given()
  void widget.open()
  hear({ type: 'hello' })
  said.length = 0
  hear({ type: 'store', id: 7, op: 'set', name: 'session', value: 'secret' })
  expect(localStorage.getItem(`causerie:${KEY}:session`)).toBe('secret')
  hear({ type: 'store', id: 8, op: 'get', name: 'session', value: '' })
  hear({ type: 'store', id: 9, op: 'remove', name: 'session', value: '' })
  expect(localStorage.getItem(`causerie:${KEY}:session`)).toBeNull()
  expect(said.map(({ data }) => data)).toEqual([
    { type: 'stored', id: 7, value: null },
    { type: 'stored', id: 8, value: 'secret' },
    { type: 'stored', id: 9, value: null },
  ])
})

test('the badge counts, and its button says so in both languages', () => {
  const { widget, events, hear } = given({ locale: 'fr' })
  const heard: number[] = []
  events.on('unread', ({ count }) => heard.push(count))
  launcher().dispatchEvent(new Event('focus'))
  hear({ type: 'unread', count: 1 })
  expect(launcher().ariaLabel).toBe('Ouvrir le chat, 1 non lu')
  hear({ type: 'unread', count: 120 })
  hear({ type: 'unread', count: 120 })
  expect(launcher().ariaLabel).toBe('Ouvrir le chat, 120 non lus')
  expect(launcher().textContent).toBe('99+')
  expect(heard).toEqual([1, 120])
  widget.update({ locale: 'en' })
  expect(launcher().ariaLabel).toBe('Open chat, 120 unread')
  void widget.open()
  expect(launcher().ariaLabel).toBe('Close chat')
})

test('opens when ready, closes with the focus back on the button', async () => {
  const { widget, events, hear } = given()
  const heard: string[] = []
  events.on('open', () => heard.push('open'))
  events.on('close', () => heard.push('close'))
  const opened = widget.open()
  hear({ type: 'ready' })
  await opened
  hear({ type: 'close' })
  expect(shadow().activeElement).toBe(launcher())
  widget.close()
  expect(heard).toEqual(['open', 'close'])
})

test('Escape on the button closes', () => {
  const { widget } = given()
  void widget.open()
  launcher().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }))
  expect(launcher().ariaExpanded).toBe('false')
})

test('a frame that never speaks: a card, and another try', () => {
  const { widget, events, frame } = given()
  const errors: string[] = []
  events.on('error', ({ code }) => errors.push(code))
  void widget.open()
  vi.advanceTimersByTime(12_000)
  expect(frame()).toBeNull()
  expect(errors).toEqual(['unreachable'])
  expect(shadow().querySelector('.card')?.textContent).toContain('can’t be reached')
  shadow().querySelector<HTMLButtonElement>('.card button')?.click()
  expect(frame()).not.toBeNull()
})

test('an error page in the frame is found out sooner than silence', () => {
  const { widget, frame } = given()
  void widget.open()
  frame()?.dispatchEvent(new Event('load'))
  vi.advanceTimersByTime(3_000)
  expect(frame()).toBeNull()
})

test('an unknown key: the button goes, with a word to the developer, and stays gone', async () => {
  const { widget, warn, hear } = given()
  launcher().dispatchEvent(new Event('pointerenter'))
  hear({ type: 'unknown_inbox' })
  expect(document.querySelector('causerie-chat')).toBeNull()
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(KEY))
  await widget.open()
  expect(document.querySelector('iframe')).toBeNull()
})

test('a look once heard is worn on the next page', () => {
  const { hear } = given()
  launcher().dispatchEvent(new Event('focus'))
  hear({ type: 'look', look: { accent: '#1f6b52', locale: 'fr', side: 'nowhere' } })
  widgets.pop()?.destroy()
  given()
  expect(launcher().ariaLabel).toBe('Ouvrir le chat')
  expect(document.querySelector<HTMLElement>('causerie-chat')?.style.getPropertyValue('--accent')).toBe('#1f6b52')
})

test('what the page asks for is stronger than the inbox, and the customer’s own choice of language stronger still', () => {
  const { widget, hear, said } = given()
  widget.update({ accent: '#ffd43b', locale: 'en' })
  void widget.open()
  hear({ type: 'hello' })
  expect(said.at(-1)).toMatchObject({ data: { type: 'update', options: { accent: '#ffd43b' } } })
  hear({ type: 'look', look: { accent: '#1f6b52' } })
  expect(document.querySelector<HTMLElement>('causerie-chat')?.style.getPropertyValue('--accent')).toBe('#ffd43b')
  hear({ type: 'look', look: { locale: 'fr' } })
  expect(launcher().ariaLabel).toBe('Fermer le chat')
})

test('a page that swaps its body gets its button back', async () => {
  given()
  document.body.replaceWith(document.createElement('body'))
  await vi.runAllTimersAsync()
  expect(document.body.querySelector('causerie-chat')).not.toBeNull()
})

test('calls before load are answered in order; after it they give promises, and on its undo', async () => {
  const { widget, events, warn } = given()
  const heard: string[] = []
  window.Causerie = Object.assign(() => undefined, {
    q: [['on', 'open', () => heard.push('open')], ['open'], ['fly', 1]],
  })
  publishApi(widget, events, warn)
  expect(heard).toEqual(['open'])
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining('"fly"')))

  await window.Causerie('close')
  const undo = window.Causerie('on', 'open', () => heard.push('again')) as () => void
  undo()
  undo()
  void window.Causerie('open')
  expect(heard).toEqual(['open', 'open'])
  await expect(window.Causerie('constructor')).rejects.toThrow('no method')
})

test('destroy leaves nothing behind', async () => {
  const { widget, events, warn } = given()
  publishApi(widget, events, warn)
  void widget.open()
  await window.Causerie?.('destroy')
  expect(document.querySelector('causerie-chat')).toBeNull()
  expect(window.Causerie).toBeUndefined()
  vi.runAllTimers()
  expect(document.querySelector('iframe')).toBeNull()
})

test('who listens for ready late hears it too; a listener that throws disturbs nobody', async () => {
  const events = createEvents()
  const reported = vi.fn<(error: unknown) => void>()
  vi.stubGlobal('reportError', reported)
  const heard = vi.fn<() => void>()
  events.on('ready', () => {
    throw new Error('the host’s own')
  })
  events.on('ready', heard)
  events.emit('ready', {})
  events.on('ready', heard)
  await Promise.resolve()
  expect(heard).toHaveBeenCalledTimes(2)
  expect(reported).toHaveBeenCalledTimes(1)
})

function script(inboxKey: string): HTMLScriptElement {
  const made = document.createElement('script')
  made.dataset.inbox = inboxKey
  Object.defineProperty(made, 'src', { value: `${ORIGIN}/widget.js` })
  return made
}

test('a malformed key draws nothing and says so in the console', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  start(script('nonsense'))
  start(null)
  expect(document.querySelector('causerie-chat')).toBeNull()
  expect(warned).toHaveBeenCalledTimes(2)
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('data-inbox'))
})

test('an attribute that can’t be taken is said in the console, and costs nothing else', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const made = script(KEY)
  Object.assign(made.dataset, { accent: 'teal', locale: 'de', side: 'top', theme: '', other: 'x' })
  start(made)
  expect(warned.mock.calls.map(([sentence]) => sentence)).toEqual([
    'Causerie does not understand the value of data-locale',
    'Causerie does not understand the value of data-accent',
    'Causerie does not understand the value of data-side',
  ])
  expect(launcher().ariaLabel).toBe('Open chat')
})

test('the README’s own colour is worn', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const made = script(KEY)
  made.dataset.accent = '#0a7'
  start(made)
  expect(warned).not.toHaveBeenCalled()
  expect(document.querySelector<HTMLElement>('causerie-chat')?.style.getPropertyValue('--accent')).toBe('#0a7')
})

test('an option that can’t be taken at run time is said too', () => {
  const { widget, warn } = given()
  widget.update({ theme: 'dim', accent: '#123456' })
  expect(warn).toHaveBeenCalledWith('does not understand the value of theme')
})

test('the second script on a page is ignored, with a word', () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  start(script(KEY))
  expect(warned).not.toHaveBeenCalled()
  start(script(KEY))
  expect(document.querySelectorAll('causerie-chat')).toHaveLength(1)
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('already'))
})
