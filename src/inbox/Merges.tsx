import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { Button } from '@/ui/Button'
import { contactName } from './contactName'
import { contactQueries, type MergeRow } from './contactQueries'
import { NotLoaded } from './NotLoaded'
import { useAgents, useDesk } from './useDesk'
import { useUnmerging } from './useUnmerging'
import styles from './ConversationDetails.module.css'

/** Who is part of this person since somebody found them to be the same, and the way back. Nothing where nobody is. */
export function Merges({ contactId }: { contactId: string }) {
  const { t } = useI18n()
  const query = contactQueries.merges(useDesk(), contactId)
  const asked = useQuery(query)
  const failure = useFailure(query.queryKey, asked)
  const { data: merges = [] } = asked
  if (merges.length === 0 && !failure.why) return null
  return (
    <section className={styles.group} aria-label={t.desk.merges}>
      <h3 className={styles.title}>{t.desk.merges}</h3>
      {failure.why && <NotLoaded failure={failure} />}
      <ul className={styles.events}>
        {merges.map((merge) => (
          <Merge key={merge.id} merge={merge} />
        ))}
      </ul>
    </section>
  )
}

function Merge({ merge }: { merge: MergeRow }) {
  const { t, formatDay } = useI18n()
  const agents = useAgents()
  const { mutate, isPending } = useUnmerging()
  const name = contactName(t, { ...merge, id: merge.contact_id })
  const who = merge.agent_id && (agents.get(merge.agent_id)?.name ?? t.inbox.formerAgent)
  return (
    <li className={styles.happened}>
      <bdi>{name}</bdi>
      <span className={styles.otherWhen}>
        {[merge.name && merge.email, who ?? t.desk.mergedByIdentity, formatDay(merge.created_at)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {merge.reason === 'agent' && (
        <span>
          <Button size="small" look="quiet" busy={isPending} onClick={() => mutate(merge.id)}>
            {t.desk.unmerge(name)}
          </Button>
        </span>
      )}
    </li>
  )
}
