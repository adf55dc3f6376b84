import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { errorText } from '@/i18n/errorText'
import { CopyLine } from '@/ui/CopyLine'
import { Skeleton } from '@/ui/Skeleton'
import { snippetOf, testPageOf } from '@/lib/snippet'
import { teamQueries } from './teamQueries'
import { useDesk } from './useDesk'
import styles from './Snippets.module.css'

/** The line for each inbox's site, and a page to try it on. */
export function Snippets() {
  const { t } = useI18n()
  const { data: inboxes, error } = useQuery(teamQueries.inboxes(useDesk()))
  if (!inboxes) return error ? <p role="alert">{errorText(t, error)}</p> : <Skeleton width="100%" height={60} />
  return (
    <div className={styles.snippets}>
      {inboxes.map(({ id, key, name }) => (
        <section key={id} className={styles.one} aria-label={name}>
          {inboxes.length > 1 && <h3 className={styles.name}>{name}</h3>}
          <CopyLine text={snippetOf(key)} copyLabel={t.app.copy} copiedLabel={t.app.copied} />
          <a className={styles.try} href={testPageOf(key)} target="_blank" rel="noreferrer">
            {t.inbox.tryWidget}
          </a>
        </section>
      ))}
    </div>
  )
}
