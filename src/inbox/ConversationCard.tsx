import { memo } from 'react'
import { Link } from 'react-router-dom'
import type { AgentRow, InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { Badge } from '@/ui/Badge'
import { classes } from '@/ui/classes'
import { ReplyIcon, SnoozeIcon } from '@/ui/icons'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { useTicking } from './clock'
import { contactName } from './contactName'
import { LabelChip } from './LabelChip'
import { previewOf } from './preview'
import { PriorityMark } from './PriorityMark'
import type { LabelRow } from './teamQueries'
import { upcoming } from './upcoming'
import { WaitingTime } from './WaitingTime'
import styles from './ConversationCard.module.css'

interface ConversationCardProps {
  row: InboxConversation
  /** Where it leads: the conversation, with tab and search as they stand. */
  to: string
  isCurrent: boolean
  meId: string
  assignee: AgentRow | null
  /** Of several. */
  inboxName: string | null
  /** A colleague who is writing there. */
  typist: string | null
  /** Colleagues who look at it. */
  viewers?: readonly string[]
  labels?: ReadonlyMap<string, LabelRow>
  /** In a list of every status. */
  showStatus: boolean
  isTicked?: boolean
  /** Some are ticked: a finger ticks another by tapping anywhere on it. */
  isTicking?: boolean
  /** Ticks it for a bulk action; null where there are none. */
  onTick?: ((id: string, isRange: boolean) => void) | null
}

/** One conversation in the list. Drawn again only when it changes: a list may hold thousands. */
export const ConversationCard = memo(function ConversationCard({
  row,
  to,
  isCurrent,
  meId,
  assignee,
  inboxName,
  typist,
  viewers = NOBODY,
  labels = NO_LABELS,
  showStatus,
  isTicked = false,
  isTicking = false,
  onTick = null,
}: ConversationCardProps) {
  const { t, formatMoment } = useI18n()
  const when = useListTime()(row.last_message_at)
  const name = contactName(t, row.contact)
  const unread = row.agent_unread_count
  const assigneeName = row.assignee_id === meId ? t.inbox.you : (assignee?.name ?? t.inbox.formerAgent)
  const own = row.label_ids.flatMap((id) => labels.get(id) ?? [])
  return (
    <>
      <Link
        to={to}
        className={classes(styles.card, unread > 0 && styles.unread, isTicked && styles.ticked)}
        aria-current={isCurrent ? 'page' : undefined}
        data-conversation={row.id}
        onClick={(event) => {
          const isTapped = isTicking && (event.nativeEvent as PointerEvent).pointerType === 'touch'
          if (!onTick || !(event.shiftKey || isTapped)) return
          event.preventDefault() // else it would open, with Shift in a window of its own
          onTick(row.id, event.shiftKey)
        }}
      >
        <Avatar name={name} size={36} />
        <span className={styles.text}>
          <span className={styles.line}>
            <bdi className={styles.name}>{name}</bdi>
            {viewers.length > 0 && <Viewers names={viewers} />}
            {row.priority > 0 && <PriorityMark priority={row.priority} />}
            <time className={styles.time} dateTime={row.last_message_at} title={formatMoment(row.last_message_at)}>
              {when}
            </time>
          </span>
          <span className={styles.line}>
            {typist ? (
              <span className={classes(styles.preview, styles.typing)}>
                {typist} {t.inbox.typingHere}
              </span>
            ) : (
              <span className={styles.preview} dir="auto">
                {row.last_message_author === 'agent' && <TeamSaid label={t.inbox.teamSaid} />}
                {previewOf(row) ?? <em>{t.inbox.deletedMessage}</em>}
              </span>
            )}
            {unread > 0 && (
              <Badge tone="unread">
                <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
                <VisuallyHidden>{t.inbox.unread(unread)}</VisuallyHidden>
              </Badge>
            )}
          </span>
          <span className={classes(styles.line, styles.meta)}>
            {row.waiting_since && <WaitingTime since={row.waiting_since} />}
            {row.status === 'snoozed' && row.snoozed_until && <SnoozedUntil until={row.snoozed_until} />}
            {showStatus && row.status !== 'snoozed' && <span>{t.inbox.statusOf[row.status]}</span>}
            {inboxName && <span className={styles.inbox}>{inboxName}</span>}
            {row.assignee_id && (
              <span className={styles.assignee}>
                <VisuallyHidden>{t.inbox.assignedTo(assigneeName)}</VisuallyHidden>
                <span aria-hidden="true" className={styles.assigneeName}>
                  {assigneeName}
                </span>
                <Avatar name={assignee?.name ?? '?'} src={assignee?.avatar_url} seed={row.assignee_id} size={18} />
              </span>
            )}
          </span>
          {own.length > 0 && (
            <span className={classes(styles.line, styles.labels)}>
              <VisuallyHidden>{t.desk.labels}: </VisuallyHidden>
              {own.map((label) => (
                <LabelChip key={label.id} label={label} />
              ))}
            </span>
          )}
        </span>
      </Link>
      {onTick && (
        <input
          type="checkbox"
          className={styles.tick}
          aria-label={t.desk.tick(name)}
          checked={isTicked}
          tabIndex={-1}
          onChange={(event) => onTick(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      )}
    </>
  )
})

const NOBODY: readonly string[] = []
const NO_LABELS: ReadonlyMap<string, LabelRow> = new Map()

function Viewers({ names }: { names: readonly string[] }) {
  const { t } = useI18n()
  const words = t.inbox.viewers(names.join(', '))
  return (
    <span className={styles.viewers} title={words}>
      <VisuallyHidden>{words}</VisuallyHidden>
      {names.slice(0, 2).map((name) => (
        <Avatar key={name} name={name} size={18} />
      ))}
    </span>
  )
}

// For itself: the preview's direction is that of what was said.
function TeamSaid({ label }: { label: string }) {
  return (
    <bdi className={styles.teamSaid}>
      <ReplyIcon size={14} />
      <VisuallyHidden>{label}</VisuallyHidden>
    </bdi>
  )
}

function SnoozedUntil({ until }: { until: string }) {
  const i18n = useI18n()
  const text = useTicking((now) => upcoming(new Date(until), i18n, new Date(now)))
  return (
    <span className={styles.snoozed}>
      <SnoozeIcon size={13} />
      {i18n.t.inbox.snoozedUntil(text)}
    </span>
  )
}

/** The time of day today, else the day. */
function useListTime(): (iso: string) => string {
  const { formatTime, formatDay } = useI18n()
  return (iso) => (new Date(iso).toDateString() === new Date().toDateString() ? formatTime(iso) : formatDay(iso))
}
