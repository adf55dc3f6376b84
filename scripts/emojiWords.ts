import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { EmojiMartData } from '@emoji-mart/data'
import emojiMart from '@emoji-mart/data' with { type: 'json' }

/** An emoji of `fr/compact.json` in npm's `emojibase-data`, whose words are those of Unicode's CLDR. */
interface Named {
  unicode: string
  label: string
  tags?: string[]
}

/** Words that nobody searches for. */
const SMALL = new Set(
  'à au aux avec ce ces dans de des du en est et la le les ne on ou par pas pour qui sur un une vers'.split(' '),
)

// Its 49 MB are no dependency: unpack the package somewhere, and run this when @emoji-mart/data knows new emoji.
const [source] = process.argv.slice(2)
if (!source) throw new Error('Usage: node scripts/emojiWords.ts path/to/emojibase-data/fr/compact.json')

const bare = (emoji: string) => emoji.replaceAll('\uFE0F', '')
const french = new Map(
  (JSON.parse(readFileSync(source, 'utf8')) as Named[]).map((named) => [bare(named.unicode), named]),
)
const words: Record<string, string> = {}
for (const { skins } of Object.values((emojiMart as EmojiMartData).emojis)) {
  const emoji = bare(skins[0]?.native ?? '')
  const named = french.get(emoji)
  if (named) words[emoji] = `${named.label}|${tagsOf(named)}`
}
const target = fileURLToPath(new URL('../src/chat/emojiWords.fr.json', import.meta.url))
writeFileSync(target, `${JSON.stringify(words, null, 2)}\n`)
console.log(`${Object.keys(words).length} emoji, ${readFileSync(target).length} bytes`)

/** Single words, each once, without those of the name. */
function tagsOf({ label, tags = [] }: Named): string {
  const known = new Set([...wordsOf(label), ...SMALL])
  return [...new Set(tags.flatMap(wordsOf))].filter((word) => word.length > 1 && !known.has(word)).join(' ')
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
