import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { frameIn, frameUrl } from './frameElement'
import { hostStorage } from './hostStorage'
import { createPanel, type CreatePanel } from './panel'
import { cleanUp, given, KEY, launcher, ORIGIN, prepare, settle } from './testing'

const panelOf: CreatePanel = (core) =>
  createPanel(
    core,
    frameUrl(ORIGIN, KEY),
    hostStorage(KEY, () => localStorage),
  )

beforeEach(prepare)
afterEach(cleanUp)

test('answers the frame at its exact origin, and no one else', async () => {
  const { hear, said, open } = given()
  await open()
  hear({ type: 'hello', again: false }, 'https://evil.example')
  hear({ type: 'hello', again: false }, ORIGIN, window)
  hear({ type: 'nonsense' })
  expect(said).toEqual([])
  hear({ type: 'hello', again: false })
  expect(said.slice(0, 1)).toMatchObject([
    { target: ORIGIN, data: { type: 'init', options: { locale: 'en' }, shown: { open: true, expanded: false } } },
  ])
})

test('a frame that greeted before anybody listened is answered when it greets again, and once', async () => {
  const { hear, said, open } = given()
  await open()
  const hello = (again: boolean) => {
    said.length = 0
    hear({ type: 'hello', again })
    return said.map(({ data }) => data.type)
  }
  expect(hello(true)).toEqual(['init', 'update'])
  expect(hello(true)).toEqual([])
  expect(hello(false)).toEqual(['init', 'update']) // another page in the same frame
})

test('a frame that is under way already is taken as it is', async () => {
  const url = frameUrl(ORIGIN, KEY)
  const late = Promise.withResolvers<CreatePanel>()
  const { hear, said, open, frame } = given({ locale: 'en' }, (panel) => {
    frameIn(panel, url)
    return late.promise
  })
  await open()
  const early = frame()
  expect(early?.dataset.src).toBe(url.href)
  late.resolve(panelOf)
  await settle()
  expect(frame()).toBe(early)
  hear({ type: 'hello', again: true })
  expect(said[0]).toMatchObject({ data: { type: 'init' } })
})

test('an error page that was there before anybody listened is found out as soon', async () => {
  const { open, frame } = given({ locale: 'en' }, (panel) => {
    frameIn(panel, frameUrl(ORIGIN, KEY)).dispatchEvent(new Event('load'))
    return Promise.resolve(panelOf)
  })
  await open()
  expect(frame()).not.toBeNull()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(frame()).toBeNull()
})

test('keeps for the frame what it asks to keep, in the page’s storage', async () => {
  const { hear, said, open } = given()
  await open()
  hear({ type: 'hello', again: false })
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

test('a name before intent makes no request: the newest is kept, and said when the frame listens', async () => {
  const { widget, fetched, said, hear, open } = given()
  const first = widget.identify({ token: 'one' })
  const second = widget.identify({ token: 'two' })
  await vi.runAllTimersAsync()
  expect(fetched).not.toHaveBeenCalled()
  await open()
  hear({ type: 'hello', again: false })
  const calls = () => said.map(({ data }) => data).filter(({ type }) => type === 'call')
  expect(calls()).toMatchObject([{ method: 'identify', given: { token: 'two' } }])
  const contact = { id: 'c', name: 'Alice' }
  hear({ type: 'answer', id: calls()[0]?.id, code: '', value: contact })
  expect(await Promise.all([first, second])).toEqual([contact, contact])
})

test('a name refused is told with its code', async () => {
  const { widget, said, hear, open } = given()
  await open()
  hear({ type: 'hello', again: false })
  const named = widget.identify({ token: 'x' })
  await settle()
  hear({ type: 'answer', id: said.at(-1)?.data.id, code: 'token_expired', value: {} })
  await expect(named).rejects.toMatchObject({ code: 'token_expired' })
})

test('[IDENTITY-10] who has logged out since is not named when the chat comes; who comes after is', async () => {
  const { widget, said, hear, open, fetched } = given()
  const gone = widget.identify({ token: 'gone' }).catch((error: { code: string }) => error.code)
  await widget.logout()
  expect(fetched).not.toHaveBeenCalled()
  void widget.identify({ token: 'next' })
  await open()
  hear({ type: 'hello', again: false })
  expect(await gone).toBe('logged_out')
  const calls = () => said.map(({ data }) => data).filter(({ type }) => type === 'call')
  expect(calls()).toMatchObject([{ method: 'identify', given: { token: 'next' } }])
})

test('[IDENTITY-10] named, logged out and named again before the frame listens: the last name stands', async () => {
  localStorage.setItem(`causerie:${KEY}:session`, 's')
  const { widget, said, hear, open } = given()
  await open()
  const gone = widget.identify({ token: 'gone' }).catch((error: { code: string }) => error.code)
  await settle()
  void widget.logout()
  void widget.identify({ token: 'next' })
  await settle()
  hear({ type: 'hello', again: false })
  expect(await gone).toBe('logged_out')
  const calls = said.map(({ data }) => data).filter(({ type }) => type === 'call')
  expect(calls).toMatchObject([{ method: 'logout' }, { method: 'identify', given: { token: 'next' } }])
})

test('claims wait for the frame, looks don’t', async () => {
  const { widget, said, hear, intend } = given()
  const told = widget.update({ name: 'Alice', locale: 'fr' })
  expect(launcher().ariaLabel).toBe('Ouvrir le chat')
  await intend()
  hear({ type: 'hello', again: false })
  await settle()
  const call = said.find(({ data }) => data.type === 'call')?.data
  expect(call).toMatchObject({ method: 'update', given: { name: 'Alice' } })
  hear({ type: 'answer', id: call?.id, code: '', value: {} })
  await told
})

test('logging out wipes the device, takes the frame away and closes; before intent it has nothing to do', async () => {
  const { widget, fetched, said, hear, frame, open } = given()
  await widget.logout()
  expect(fetched).not.toHaveBeenCalled()
  localStorage.setItem('shop', 'kept')
  await open()
  hear({ type: 'hello', again: false })
  hear({ type: 'store', id: 1, op: 'set', name: 'session', value: 's' })
  hear({ type: 'unread', count: 2 })
  const out = widget.logout({ everywhere: true })
  await settle()
  expect(said.at(-1)).toMatchObject({ data: { method: 'logout', given: { everywhere: true } } })
  hear({ type: 'answer', id: said.at(-1)?.data.id, code: '', value: {} })
  await out
  expect(Object.keys(localStorage)).toEqual(['shop'])
  expect(frame()).toBeNull()
  expect(launcher().ariaLabel).toBe('Open chat')
})

test('a session of an earlier page is told before it is forgotten; wiped also when nobody can be told', async () => {
  localStorage.setItem(`causerie:${KEY}:session`, 's')
  const { widget, frame } = given()
  const refused = widget.logout().catch((error: { code: string }) => error.code)
  await settle()
  expect(frame()).not.toBeNull()
  await vi.advanceTimersByTimeAsync(12_000)
  expect(await refused).toBe('unreachable')
  expect(localStorage).toHaveLength(0)
  expect(frame()).toBeNull()
})

test('who logs out in another tab has logged out here', async () => {
  const { frame, open } = given()
  await open()
  window.dispatchEvent(new StorageEvent('storage', { key: `causerie:${KEY}:look`, newValue: null }))
  expect(frame()).not.toBeNull()
  window.dispatchEvent(new StorageEvent('storage', { key: `causerie:${KEY}:session`, newValue: null }))
  expect(frame()).toBeNull()
})
