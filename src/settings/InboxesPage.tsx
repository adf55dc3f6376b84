import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Loaded } from './Loaded'
import { settingsQueries } from './queries'
import { Section } from './Section'
import { useOffice } from './useOffice'
import styles from './InboxesPage.module.css'

/** /admin/settings/inboxes: the websites whose chat the team answers. */
export function InboxesPage() {
  const { t } = useI18n()
  const inboxes = useQuery(settingsQueries.inboxes(useOffice()))
  return (
    <Section title={t.settings.pages.inboxes} words={t.settings.inboxesWords}>
      <Loaded query={inboxes}>
        {(rows) => (
          <ul className={styles.list}>
            {rows.map((inbox) => (
              <li key={inbox.id}>
                <Link className={styles.inbox} to={`/admin/settings/inboxes/${inbox.id}`}>
                  <span className={styles.name}>{inbox.name}</span>
                  <code className={styles.key}>{inbox.key}</code>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}
