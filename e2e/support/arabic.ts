import { attachments } from '../../src/i18n/en/attachments.ts'
import { chat } from '../../src/i18n/en/chat.ts'
import { errors } from '../../src/i18n/en/errors.ts'
import { widget } from '../../src/i18n/en/widget.ts'

const LATIN = 'abcdefghijklmnopqrstuvwxyz'
const ARABIC = 'ابثدهفغحيجكلمنوةقرستعطخشيز'

/**
 * Every word of the widget as if it were Arabic, for an inbox's own strings: letters of that script, as many as in English, from right to
 * left. Made of the dictionary, so that no word is left out; what is still Latin on the screen stands in no dictionary.
 */
export function arabicStrings(): Record<string, string> {
  const strings = Object.fromEntries(
    Object.entries({ attachments, chat, errors, widget }).flatMap(([area, words]) => spoken(words, area)),
  )
  return { ...strings, 'widget.direction': 'rtl', 'widget.panel': widget.panel } // the tests' own way to the panel
}

function spoken(word: unknown, path: string): [string, string][] {
  if (typeof word === 'string') return [[path, inArabic(word)]]
  if (typeof word === 'function') return [[path, inArabic(String(Reflect.apply(word, undefined, ['{1}', '{2}'])))]]
  if (Array.isArray(word)) return word.flatMap((item, i) => spoken(item, `${path}.${i + 1}`))
  return Object.entries(word as object).flatMap(([key, item]) => spoken(item, `${path}.${key}`))
}

function inArabic(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => ARABIC[LATIN.indexOf(letter.toLowerCase())] ?? letter)
}
