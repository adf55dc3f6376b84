import type { ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { LOCALES } from '@/i18n/locale'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { Wordmark } from '@/ui/Wordmark'
import styles from './AuthPage.module.css'

/** The calm page around sign-in, sign-up and the first run. */
export function AuthPage({
  title,
  tab,
  words,
  children,
  after,
}: {
  title: string
  /** What the browser's tab says; else the title. */
  tab?: string
  words?: string
  children?: ReactNode
  after?: ReactNode
}) {
  const { locale, setLocale } = useI18n()
  useDocumentTitle(tab ?? title)
  return (
    <div className={styles.page}>
      <main className={styles.card}>
        <Wordmark />
        <h1 className={styles.title}>{title}</h1>
        {words && <p className={styles.words}>{words}</p>}
        {children && <div className={styles.content}>{children}</div>}
        {after && <div className={styles.after}>{after}</div>}
      </main>
      <div className={styles.languages}>
        {LOCALES.map((choice) => (
          <button
            key={choice}
            type="button"
            lang={choice}
            className={styles.language}
            aria-pressed={choice === locale}
            onClick={() => setLocale(choice)}
          >
            {LANGUAGE_NAMES[choice]}
          </button>
        ))}
      </div>
    </div>
  )
}

const LANGUAGE_NAMES = { en: 'English', fr: 'Français' } as const
