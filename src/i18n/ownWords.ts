import type { Locale } from './locale'
import type { Words } from './words'

/**
 * Words with some of them replaced by an inbox's own, by dotted keys: `widget.welcome`, `chat.typing`. What a word speaks of stands as
 * `{1}`, `{2}`: "{1} is typing". A word that counts may have a second form, for one: `chat.newMessages.one`. Keys that name no word are left.
 */
export function withOwnWords(words: Words, strings: Readonly<Record<string, string>>, locale: Locale): Words {
  const plural = new Intl.PluralRules(locale)
  const own = (key: string) => (strings[key]?.trim() ? strings[key] : undefined)
  return replaced(words, '', (key, given) => {
    const form = typeof given === 'number' ? own(`${key}.${plural.select(given)}`) : undefined
    return form ?? own(key)
  }) as unknown as Words
}

type Node = { [key: string]: unknown }
type Own = (key: string, given?: unknown) => string | undefined

function replaced(node: Node, path: string, own: Own): Node {
  return Object.fromEntries(
    Object.entries(node).map(([key, word]) => {
      const dotted = path === '' ? key : `${path}.${key}`
      if (Array.isArray(word)) return [key, word.map((item, i) => own(`${dotted}.${i + 1}`) ?? (item as unknown))]
      if (typeof word === 'object' && word !== null) return [key, replaced(word as Node, dotted, own)]
      if (typeof word !== 'function') return [key, own(dotted) ?? word]
      return [
        key,
        (...given: (string | number)[]) => {
          const said = own(dotted, given[0])
          return said === undefined ? (Reflect.apply(word, undefined, given) as string) : filled(said, given)
        },
      ]
    }),
  )
}

function filled(template: string, given: (string | number)[]): string {
  return template.replaceAll(/\{(\d)\}/g, (place, digit: string) => String(given[Number(digit) - 1] ?? place))
}
