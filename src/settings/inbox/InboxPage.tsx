import { useEffect, useRef } from 'react'
import { Link, NavLink, useParams } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { EmptyState } from '@/ui/EmptyState'
import { BackIcon, InboxIcon } from '@/ui/icons'
import { OpeningHours } from '../hours/OpeningHours'
import { Loaded } from '../Loaded'
import { settingsQueries, type InboxRow } from '../queries'
import { useOffice } from '../useOffice'
import { Files } from './Files'
import { FormFields } from './FormFields'
import { General } from './General'
import { Identity } from './Identity'
import { Install } from './Install'
import { Look } from './Look'
import { Routing } from './Routing'
import { Texts } from './Texts'
import styles from './InboxPage.module.css'

const PARTS = ['general', 'look', 'texts', 'form', 'hours', 'routing', 'files', 'identity', 'install'] as const
type Part = (typeof PARTS)[number]

/** /admin/settings/inboxes/:inboxId and its parts: all that one website's chat can be set to. */
export function InboxPage() {
  const { t } = useI18n()
  const { inboxId } = useParams()
  const inboxes = settingsQueries.inboxes(useOffice())
  return (
    <>
      <Link className={styles.back} to="/admin/settings/inboxes">
        <BackIcon size={16} />
        {t.settings.pages.inboxes}
      </Link>
      <Loaded query={inboxes}>
        {(rows) => {
          const inbox = rows.find(({ id }) => id === inboxId)
          if (!inbox) return <EmptyState role="alert" icon={<InboxIcon />} title={t.settings.noSuchInbox} />
          return <Inbox key={inbox.id} inbox={inbox} inboxes={rows} />
        }}
      </Loaded>
    </>
  )
}

function Inbox({ inbox, inboxes }: { inbox: InboxRow; inboxes: readonly InboxRow[] }) {
  const { t } = useI18n()
  const { part: asked } = useParams()
  const part = PARTS.find((known) => known === asked) ?? 'general'
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone the line is longer than the screen.
    nav.current?.children[PARTS.indexOf(part)]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [part])
  return (
    <>
      <h2 className={styles.name}>{inbox.name}</h2>
      <nav ref={nav} className={styles.parts} aria-label={inbox.name}>
        {PARTS.map((one) => (
          <NavLink
            key={one}
            end
            to={`/admin/settings/inboxes/${inbox.id}${one === 'general' ? '' : `/${one}`}`}
            className={styles.part}
          >
            {t.settings.inbox.parts[one]}
          </NavLink>
        ))}
      </nav>
      <PartOf key={part} part={part} inbox={inbox} inboxes={inboxes} />
    </>
  )
}

function PartOf({ part, inbox, inboxes }: { part: Part; inbox: InboxRow; inboxes: readonly InboxRow[] }) {
  switch (part) {
    case 'general':
      return <General inbox={inbox} />
    case 'look':
      return <Look inbox={inbox} />
    case 'texts':
      return <Texts inbox={inbox} />
    case 'form':
      return <FormFields inbox={inbox} />
    case 'hours':
      return <OpeningHours inboxId={inbox.id} />
    case 'routing':
      return <Routing inbox={inbox} />
    case 'files':
      return <Files inbox={inbox} />
    case 'identity':
      return <Identity inbox={inbox} inboxes={inboxes} />
    case 'install':
      return <Install inbox={inbox} />
    default:
      return part satisfies never
  }
}
