/** What is asked for at the cursor: a colleague after `@`, a canned response after `/`. */
export interface Asked {
  kind: 'mention' | 'canned'
  /** What has been typed of it. */
  query: string
  /** The stretch of text that a choice replaces. */
  from: number
  to: number
}

const QUERY_MAX = 40

/** @param kinds what this text may hold */
export function askedFor(text: string, caret: number, kinds: readonly Asked['kind'][]): Asked | null {
  const before = text.slice(Math.max(0, caret - QUERY_MAX), caret)
  const cut = caret - before.length
  for (const kind of kinds) {
    const found = PATTERNS[kind].exec(before)
    if (!found) continue
    const query = found[1] ?? ''
    return { kind, query, from: cut + found.index + found[0].length - query.length - 1, to: caret }
  }
  return null
}

// Names have spaces, shortcuts have none. An address (a@b) and a path (a/b) ask for nothing.
const PATTERNS: Record<Asked['kind'], RegExp> = {
  mention: /(?:^|[\s(])@([^\s@]*(?: [^\s@]+)?)$/u,
  canned: /(?:^|\s)\/([^\s/]*)$/u,
}

/** Those in which each word typed begins a word, whatever the accents. At most `max`. */
export function matching<Item>(items: readonly Item[], query: string, words: (item: Item) => string, max: number) {
  const wanted = plain(query).split(/\s+/).filter(Boolean)
  return items
    .filter((item) => {
      const text = ` ${plain(words(item))}`
      return wanted.every((word) => text.includes(` ${word}`) || text.includes(`-${word}`))
    })
    .slice(0, max)
}

/** As typed by somebody in a hurry: small letters, no accents. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
