import type { WidgetEvent, WidgetEvents } from './protocol'

type Listener<Name extends WidgetEvent> = (detail: WidgetEvents[Name]) => void

export type Events = {
  /** @returns the undo */
  on: <Name extends WidgetEvent>(name: Name, listener: Listener<Name>) => () => void
  /** Without a listener: all of them. */
  off: (name: string, listener?: (detail: never) => void) => void
  emit: <Name extends WidgetEvent>(name: Name, detail: WidgetEvents[Name]) => void
}

/** What the host's page listens to. `ready` has been said once and is said again to whoever comes late. */
export function createEvents(): Events {
  const listeners = new Map<string, Set<(detail: object) => void>>()
  let isReady = false
  return {
    on(name, listener) {
      const heard = listener as (detail: object) => void
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(heard))
      if (name === 'ready' && isReady) queueMicrotask(() => call(heard, {}))
      return () => set.delete(heard)
    },
    off(name, listener) {
      if (listener) listeners.get(name)?.delete(listener as (detail: object) => void)
      else listeners.delete(name)
    },
    emit(name, detail) {
      if (name === 'ready') isReady = true
      for (const listener of listeners.get(name) ?? []) call(listener, detail)
    },
  }
}

/** A listener that throws is the host's trouble, reported as theirs; the chat and the other listeners go on. */
function call(listener: (detail: object) => void, detail: object): void {
  try {
    listener(detail)
  } catch (error) {
    reportError(error)
  }
}
