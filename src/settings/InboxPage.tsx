import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { EmptyState } from '@/ui/EmptyState'
import { BackIcon, InboxIcon } from '@/ui/icons'
import { OpeningHours } from './hours/OpeningHours'
import { Loaded } from './Loaded'
import { settingsQueries, type InboxRow } from './queries'
import { useOffice } from './useOffice'
import styles from './InboxPage.module.css'

/** /admin/settings/inboxes/:inboxId: all that one website's chat can be set to. */
export function InboxPage() {
  const { t } = useI18n()
  const { inboxId } = useParams()
  const inboxes = useQuery(settingsQueries.inboxes(useOffice()))
  return (
    <>
      <Link className={styles.back} to="/admin/settings/inboxes">
        <BackIcon size={16} />
        {t.settings.pages.inboxes}
      </Link>
      <Loaded query={inboxes}>{(rows) => <Inbox inbox={rows.find(({ id }) => id === inboxId)} />}</Loaded>
    </>
  )
}

function Inbox({ inbox }: { inbox: InboxRow | undefined }) {
  const { t } = useI18n()
  if (!inbox) return <EmptyState role="alert" icon={<InboxIcon />} title={t.settings.noSuchInbox} />
  return (
    <>
      <h2 className={styles.name}>{inbox.name}</h2>
      <OpeningHours key={inbox.id} inboxId={inbox.id} />
    </>
  )
}
