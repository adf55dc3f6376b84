import { afterEach, expect, test, vi } from 'vitest'
import { createControl, NO_CHAT } from './control'
import type { Call } from './loader/protocol'
import { pageStorage, sessionName } from './pageStorage'

const KEY = `ibx_${'A'.repeat(22)}`

afterEach(() => pageStorage(KEY).wipe())

test('what is sent before the chat is loaded loads it, waits, and goes in order', () => {
  const control = createControl(KEY)
  const load = vi.fn<() => void>()
  control.send('before there is a widget')
  control.attach({ open: () => undefined, close: () => undefined, load })
  expect(load).toHaveBeenCalledTimes(1)
  control.send('before there is a chat', 'c')
  const send = vi.fn<(text: string, conversationId?: string) => void>()
  control.attachChat(send)
  control.send('at once')
  expect(send.mock.calls).toEqual([['before there is a widget'], ['before there is a chat', 'c'], ['at once']])
})

test('toggling follows what is shown; a widget that goes leaves nothing to see', () => {
  const control = createControl(KEY)
  const open = vi.fn<() => void>()
  const close = vi.fn<() => void>()
  const detach = control.attach({ open, close, load: () => undefined })
  control.toggle()
  control.report({ isOpen: true, unread: 2 })
  control.toggle()
  expect([open, close].map((called) => called.mock.calls.length)).toEqual([1, 1])
  expect(control.state.get()).toMatchObject({ isOpen: true, unread: 2 })
  detach()
  detach()
  expect(control.state.get()).toEqual(NO_CHAT)
})

/** What stands behind the panel: hears calls, and answers each at once. */
const identity = () =>
  vi.fn<(call: Call) => Promise<{ code: string; value: object }>>(async () => ({ code: '', value: { id: 'c' } }))
const asked = (answer: ReturnType<typeof identity>) => answer.mock.calls.map(([{ method, given }]) => [method, given])

test('a name waits for the chat, and is asked once, however often the panel is drawn anew', async () => {
  const control = createControl(KEY)
  const load = vi.fn<() => void>()
  control.attach({ open: () => undefined, close: () => undefined, load })
  const first = control.identify({ token: 'one' })
  const second = control.identify({ token: 'two' })
  expect(load).not.toHaveBeenCalled()
  const answer = identity()
  control.attachIdentity(answer)()
  control.attachIdentity(answer)
  expect(await Promise.all([first, second])).toEqual([{ id: 'c' }, { id: 'c' }])
  expect(asked(answer)).toEqual([['identify', { token: 'two' }]])
})

test('a token handed over with each render is asked once; refused for a fault that passes, it may come again', async () => {
  const control = createControl(KEY)
  const answer = identity()
  answer.mockResolvedValueOnce({ code: 'network', value: {} })
  control.attachIdentity(answer)
  await expect(control.identifyOnce('one')).rejects.toMatchObject({ code: 'network' })
  for (let render = 0; render < 2; render++) await control.identifyOnce('one')
  expect(asked(answer)).toEqual([
    ['identify', { token: 'one' }],
    ['identify', { token: 'one' }],
  ])
})

test('logging out: told where a session is known, forgotten in any case, and nothing that was asked before is said', async () => {
  const control = createControl(KEY)
  const load = vi.fn<() => void>()
  control.attach({ open: () => undefined, close: () => undefined, load })
  const stored = pageStorage(KEY)
  stored.set('outbox', 'unsent')
  const gone = control.identify({ token: 'gone' }).catch((error: { code: string }) => error.code)
  control.send('theirs')
  load.mockClear()
  await control.logout()
  expect(await gone).toBe('logged_out')
  expect([load.mock.calls.length, control.visit.get(), stored.get('outbox')]).toEqual([0, 0, null])

  stored.set(sessionName(KEY), 'theirs')
  const out = control.logout({ everywhere: true })
  expect(load).toHaveBeenCalledTimes(1)
  const answer = identity()
  control.attachIdentity(answer)
  await out
  expect(asked(answer)).toEqual([['logout', { everywhere: true }]])
  expect([control.visit.get(), stored.get(sessionName(KEY))]).toEqual([1, null])
  const send = vi.fn<() => void>()
  control.attachChat(send)
  expect(send).not.toHaveBeenCalled()
})

test('where the chat can’t come the visitor is forgotten all the same', async () => {
  const control = createControl(KEY)
  pageStorage(KEY).set(sessionName(KEY), 'theirs')
  const out = control.logout().catch((error: { code: string }) => error.code)
  control.fail()
  expect(await out).toBe('unreachable')
  expect([control.visit.get(), pageStorage(KEY).get(sessionName(KEY))]).toEqual([1, null])
})
