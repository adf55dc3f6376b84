import { useQuery } from '@tanstack/react-query'
import { useState, type ComponentProps, type ReactNode } from 'react'
import { Link } from 'react-router-dom'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { Button } from '@/ui/Button'
import { ChevronDownIcon, TrashIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { browserName } from './browserName'
import { useTicking } from './clock'
import { AssigneePicker, InboxPicker, LabelPicker, PriorityPicker } from './ActionPickers'
import { Attributes } from './Attributes'
import { ContactEvents } from './ContactEvents'
import { ContactNote } from './ContactNote'
import { contactQueries } from './contactQueries'
import { EraseDialog } from './EraseDialog'
import { LabelChip } from './LabelChip'
import { Merges } from './Merges'
import { NotLoaded } from './NotLoaded'
import { PersonCard } from './PersonCard'
import { previewOf } from './preview'
import { PriorityMark } from './PriorityMark'
import { deskQueries } from './queries'
import { useConversationActions } from './useConversationActions'
import { useMayErase } from './useErasing'
import { useAgents, useDesk, useInboxNames, useLabels, useRows } from './useDesk'
import { languageName, localTime, webAddress } from './visit'
import styles from './ConversationDetails.module.css'

interface ConversationDetailsProps {
  row: InboxConversation
  linkTo: (conversationId: string) => string
}

/** Who writes, from where, and what came before. */
export function ConversationDetails({ row, linkTo }: ConversationDetailsProps) {
  const { t, formatDay, formatTime } = useI18n()
  const inboxName = useInboxNames().get(row.inbox_id)
  const { meId } = useDesk()
  const act = useConversationActions(row)
  const agents = useAgents()
  const labels = useLabels()
  const own = row.label_ids.flatMap((id) => labels.get(id) ?? [])
  const assigneeName =
    row.assignee_id === null
      ? t.inbox.unassigned
      : row.assignee_id === meId
        ? t.inbox.you
        : (agents.get(row.assignee_id)?.name ?? t.inbox.formerAgent)
  return (
    <section className={styles.details} aria-label={t.inbox.details}>
      <PersonCard row={row} />
      <Facts title={t.inbox.details}>
        <Fact label={t.inbox.assignee}>
          <AssigneePicker row={row} onAct={act} trigger={<Choice>{assigneeName}</Choice>} />
        </Fact>
        <Fact label={t.desk.priority}>
          <PriorityPicker
            row={row}
            onAct={act}
            trigger={
              <Choice>
                {row.priority > 0 && <PriorityMark priority={row.priority} />}
                {t.desk.priorities[row.priority]}
              </Choice>
            }
          />
        </Fact>
        <Fact label={t.desk.labels}>
          <LabelPicker
            row={row}
            onAct={act}
            trigger={
              <Choice>
                {own.length === 0 ? t.desk.addLabel : own.map((label) => <LabelChip key={label.id} label={label} />)}
              </Choice>
            }
          />
        </Fact>
        {inboxName && (
          <Fact label={t.inbox.inbox}>
            <InboxPicker row={row} onAct={act} trigger={<Choice>{inboxName}</Choice>} />
          </Fact>
        )}
        <Fact label={t.inbox.started}>
          {formatDay(row.created_at)}, {formatTime(row.created_at)}
        </Fact>
      </Facts>
      <ContactNote key={row.contact_id} contactId={row.contact_id} />
      <Attributes contactId={row.contact_id} />
      <Merges contactId={row.contact_id} />
      <Visit row={row} />
      <Earlier row={row} linkTo={linkTo} />
      <ContactEvents key={row.contact_id + row.id} row={row} linkTo={linkTo} />
      <PersonalData key={row.contact_id} row={row} />
    </section>
  )
}

/** A value that can be changed, where it stands. */
function Choice({ children, ...props }: ComponentProps<'button'>) {
  return (
    <button type="button" className={styles.assignee} {...props}>
      <span className={styles.chosen}>{children}</span>
      <ChevronDownIcon size={14} />
    </button>
  )
}

function Visit({ row: { context, contact_id } }: { row: InboxConversation }) {
  const { t, locale } = useI18n()
  const { data: person } = useQuery(contactQueries.one(useDesk(), contact_id))
  const now = person?.page && typeof person.page === 'object' && 'url' in person.page ? person.page.url : null
  const zone = context.time_zone
  const clock = useTicking((now) => (zone ? localTime(zone, locale, new Date(now)) : null))
  return (
    <Facts title={t.inbox.visit}>
      {typeof now === 'string' && now !== context.page_url && (
        <Fact label={t.desk.currentPage}>
          <WebLink address={now} />
        </Fact>
      )}
      <Fact label={t.inbox.page}>{context.page_url && <WebLink address={context.page_url} />}</Fact>
      <Fact label={t.inbox.referrer}>{context.referrer && <WebLink address={context.referrer} />}</Fact>
      <Fact label={t.inbox.browser}>{context.user_agent && browserName(context.user_agent)}</Fact>
      <Fact label={t.inbox.language}>{context.locale && languageName(context.locale, locale)}</Fact>
      <Fact label={t.inbox.localTime}>
        {clock && (
          <>
            {clock} <span className={styles.zone}>{zone?.replaceAll('_', ' ')}</span>
          </>
        )}
      </Fact>
    </Facts>
  )
}

function Earlier({ row, linkTo }: ConversationDetailsProps) {
  const { t, formatDay } = useI18n()
  const desk = useDesk()
  const rows = useRows()
  const query = deskQueries.ofContact(desk, row.contact_id)
  const asked = useQuery(query)
  const failure = useFailure(query.queryKey, asked)
  const { data } = asked
  const earlier = (data ?? []).filter((id) => id !== row.id).flatMap((id) => rows.get(id) ?? [])
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{t.inbox.earlier}</h3>
      {!data && (failure.why ? <NotLoaded failure={failure} /> : <Skeleton width="70%" />)}
      {data && earlier.length === 0 && <p className={styles.none}>{t.inbox.earlierNone}</p>}
      <ul className={styles.earlier}>
        {earlier.map((other) => (
          <li key={other.id}>
            <Link className={styles.other} to={linkTo(other.id)}>
              <span className={styles.otherText} dir="auto">
                {previewOf(other) ?? t.inbox.deletedMessage}
              </span>
              <span className={styles.otherWhen}>
                {formatDay(other.last_message_at)} · {t.inbox.statusOf[other.status]}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The last thing that may be done about somebody, and the last of the pane. For owners and admins. */
function PersonalData({ row }: { row: InboxConversation }) {
  const { t } = useI18n()
  const mayErase = useMayErase()
  const [isAsked, setAsked] = useState(false)
  if (!mayErase) return null
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{t.erasing.personalData}</h3>
      <Button
        size="small"
        look="quiet"
        className={styles.erase}
        icon={<TrashIcon size={16} />}
        onClick={() => setAsked(true)}
      >
        {t.erasing.action}
      </Button>
      <EraseDialog row={row} open={isAsked} onOpenChange={setAsked} />
    </section>
  )
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.facts}>{children}</dl>
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  const { t } = useI18n()
  return (
    <div className={styles.fact}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{children || <span className={styles.none}>{t.inbox.unknown}</span>}</dd>
    </div>
  )
}

function WebLink({ address }: { address: string }) {
  const url = webAddress(address)
  if (!url) return <span className={styles.long}>{address}</span>
  return (
    <a className={styles.long} href={url.href} title={url.href} target="_blank" rel="noreferrer noopener">
      {url.host}
      {url.pathname === '/' ? '' : url.pathname}
    </a>
  )
}
