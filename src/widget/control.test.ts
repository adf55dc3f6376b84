import { expect, test, vi } from 'vitest'
import { createControl, NO_CHAT } from './control'

test('what is sent before the chat is loaded loads it, waits, and goes in order', () => {
  const control = createControl()
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
  const control = createControl()
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
