import type { Client } from '@/lib/supabase'

/** How long a link opens. */
const SECONDS = 300
/** Asked anew when it has less left than a slow page needs. */
const SPARE_MS = 30_000

export interface Links {
  /** An address that shows the file now. Asked together with whatever else is asked in this moment. @throws CauserieError */
  open: (path: string) => Promise<string>
  /** The same, which the browser saves under a name. */
  save: (path: string, name: string) => Promise<string>
  /** What this page has just sent: it need not be fetched. */
  seed: (path: string, url: string) => void
  /** It did not open: ask anew. */
  drop: (path: string) => void
  /** An address that is known without asking. */
  known: (path: string) => string | null
  /** Another person will sit here. */
  forget: () => void
}

export function createLinks(client: Client): Links {
  const links = new Map<string, { url: string; endsAt: number }>()
  let asked: { paths: Set<string>; answer: Promise<ReadonlyMap<string, string>> } | null = null

  function known(path: string): string | null {
    const link = links.get(path)
    return link && link.endsAt - SPARE_MS > Date.now() ? link.url : null
  }

  function ask(path: string): Promise<ReadonlyMap<string, string>> {
    if (!asked) {
      const paths = new Set<string>()
      const answer = Promise.resolve().then(async () => {
        asked = null // from now on others ask for themselves
        const { signLinks } = await import('@/lib/files')
        const found = await signLinks(client, 'attachments', [...paths], SECONDS)
        for (const [name, url] of found) links.set(name, { url, endsAt: Date.now() + SECONDS * 1000 })
        return found
      })
      asked = { paths, answer }
    }
    asked.paths.add(path)
    return asked.answer
  }

  async function fresh(path: string): Promise<string> {
    const url = (await ask(path)).get(path)
    if (!url) throw new Error('There is no such file, or not for these eyes.')
    return url
  }

  return {
    known,
    drop: (path) => void links.delete(path),
    open: async (path) => known(path) ?? fresh(path),
    async save(path, name) {
      const link = links.get(path)
      const url = link && link.endsAt !== Infinity ? known(path) : null
      return `${url ?? (await fresh(path))}&download=${encodeURIComponent(name)}`
    },
    seed: (path, url) => void links.set(path, { url, endsAt: Infinity }),
    forget: () => links.clear(),
  }
}
