import { useMemo, useSyncExternalStore } from 'react'
import { createStore } from '@/lib/store'
import { NO_CHAT } from '@/widget/control'
import { controlOf, firstControl, present } from './controls'
import type { Chat } from './index'

const nothing = () => undefined
/** No widget is on the page yet: what is to be kept waits for the first one. */
const NOBODY: Omit<Chat, keyof typeof NO_CHAT> & { state: ReturnType<typeof createStore<typeof NO_CHAT>> } = {
  state: createStore(NO_CHAT),
  open: nothing,
  close: nothing,
  toggle: nothing,
  send: (...given) => void firstControl().then(({ send }) => send(...given)),
  identify: (given) => firstControl().then(({ identify }) => identify(given)),
  update: (given) => firstControl().then(({ update }) => update(given)),
  logout: (given) => firstControl().then(({ logout }) => logout(given)),
}
const first = () => present.get()[0]
const none = () => undefined

/** The chat on this page, from any component: of this inbox, else of the first `ChatWidget` that stands there. */
export function useChat(inboxKey?: string): Chat {
  const found = useSyncExternalStore(present.subscribe, first, none)
  const key = inboxKey ?? found
  const control = key ? controlOf(key) : NOBODY
  const state = useSyncExternalStore(control.state.subscribe, control.state.get, () => NO_CHAT)
  const { open, close, toggle, send, identify, update, logout } = control
  return useMemo(
    () => ({ ...state, open, close, toggle, send, identify, update, logout }),
    [state, open, close, toggle, send, identify, update, logout],
  )
}
