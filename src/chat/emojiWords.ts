/** In a language, of each emoji (without variation selectors): its name, a bar, more words it is searched by. */
export type EmojiWords = Record<string, string>

/** What of emoji-mart's data is about words. `search` is its index of one emoji, made anew when absent. */
interface Emoji {
  name: string
  keywords: string[]
  search?: string
  skins: { native: string }[]
}

const english = new WeakMap<Emoji, Pick<Emoji, 'name' | 'keywords'>>()

/**
 * Gives emoji-mart's data, which is English and which it keeps for as long as the page lives, the words of a language.
 * The English ones still find: many type "lol". Without `words` it is English again.
 */
export function nameEmoji(data: { emojis: Record<string, Emoji> }, words: EmojiWords | null): void {
  for (const emoji of Object.values(data.emojis)) {
    const own = english.get(emoji) ?? { name: emoji.name, keywords: emoji.keywords }
    english.set(emoji, own)
    const [name, tags = ''] = words?.[emoji.skins[0]?.native.replaceAll('\uFE0F', '') ?? '']?.split('|') ?? []
    emoji.name = name ?? own.name
    emoji.keywords = name ? [...searchable(`${name} ${tags}`), ...searchable(own.name), ...own.keywords] : own.keywords
    delete emoji.search
  }
}

/** Each word as it is written and as it is typed in haste: cœur and coeur, éclair and eclair. */
function searchable(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.flatMap((word) => [word, withoutAccents(word)]))]
}

function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').replaceAll('æ', 'ae')
}
