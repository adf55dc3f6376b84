import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router-dom'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { Badge } from '@/ui/Badge'
import { ChevronDownIcon } from '@/ui/icons'
import { Menu, MenuChoice } from '@/ui/Menu'
import { Skeleton } from '@/ui/Skeleton'
import { browserName } from './browserName'
import { useTicking } from './clock'
import { contactName } from './contactName'
import { deskQueries } from './queries'
import { useConversationActions } from './useConversationActions'
import { useAgents, useDesk, useInboxNames, useRows } from './useDesk'
import { languageName, localTime, webAddress } from './visit'
import styles from './ConversationDetails.module.css'

const PRESENT_MS = 150_000

interface ConversationDetailsProps {
  row: InboxConversation
  linkTo: (conversationId: string) => string
}

/** Who writes, from where, and what came before. */
export function ConversationDetails({ row, linkTo }: ConversationDetailsProps) {
  const { t, formatDay, formatTime } = useI18n()
  const inboxName = useInboxNames().get(row.inbox_id)
  const name = contactName(t, row.contact)
  return (
    <section className={styles.details} aria-label={t.inbox.details}>
      <div className={styles.person}>
        <Avatar name={name} size={56} />
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        <LastSeen at={row.contact.last_seen_at} />
      </div>
      <Facts title={t.inbox.contact}>
        <Fact label={t.inbox.email}>
          {row.contact.email && (
            <>
              <a className={styles.link} href={`mailto:${row.contact.email}`}>
                {row.contact.email}
              </a>
              {row.contact.verified ? (
                <Badge tone="good">{t.inbox.verified}</Badge>
              ) : (
                <span title={t.inbox.unverifiedHint}>
                  <Badge>{t.inbox.unverified}</Badge>
                </span>
              )}
            </>
          )}
        </Fact>
        <Fact label={t.inbox.assignee}>
          <Assignee row={row} />
        </Fact>
        {inboxName && <Fact label={t.inbox.inbox}>{inboxName}</Fact>}
        <Fact label={t.inbox.started}>
          {formatDay(row.created_at)}, {formatTime(row.created_at)}
        </Fact>
      </Facts>
      <Visit context={row.context} />
      <Earlier row={row} linkTo={linkTo} />
    </section>
  )
}

function LastSeen({ at }: { at: string | null }) {
  const { t, formatRelative } = useI18n()
  const seenAt = at ? Date.parse(at) : null
  const text = useTicking((now) => {
    if (seenAt === null || at === null) return null
    return now - seenAt < PRESENT_MS ? t.inbox.online : `${t.inbox.lastSeen} ${formatRelative(at, new Date(now))}`
  })
  return text && <p className={styles.seen}>{text}</p>
}

function Visit({ context }: { context: InboxConversation['context'] }) {
  const { t, locale } = useI18n()
  const zone = context.time_zone
  const clock = useTicking((now) => (zone ? localTime(zone, locale, new Date(now)) : null))
  return (
    <Facts title={t.inbox.visit}>
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

function Assignee({ row }: { row: InboxConversation }) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const agents = useAgents()
  const act = useConversationActions(row)
  const present = [...agents.values()].filter((agent) => agent.removed_at === null || agent.user_id === row.assignee_id)
  const nameOf = (id: string) => (id === meId ? t.inbox.you : (agents.get(id)?.name ?? t.inbox.formerAgent))
  return (
    <Menu
      trigger={
        <button type="button" className={styles.assignee}>
          {row.assignee_id ? nameOf(row.assignee_id) : t.inbox.unassigned}
          <ChevronDownIcon size={14} />
        </button>
      }
    >
      <MenuChoice
        label={t.inbox.assignee}
        value={row.assignee_id ?? ''}
        choices={[
          { value: '', label: t.inbox.unassigned },
          ...present.map((agent) => ({ value: agent.user_id, label: nameOf(agent.user_id) })),
        ]}
        onChange={(id) => act({ do: 'assign', assigneeId: id || null })}
      />
    </Menu>
  )
}

function Earlier({ row, linkTo }: ConversationDetailsProps) {
  const { t, formatDay } = useI18n()
  const desk = useDesk()
  const rows = useRows()
  const { data, isPending, isError } = useQuery(deskQueries.ofContact(desk, row.contact_id))
  const earlier = (data ?? []).filter((id) => id !== row.id).flatMap((id) => rows.get(id) ?? [])
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{t.inbox.earlier}</h3>
      {isPending && <Skeleton width="70%" />}
      {isError && <p className={styles.none}>{t.inbox.detailsFailed}</p>}
      {data && earlier.length === 0 && <p className={styles.none}>{t.inbox.earlierNone}</p>}
      <ul className={styles.earlier}>
        {earlier.map((other) => (
          <li key={other.id}>
            <Link className={styles.other} to={linkTo(other.id)}>
              <span className={styles.otherText} dir="auto">
                {other.last_message_preview ?? t.inbox.deletedMessage}
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
