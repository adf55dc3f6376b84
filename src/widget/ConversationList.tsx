import { plainOf } from '@/chat/markdown/plain'
import type { ContactConversation } from '@/chat/shapes'
import type { Conversations } from '@/chat/useConversations'
import { useI18n } from '@/i18n/I18nProvider'
import type { Words } from '@/i18n/words'
import { Avatar } from '@/ui/Avatar'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon, ChatIcon, ClockIcon, PlusIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import type { Waiting } from './useUnsent'
import styles from './ConversationList.module.css'

interface ConversationListProps {
  conversations: Conversations
  /** What is not stored yet: a conversation that waits to begin stands before all others. */
  unsent: readonly Waiting[]
  /** Who a conversation is with while nobody in particular has it. */
  inboxName: string
  onChoose: (id: string) => void
  onWrite: () => void
}

/** The customer's conversations, the newest message first, and the way to a new one. */
export function ConversationList({ conversations, unsent, inboxName, onChoose, onWrite }: ConversationListProps) {
  const { t } = useI18n()
  return (
    <div className={styles.body}>
      <div className={styles.scroll}>{listOf(conversations)}</div>
      <div className={styles.foot}>
        <Button look="primary" size="large" icon={<PlusIcon />} className={styles.write} onClick={onWrite}>
          {t.widget.newConversation}
        </Button>
      </div>
    </div>
  )

  function listOf({ status, conversations: known, reload }: Conversations) {
    const beginnings = unsent.filter(({ id, isNew }) => isNew && !known.some((conversation) => conversation.id === id))
    const isEmpty = known.length === 0 && beginnings.length === 0
    if (isEmpty && status === 'loading') return <Loading />
    const failure = status === 'failed' && known.length === 0 && (
      <EmptyState
        role="alert"
        title={t.widget.listFailed}
        action={<Button onClick={reload}>{t.widget.tryAgain}</Button>}
      />
    )
    if (isEmpty && failure) return failure
    if (isEmpty)
      return (
        <EmptyState icon={<ChatIcon size={22} />} title={t.widget.listEmpty}>
          {t.widget.startHere}
        </EmptyState>
      )
    return (
      <>
        <ul className={styles.list} aria-label={t.widget.conversations}>
          {beginnings.map((waiting) => (
            <li key={waiting.id}>
              <Row id={waiting.id} waiting={waiting} inboxName={inboxName} onChoose={onChoose} />
            </li>
          ))}
          {known.map((conversation) => (
            <li key={conversation.id}>
              <Row
                id={conversation.id}
                conversation={conversation}
                waiting={unsent.find(({ id }) => id === conversation.id)}
                inboxName={inboxName}
                onChoose={onChoose}
              />
            </li>
          ))}
        </ul>
        {failure}
      </>
    )
  }
}

interface RowProps {
  id: string
  /** None: it waits to begin. */
  conversation?: ContactConversation
  waiting?: Waiting
  inboxName: string
  onChoose: (id: string) => void
}

function Row({ id, conversation, waiting, inboxName, onChoose }: RowProps) {
  const { t, formatRelative, formatMoment } = useI18n()
  const assignee = conversation?.assignee
  const name = assignee?.name ?? inboxName
  const unread = conversation?.unread_count ?? 0
  const moment = waiting?.written_at ?? conversation?.last_message_at ?? ''
  return (
    <button type="button" className={styles.row} data-unread={unread > 0 || undefined} onClick={() => onChoose(id)}>
      <Avatar
        name={name}
        src={assignee?.avatar_url ?? null}
        seed={assignee?.id}
        size={40}
        icon={assignee ? undefined : <ChatIcon size={20} />}
      />
      <span className={styles.who} dir="auto">
        {name}
      </span>
      <time className={styles.when} dateTime={moment} title={formatMoment(moment)} dir="auto">
        {formatRelative(moment)}
      </time>
      <span className={styles.preview} dir="auto">
        {previewOf(t, conversation, waiting)}
      </span>
      {waiting ? (
        <State state={waiting.state} />
      ) : unread > 0 ? (
        <Badge tone="unread" className={styles.mark}>
          {unread > 99 ? '99+' : unread}
          <VisuallyHidden>{` ${t.widget.unreadInRow(unread)}`}</VisuallyHidden>
        </Badge>
      ) : (
        conversation?.status === 'closed' && <Badge className={styles.mark}>{t.widget.closed}</Badge>
      )}
    </button>
  )
}

function previewOf(t: Words, conversation: ContactConversation | undefined, waiting: Waiting | undefined): string {
  if (waiting) return t.widget.mine(plainOf(waiting.text))
  if (!conversation || conversation.last_message.body === null) return t.widget.deleted
  const preview = plainOf(conversation.last_message.body)
  return conversation.last_message.author === 'contact' ? t.widget.mine(preview) : preview
}

/** Of what has been written and is not stored yet. */
function State({ state }: Pick<Waiting, 'state'>) {
  const { t } = useI18n()
  if (state === 'failed')
    return (
      <span className={classes(styles.mark, styles.failed)}>
        <AlertIcon size={14} />
        {t.chat.notSent}
      </span>
    )
  return (
    <span
      className={classes(styles.mark, styles.waiting)}
      title={state === 'waiting' ? t.chat.waiting : t.chat.sending}
    >
      <ClockIcon size={14} />
      {state === 'waiting' ? t.widget.waiting : <VisuallyHidden>{t.chat.sending}</VisuallyHidden>}
    </span>
  )
}

function Loading() {
  const { t } = useI18n()
  return (
    <div role="status" aria-label={t.widget.listLoading}>
      {[150, 190, 120].map((width) => (
        <div key={width} className={styles.row}>
          <Skeleton width={40} height={40} round />
          <span className={styles.who}>
            <Skeleton width={width / 1.6} />
          </span>
          <span className={styles.preview}>
            <Skeleton width={width * 1.3} />
          </span>
        </div>
      ))}
    </div>
  )
}
