import { LOCALES, type Locale } from '@/i18n/locale'
import type { Json } from '@/lib/database.types'
import type { InboxRow } from '../queries'

/** What an inbox says in one language. `strings`: other words of the chat by their dotted name (`chat.send`). */
export interface LanguageTexts {
  greeting: string
  welcome: string
  away: string
  strings: Record<string, string>
}

export type InboxTexts = Record<Locale, LanguageTexts>

/** Texts as they are edited. Those without a language, as an inbox had them once, are its own language's. */
export function readTexts(inbox: InboxRow): InboxTexts {
  const all = asObject(inbox.texts)
  const read = (locale: Locale): LanguageTexts => {
    const own = asObject(all[locale])
    const text = (name: string) => asText(own[name]) ?? (locale === inbox.locale ? asText(all[name]) : null) ?? ''
    const strings = Object.entries(asObject(own['strings'])).flatMap(([name, value]) => {
      const said = asText(value)
      return said === null ? [] : [[name, said] as const]
    })
    return {
      greeting: text('greeting'),
      welcome: text('welcome'),
      away: text('away'),
      strings: Object.fromEntries(strings),
    }
  }
  return { fr: read('fr'), en: read('en') }
}

/** As `update_inbox()` takes them: what is empty is left out. */
export function writeTexts(texts: InboxTexts): { texts: Json } {
  const languages = LOCALES.map((locale) => {
    const { greeting, welcome, away, strings } = texts[locale]
    const said = Object.entries({ greeting, welcome, away }).filter(([, text]) => text.trim() !== '')
    // In one order: the database has its own, and that is no change.
    const kept = Object.entries(strings)
      .filter(([, text]) => text.trim() !== '')
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
    return [
      locale,
      { ...Object.fromEntries(said), ...(kept.length > 0 && { strings: Object.fromEntries(kept) }) },
    ] as const
  })
  return { texts: Object.fromEntries(languages) }
}

function asObject(value: Json | undefined): Record<string, Json | undefined> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
