import { useMemo, useSyncExternalStore } from 'react'
import { createControl, NO_CHAT } from '@/widget/control'
import { controlOf, present } from './controls'
import type { Chat } from './index'

const NOBODY = createControl()
const first = () => present.get()[0]
const none = () => undefined

/** The chat on this page, from any component: of this inbox, else of the first `ChatWidget` that stands there. */
export function useChat(inboxKey?: string): Chat {
  const found = useSyncExternalStore(present.subscribe, first, none)
  const key = inboxKey ?? found
  const control = key ? controlOf(key) : NOBODY
  const state = useSyncExternalStore(control.state.subscribe, control.state.get, () => NO_CHAT)
  const { open, close, toggle, send } = control
  return useMemo(() => ({ ...state, open, close, toggle, send }), [state, open, close, toggle, send])
}
