import { plainOf } from '@/chat/markdown/plain'
import type { ContactConversation } from '@/chat/shapes'
import type { Conversations } from '@/chat/useConversations'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { Badge } from '@/ui/Badge'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { ChatIcon, PlusIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './ConversationList.module.css'

interface ConversationListProps {
  conversations: Conversations
  /** Who a conversation is with while nobody in particular has it. */
  inboxName: string
  onChoose: (id: string) => void
  onWrite: () => void
}

/** The customer's conversations, the newest message first, and the way to a new one. */
export function ConversationList({ conversations, inboxName, onChoose, onWrite }: ConversationListProps) {
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
    if (status === 'loading') return <Waiting />
    if (status === 'failed' && known.length === 0)
      return (
        <EmptyState
          role="alert"
          title={t.widget.listFailed}
          action={<Button onClick={reload}>{t.widget.tryAgain}</Button>}
        />
      )
    if (known.length === 0)
      return (
        <EmptyState icon={<ChatIcon size={22} />} title={t.widget.listEmpty}>
          {t.widget.startHere}
        </EmptyState>
      )
    return (
      <ul className={styles.list} aria-label={t.widget.conversations}>
        {known.map((conversation) => (
          <li key={conversation.id}>
            <Row conversation={conversation} inboxName={inboxName} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    )
  }
}

interface RowProps {
  conversation: ContactConversation
  inboxName: string
  onChoose: (id: string) => void
}

function Row({ conversation, inboxName, onChoose }: RowProps) {
  const { t, formatRelative, formatMoment } = useI18n()
  const { assignee, last_message, last_message_at, unread_count, status } = conversation
  const name = assignee?.name ?? inboxName
  const preview = last_message.body === null ? t.widget.deleted : plainOf(last_message.body)
  return (
    <button
      type="button"
      className={styles.row}
      data-unread={unread_count > 0 || undefined}
      onClick={() => onChoose(conversation.id)}
    >
      <Avatar
        name={name}
        src={assignee?.avatar_url ?? null}
        seed={assignee?.id}
        size={40}
        icon={assignee ? undefined : <ChatIcon size={20} />}
      />
      <span className={styles.who}>{name}</span>
      <time className={styles.when} dateTime={last_message_at} title={formatMoment(last_message_at)} dir="auto">
        {formatRelative(last_message_at)}
      </time>
      <span className={styles.preview}>{last_message.author === 'contact' ? t.widget.mine(preview) : preview}</span>
      {unread_count > 0 ? (
        <Badge tone="unread" className={styles.mark}>
          {unread_count > 99 ? '99+' : unread_count}
          <VisuallyHidden>{` ${t.widget.unreadInRow(unread_count)}`}</VisuallyHidden>
        </Badge>
      ) : (
        status === 'closed' && <Badge className={styles.mark}>{t.widget.closed}</Badge>
      )}
    </button>
  )
}

function Waiting() {
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
