import type { Words } from './words'

/**
 * Words with some of them replaced by an inbox's own, by dotted keys: `widget.welcome`, `chat.typing`. What a word speaks of stands as
 * `{1}`, `{2}`: "{1} is typing". Keys that name no word are left.
 */
export function withOwnWords(words: Words, strings: Readonly<Record<string, string>>): Words {
  return replaced(words, strings, '') as unknown as Words
}

type Node = { [key: string]: unknown }

function replaced(node: Node, strings: Readonly<Record<string, string>>, path: string): Node {
  return Object.fromEntries(
    Object.entries(node).map(([key, word]) => {
      const dotted = path === '' ? key : `${path}.${key}`
      const own = strings[dotted]
      if (typeof word === 'object' && word !== null && !Array.isArray(word))
        return [key, replaced(word as Node, strings, dotted)]
      if (Array.isArray(word)) return [key, word.map((item, i) => strings[`${dotted}.${i + 1}`] ?? (item as unknown))]
      if (own === undefined || own.trim() === '') return [key, word]
      return [key, typeof word === 'function' ? (...given: (string | number)[]) => filled(own, given) : own]
    }),
  )
}

function filled(template: string, given: (string | number)[]): string {
  return template.replaceAll(/\{(\d)\}/g, (place, digit: string) => String(given[Number(digit) - 1] ?? place))
}
