import { useI18n } from '@/i18n/I18nProvider'
import { Snippets } from './Snippets'
import styles from './Welcome.module.css'

/** Nobody has ever written: the chat is not on a site yet, and this is how it gets there. */
export function Welcome() {
  const { t } = useI18n()
  return (
    <div className={styles.welcome}>
      <p>{t.inbox.welcomeWords}</p>
      <Snippets />
    </div>
  )
}
