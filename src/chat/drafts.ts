import type { Storage } from '@/lib/storage'

/** What stands in the composer of each conversation, kept until it is sent. */
export interface Drafts {
  read: (conversationId: string) => Promise<string>
  write: (conversationId: string, text: string) => void
  forget: () => void
}

export function createDrafts(storage: Storage, prefix: string): Drafts {
  const keyOf = (conversationId: string) => `${prefix}:draft:${conversationId}`
  const known = new Map<string, string>()
  const attempt = async (act: () => unknown) => {
    try {
      await act()
    } catch {
      // Storage is full or forbidden: the draft lasts as long as the page.
    }
  }
  return {
    async read(conversationId) {
      const here = known.get(conversationId)
      if (here !== undefined) return here
      let text = ''
      await attempt(async () => {
        text = (await storage.getItem(keyOf(conversationId))) ?? ''
      })
      return known.get(conversationId) ?? text
    },
    write(conversationId, text) {
      if (known.get(conversationId) === text) return
      known.set(conversationId, text)
      void attempt(() =>
        text === '' ? storage.removeItem(keyOf(conversationId)) : storage.setItem(keyOf(conversationId), text),
      )
    },
    forget() {
      for (const conversationId of known.keys()) void attempt(() => storage.removeItem(keyOf(conversationId)))
      known.clear()
    },
  }
}
