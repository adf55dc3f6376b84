import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { createFormats, type Formats } from './format'
import { LOCALES, preferredLocale, type Locale } from './locale'
import { withOwnWords } from './ownWords'
import type { Words } from './words'

export interface I18n extends Formats {
  locale: Locale
  setLocale: (locale: Locale) => void
  /** The words: `t.chat.send`, `t.chat.typing(name)`. */
  t: Words
}

export interface LanguageProps {
  words: Record<Locale, Words>
  /** The language to begin with; without it the one chosen before, else the browser's. Another one later is a choice too. */
  locale?: Locale
  /** Whether a choice is remembered in this browser. */
  remember?: boolean
  /** Whether the page itself speaks this language: not where we are a guest in it. */
  ofPage?: boolean
  onChange?: (locale: Locale) => void
  children: ReactNode
}

const I18nContext = createContext<I18n | null>(null)

/** Everything below speaks one language at a time, in the words it is given. */
export function Language({ words, locale: given, remember = true, ofPage = true, onChange, children }: LanguageProps) {
  const [choice, setChoice] = useState<{ locale: Locale; instead: Locale | undefined } | null>(null)
  const [initial] = useState(() => (remember ? rememberedLocale() : null) ?? preferredLocale(navigator.languages ?? []))
  const locale = (choice?.instead === given ? choice?.locale : undefined) ?? given ?? initial

  const setLocale = useCallback(
    (next: Locale) => {
      setChoice({ locale: next, instead: given })
      if (remember) rememberLocale(next)
      onChange?.(next)
    },
    [given, remember, onChange],
  )

  useEffect(() => {
    if (ofPage) document.documentElement.lang = locale
  }, [ofPage, locale])

  const i18n = useMemo<I18n>(
    () => ({ locale, setLocale, t: words[locale], ...createFormats(locale, words[locale]) }),
    [words, locale, setLocale],
  )
  return <I18nContext value={i18n}>{children}</I18nContext>
}

/** Everything below speaks as before, but for what is said in other words. */
export function OwnWords({ strings, children }: { strings: Record<string, string> | undefined; children: ReactNode }) {
  const i18n = useI18n()
  const own = useMemo(() => {
    if (!strings || Object.keys(strings).length === 0) return i18n
    const t = withOwnWords(i18n.t, strings, i18n.locale)
    return { ...i18n, t, ...createFormats(i18n.locale, t) }
  }, [i18n, strings])
  return <I18nContext value={own}>{children}</I18nContext>
}

export function useI18n(): I18n {
  const i18n = use(I18nContext)
  if (!i18n) throw new Error('useI18n needs an I18nProvider above it.')
  return i18n
}

const STORAGE_KEY = 'causerie:locale'

function rememberedLocale(): Locale | null {
  try {
    const value = localStorage.getItem(STORAGE_KEY)
    return LOCALES.find((locale) => locale === value) ?? null
  } catch {
    return null // storage refused: the browser's language it is
  }
}

function rememberLocale(locale: Locale): void {
  try {
    localStorage.setItem(STORAGE_KEY, locale)
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}
