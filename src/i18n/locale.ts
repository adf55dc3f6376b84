export type Locale = 'en' | 'fr'

export const LOCALES: readonly Locale[] = ['en', 'fr']

/** The first of the wanted languages that we speak: `fr-CA` is French. English if none. */
export function preferredLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]
    const found = LOCALES.find((locale) => locale === language)
    if (found) return found
  }
  return 'en'
}
