import { createStore, type Store } from '@/lib/store'
import { after } from '@/lib/time'
import type { Typist } from './model'

/** Who is writing where. A word lasts 7 s; whoever still writes says it again. */
export interface Typing {
  typists: Store<ReadonlyMap<string, readonly Typist[]>>
  heard: (conversationId: string, typist: Typist) => void
  /** Their message is here: they write no more. */
  stopped: (conversationId: string, typistId: string) => void
  forget: () => void
}

const TYPING_SHOWN_MS = 7_000
/** The contact has no id that agents need, and there is only one. */
export const CONTACT_TYPIST = 'contact'

export function createTyping(): Typing {
  const typists = createStore<ReadonlyMap<string, readonly Typist[]>>(new Map())
  const expiries = new Map<string, () => void>()

  function change(conversationId: string, edit: (list: readonly Typist[]) => Typist[]) {
    const next = new Map(typists.get())
    const list = edit(next.get(conversationId) ?? [])
    if (list.length > 0) next.set(conversationId, list)
    else next.delete(conversationId)
    typists.set(next)
  }

  function stopped(conversationId: string, typistId: string) {
    const key = `${conversationId} ${typistId}`
    if (!expiries.has(key)) return
    expiries.get(key)?.()
    expiries.delete(key)
    change(conversationId, (list) => list.filter(({ id }) => id !== typistId))
  }

  return {
    typists: { get: typists.get, subscribe: typists.subscribe },
    heard(conversationId, typist) {
      const key = `${conversationId} ${typist.id}`
      expiries.get(key)?.()
      expiries.set(
        key,
        after(TYPING_SHOWN_MS, () => stopped(conversationId, typist.id)),
      )
      const known = typists
        .get()
        .get(conversationId)
        ?.some(({ id, name }) => id === typist.id && name === typist.name)
      if (!known) change(conversationId, (list) => [...list.filter(({ id }) => id !== typist.id), typist])
    },
    stopped,
    forget() {
      for (const cancel of expiries.values()) cancel()
      expiries.clear()
      typists.set(new Map())
    },
  }
}
