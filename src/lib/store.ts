/** A value with listeners, in the shape that useSyncExternalStore wants. */
export interface Store<T> {
  get: () => T
  subscribe: (listener: () => void) => () => void
}

export interface WritableStore<T> extends Store<T> {
  /** Listeners hear of it only when the value is another. */
  set: (value: T) => void
}

export function createStore<T>(initial: T, same: (a: T, b: T) => boolean = Object.is): WritableStore<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (same(value, next)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      const own = () => listener() // the same function twice is two listeners
      listeners.add(own)
      return () => listeners.delete(own)
    },
  }
}
