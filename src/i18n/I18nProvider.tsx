import { en } from './en/index'
import { fr } from './fr/index'
import { Language, type LanguageProps } from './Language'
import type { Locale } from './locale'
import type { Words } from './words'

export { useI18n, type I18n } from './Language'

const words: Record<Locale, Words> = { en, fr }

/** Every word of the app, in both languages. The widget's frame brings only its own: see `frame/words.ts`. */
export function I18nProvider(props: Omit<LanguageProps, 'words'>) {
  return <Language words={words} {...props} />
}
