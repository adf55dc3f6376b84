/**
 * The host page's own storage, for the frame: browsers partition or drop what an iframe stores for itself.
 * Every key is under `causerie:{inbox key}:`. Where the page's storage is closed or full, memory serves until it is left.
 */
export type HostStorage = {
  get: (name: string) => string | null
  set: (name: string, value: string) => void
  remove: (name: string) => void
  /** Everything of this inbox. */
  wipe: () => void
}

export function hostStorage(inboxKey: string, open: () => Storage): HostStorage {
  const memory = new Map<string, string>()
  const prefix = `causerie:${inboxKey}:`
  /** Closed storage (cookies refused, sandbox) throws on the mere mention. */
  const attempt = <T>(task: (storage: Storage) => T): T | null => {
    try {
      return task(open())
    } catch {
      return null // memory is all there is
    }
  }
  return {
    get: (name) => memory.get(name) ?? attempt((storage) => storage.getItem(prefix + name)),
    set(name, value) {
      memory.set(name, value)
      attempt((storage) => {
        storage.setItem(prefix + name, value)
        memory.delete(name)
      })
    },
    remove(name) {
      memory.delete(name)
      attempt((storage) => storage.removeItem(prefix + name))
    },
    wipe() {
      memory.clear()
      attempt((storage) => {
        for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key)
      })
    },
  }
}
