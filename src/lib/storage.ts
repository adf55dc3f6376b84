/** Where strings survive a reload: localStorage, or the host page's storage reached by messages. */
export interface Storage {
  getItem: (key: string) => string | null | Promise<string | null>
  setItem: (key: string, value: string) => void | Promise<void>
  removeItem: (key: string) => void | Promise<void>
}

/** A storage that answers at once. */
export interface StorageHere extends Storage {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

export function memoryStorage(entries: Iterable<[string, string]> = []): Storage {
  return inMemory(entries)
}

function inMemory(entries: Iterable<[string, string]> = []): StorageHere {
  const map = new Map(entries)
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  }
}

/** localStorage where the browser allows it (a frame may be refused by an exception on the mere mention), else memory. */
export function browserStorage(): StorageHere {
  try {
    const storage = globalThis.localStorage
    const probe = 'causerie:probe'
    storage.setItem(probe, '1')
    storage.removeItem(probe)
    return storage
  } catch {
    return inMemory() // refused or full: the session lasts as long as the page
  }
}

/**
 * As `browserStorage`, but it never throws: what finds no room is remembered as long as the page lasts. For what nobody must be told of when
 * it can't be kept.
 */
export function forgivingStorage(): StorageHere {
  const storage = browserStorage()
  const unkept = new Map<string, string>()
  return {
    getItem: (key) => unkept.get(key) ?? storage.getItem(key),
    setItem(key, value) {
      try {
        storage.setItem(key, value)
        unkept.delete(key)
      } catch {
        unkept.set(key, value) // full: what others keep here is not ours to throw away
      }
    },
    removeItem(key) {
      unkept.delete(key)
      storage.removeItem(key)
    },
  }
}
