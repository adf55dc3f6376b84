import type { Storage } from '@/lib/storage'
import { MAX_WRITTEN } from './body'

/** What stands in the composer of each conversation, kept until it is sent. */
export interface Drafts {
  read: (conversationId: string) => Promise<string>
  write: (conversationId: string, text: string) => void
  forget: () => void
}

/**
 * @param isNew whether no server knows it yet: its id is another after a reload, its draft the same
 * @param outboxKept settles once the outbox has in storage what was sent: until then the draft is all that a page which ends leaves of it
 */
export function createDrafts(
  storage: Storage,
  prefix: string,
  isNew: (conversationId: string) => boolean,
  outboxKept: () => Promise<unknown>,
): Drafts {
  const keyOf = (conversationId: string) => `${prefix}:draft:${isNew(conversationId) ? 'new' : conversationId}`
  const places = new Map<string, string>()
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
      const place = keyOf(conversationId)
      const before = places.get(conversationId)
      places.set(conversationId, place)
      void attempt(async () => {
        if (before !== undefined && before !== place) await storage.removeItem(before) // it has begun meanwhile
        const isKept = text !== '' && text.length <= MAX_WRITTEN // the page's storage is the host's too, and has 5 MB in all
        if (isKept) return storage.setItem(place, text)
        await outboxKept()
        if (known.get(conversationId) === text) await storage.removeItem(place) // nothing else was written meanwhile
      })
    },
    forget() {
      for (const place of places.values()) void attempt(() => storage.removeItem(place))
      known.clear()
      places.clear()
    },
  }
}
