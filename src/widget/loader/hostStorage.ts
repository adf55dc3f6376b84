/**
 * The host page's own storage, for the frame: browsers partition or drop what an iframe stores for itself.
 * Every key is under `causerie:{inbox key}:`. Where the page's storage is closed or full, memory serves until it is left.
 */
export type HostStorage = {
  get: (name: string) => string | null
  set: (name: string, value: string) => void
  remove: (name: string) => void
}

export function hostStorage(inboxKey: string, open: () => Storage): HostStorage {
  const memory = new Map<string, string>()
  const key = (name: string) => `causerie:${inboxKey}:${name}`
  return {
    get(name) {
      try {
        return memory.get(name) ?? open().getItem(key(name))
      } catch {
        return memory.get(name) ?? null // closed storage (cookies refused, sandbox): memory is all there is
      }
    },
    set(name, value) {
      try {
        open().setItem(key(name), value)
        memory.delete(name)
      } catch {
        memory.set(name, value) // closed or full
      }
    },
    remove(name) {
      memory.delete(name)
      try {
        open().removeItem(key(name))
      } catch {
        // closed storage: nothing was there to remove
      }
    },
  }
}
