import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { contactQueries } from './contactQueries'
import { NotLoaded } from './NotLoaded'
import { useDesk } from './useDesk'
import styles from './ConversationDetails.module.css'

/** What the site, or the form, has told of a contact. */
export function Attributes({ contactId }: { contactId: string }) {
  const { t } = useI18n()
  const query = contactQueries.one(useDesk(), contactId)
  const asked = useQuery(query)
  const failure = useFailure(query.queryKey, asked)
  const { data: person } = asked
  const { attributes } = person ?? {}
  const entries = attributes && typeof attributes === 'object' ? Object.entries(attributes) : []
  if (entries.length === 0 && !failure.why) return null
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{t.desk.attributes}</h3>
      {failure.why && <NotLoaded failure={failure} />}
      <dl className={styles.facts}>
        {entries.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt className={styles.label}>{name}</dt>
            <dd className={styles.value} dir="auto">
              {typeof value === 'boolean' ? (value ? t.desk.yes : t.desk.no) : textOf(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}
