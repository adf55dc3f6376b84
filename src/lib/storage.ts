/** Where strings survive a reload: localStorage, or the host page's storage reached by messages. */
export interface Storage {
  getItem: (key: string) => string | null | Promise<string | null>
  setItem: (key: string, value: string) => void | Promise<void>
  removeItem: (key: string) => void | Promise<void>
}

export function memoryStorage(entries: Iterable<[string, string]> = []): Storage {
  const map = new Map(entries)
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  }
}

/** localStorage where the browser allows it (a frame may be refused by an exception on the mere mention), else memory. */
export function browserStorage(): Storage {
  try {
    const storage = globalThis.localStorage
    const probe = 'causerie:probe'
    storage.setItem(probe, '1')
    storage.removeItem(probe)
    return storage
  } catch {
    return memoryStorage() // refused or full: the session lasts as long as the page
  }
}
