import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { card, cleanUp, given, host, KEY, launcher, ORIGIN, prepare, settle, shadow, widgets, worn } from './testing'

beforeEach(prepare)
afterEach(cleanUp)

test('before intent there is a button and nothing else: no script, no frame, no storage key', async () => {
  const { frame, fetched } = given()
  await vi.runAllTimersAsync()
  expect(launcher().ariaLabel).toBe('Open chat')
  expect(fetched).not.toHaveBeenCalled()
  expect(frame()).toBeNull()
  expect(localStorage).toHaveLength(0)
  // Nor what it would wear and show: each element and style is paid for by every page.
  expect(shadow().querySelectorAll('*')).toHaveLength(2)
  expect(shadow().adoptedStyleSheets).toHaveLength(1)
})

test.each(['pointerenter', 'focus'])('%s is intent: panel and frame are fetched, once', async (intent) => {
  const { frame, fetched, intend } = given()
  await Promise.all([intend(intent), intend(intent)])
  expect(fetched).toHaveBeenCalledTimes(1)
  expect(shadow().querySelectorAll('iframe')).toHaveLength(1)
  expect(frame()?.dataset.src).toMatch(`${ORIGIN}/widget.html#inbox=${KEY}&host=`)
  expect(frame()?.title).toBe('Chat')
})

test('who has written before is connected at idle', async () => {
  localStorage.setItem(`causerie:${KEY}:written`, '1')
  const { frame } = given()
  expect(frame()).toBeNull()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(frame()).not.toBeNull()
})

test('the badge counts, and its button says so in both languages', async () => {
  const { widget, events, hear, intend } = given({ locale: 'fr' })
  const heard: number[] = []
  events.on('unread', ({ count }) => heard.push(count))
  await intend()
  hear({ type: 'unread', count: 1 })
  expect(launcher().ariaLabel).toBe('Ouvrir le chat, 1 non lu')
  hear({ type: 'unread', count: 120 })
  hear({ type: 'unread', count: 120 })
  expect(launcher().ariaLabel).toBe('Ouvrir le chat, 120 non lus')
  expect(launcher().textContent).toBe('99+')
  expect(heard).toEqual([1, 120])
  await widget.update({ locale: 'en' })
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
  await settle()
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

test('a frame that never speaks: a card with another try and the inbox’s address', async () => {
  const { events, frame, open } = given({ locale: 'en', email: 'hello@filou.example' })
  const errors: string[] = []
  events.on('error', ({ code }) => errors.push(code))
  await open()
  await vi.advanceTimersByTimeAsync(12_000)
  expect(frame()).toBeNull()
  expect(errors).toEqual(['unreachable'])
  expect(card().textContent).toContain('can’t be reached')
  expect(card().querySelector('a')?.href).toBe('mailto:hello@filou.example')
  card().querySelector('button')?.click()
  expect(frame()).not.toBeNull()
  expect(card().textContent).toBe('')
})

test('an error page in the frame is found out sooner than silence', async () => {
  const { frame, open } = given()
  await open()
  frame()?.dispatchEvent(new Event('load'))
  await vi.advanceTimersByTimeAsync(3_000)
  expect(frame()).toBeNull()
})

test('a frame that the page’s policy refuses is given up at once', async () => {
  const { frame, open } = given()
  await open()
  const violation = { effectiveDirective: 'frame-src', disposition: 'enforce', blockedURI: ORIGIN }
  const violate = (fields: object) =>
    document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { ...violation, ...fields }))
  violate({ blockedURI: 'https://elsewhere.example' })
  violate({ disposition: 'report' })
  expect(frame()).not.toBeNull()
  violate({})
  expect(frame()).toBeNull()
  expect(card().querySelector('button')?.textContent).toBe('Try again')
})

test('a panel that can’t be fetched: the same card, and another try fetches it again', async () => {
  const { open, fetched } = given({ locale: 'en' }, () => Promise.reject(new Error('blocked')))
  await open()
  expect(card().textContent).toContain('can’t be reached')
  card().querySelector('button')?.click()
  await settle()
  expect(fetched).toHaveBeenCalledTimes(2)
  expect(card().textContent).toContain('can’t be reached')
})

test('a panel that is still on its way after twelve seconds: the card; late, it is welcome with the next try only', async () => {
  const late = Promise.withResolvers<never>()
  const { open, frame } = given({ locale: 'en' }, () => late.promise)
  await open()
  await vi.advanceTimersByTimeAsync(12_000)
  expect(card().textContent).toContain('can’t be reached')
  late.reject(new Error('gone'))
  await settle()
  expect(frame()).toBeNull()
})

test('an unknown key: the button goes, with a word to the developer, and stays gone', async () => {
  const { widget, warn, hear, intend } = given()
  await intend()
  hear({ type: 'unknown_inbox' })
  expect(document.querySelector('causerie-chat')).toBeNull()
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(KEY))
  await widget.open()
  expect(document.querySelector('iframe')).toBeNull()
})

test('a look once heard is worn on the next page, and so is the address kept', async () => {
  const { hear, intend } = given()
  await intend()
  hear({ type: 'look', look: { accent: '#1f6b52', locale: 'fr', side: 'nowhere', email: 'a@b.example' } })
  widgets.pop()?.destroy()
  const next = given({ locale: 'en' }, () => Promise.reject(new Error('down')))
  expect(launcher().ariaLabel).toBe('Ouvrir le chat')
  expect(worn().getPropertyValue('--accent')).toBe('#1f6b52')
  await next.open()
  expect(card().querySelector('a')?.textContent).toBe('a@b.example')
})

test('what the page asks for is stronger than the inbox, and the customer’s own choice of language stronger still', async () => {
  const { widget, hear, said, open } = given()
  await widget.update({ accent: '#ffd43b', locale: 'en' })
  await open()
  hear({ type: 'hello', again: false })
  expect(said.at(-1)).toMatchObject({ data: { type: 'update', options: { accent: '#ffd43b' } } })
  hear({ type: 'look', look: { accent: '#1f6b52' } })
  expect(worn().getPropertyValue('--accent')).toBe('#ffd43b')
  hear({ type: 'look', look: { locale: 'fr' } })
  expect(launcher().ariaLabel).toBe('Fermer le chat')
})

test('offset, layer and side are the page’s to say', async () => {
  const { widget } = given({ offset: '24 80', zIndex: '7', side: 'left' })
  const style = worn()
  expect([style.getPropertyValue('--x'), style.getPropertyValue('--y'), style.zIndex]).toEqual(['24px', '80px', '7'])
  expect(shadow().querySelector<HTMLElement>('[data-phase]')?.dir).toBe('rtl')
  await widget.update({ offset: 12 })
  expect([style.getPropertyValue('--x'), style.getPropertyValue('--y')]).toEqual(['12px', '12px'])
})

test('a page that swaps its body keeps the button as it is', async () => {
  given()
  const button = host()
  document.body.replaceWith(document.createElement('body'))
  await vi.runAllTimersAsync()
  expect(host()).toBe(button)
})

test('a page that drops the button gets it back, with a frame that begins anew', async () => {
  const { open, said, hear, frame } = given()
  await open()
  hear({ type: 'hello', again: false })
  hear({ type: 'ready' })
  const before = frame()
  host().remove()
  await vi.advanceTimersByTimeAsync(100)
  expect(host().isConnected).toBe(true)
  expect(frame()).not.toBe(before)
  said.length = 0
  hear({ type: 'hello', again: false })
  expect(said[0]).toMatchObject({ data: { type: 'init', shown: { open: true } } })
})

test('destroy leaves nothing behind', async () => {
  const { widget, open } = given()
  await open()
  widget.destroy()
  expect(document.querySelector('causerie-chat')).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
  document.documentElement.append(document.createElement('i'))
  await vi.runAllTimersAsync()
  expect(document.querySelector('causerie-chat')).toBeNull()
})
