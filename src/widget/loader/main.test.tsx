import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { publishApi } from './api'
import type { Causerie } from './causerie'
import { createEvents } from './events'
import { start } from './main'
import { cleanUp, given, host, KEY, launcher, ORIGIN, prepare, worn } from './testing'

beforeEach(prepare)
afterEach(cleanUp)

const api = () => window.Causerie ?? expect.fail('not published')

test('calls before load are answered in order; after it they give promises, and on its undo', async () => {
  const { widget, events, warn } = given()
  const heard: string[] = []
  const stub = Object.assign(() => undefined, {
    q: [['on', 'open', () => heard.push('open')], ['open'], ['fly', 1]],
  })
  window.Causerie = stub as unknown as Causerie
  publishApi(widget, events, warn)
  expect(heard).toEqual(['open'])
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining('"fly"')))

  await api()('close')
  const undo = api()('on', 'open', () => heard.push('again'))
  undo()
  undo()
  void api()('open')
  expect(heard).toEqual(['open', 'open'])
  await expect(api()('constructor' as 'open')).rejects.toThrow('no method')
})

test('destroyed, the page has its name back, and may begin anew', async () => {
  const { widget, events, warn } = given()
  publishApi(widget, events, warn)
  await api()('destroy')
  expect(document.querySelector('causerie-chat')).toBeNull()
  expect(window.Causerie).toBeUndefined()
  start(script(KEY))
  expect(host().isConnected).toBe(true)
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
  expect(worn().getPropertyValue('--accent')).toBe('#0a7')
})

test('an option that can’t be taken at run time is said too', async () => {
  const { widget, warn } = given()
  await widget.update({ theme: 'dim' as 'dark', accent: '#123456' })
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
