import { memo, use } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { classes } from '@/ui/classes'
import { AlertIcon, AutomaticIcon, ChatIcon, ClockIcon } from '@/ui/icons'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { AttachmentList } from './attachments/AttachmentList'
import { useChat } from './ChatProvider'
import { Markdown } from './markdown/Markdown'
import { MessageActionsContext } from './MessageActions'
import type { ChatMessage } from './model'
import type { Names } from './useNames'
import styles from './MessageBubble.module.css'

interface MessageBubbleProps {
  message: ChatMessage
  opensGroup: boolean
  closesGroup: boolean
  isRead: boolean
  /** Tells its time to the second. */
  isFocused: boolean
  names: Names
  onRetry: (id: string) => void
  onDiscard: (id: string) => void
}

/** A few, and nothing else: shown large. */
const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}{2}|\u200d|\ufe0f|\s){1,12}$/u

export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps) {
  const { message, opensGroup, closesGroup, isRead, isFocused, names, onRetry, onDiscard } = props
  const { t, formatTime, formatMoment } = useI18n()
  const { side } = useChat()
  const { delivery, mine, created_at } = message
  const author = authorName(message, names, t.chat)
  const moment = formatMoment(created_at)
  const ours = mine || (side.side === 'agent' && message.author !== 'contact')
  return (
    <div
      className={classes(
        styles.message,
        ours && styles.ours,
        ours && !mine && (message.author === 'system' ? styles.automatic : styles.colleague),
        opensGroup && styles.opens,
        closesGroup && styles.closes,
        delivery.state !== 'stored' && styles.unsent,
        delivery.state === 'sending' && styles.sending,
      )}
      tabIndex={-1}
    >
      {!ours && (
        <span className={styles.face}>
          {closesGroup && (
            <Avatar
              name={author}
              src={message.agent?.avatar_url}
              seed={message.agent?.id ?? author}
              size={28}
              icon={message.author === 'system' ? <ChatIcon size={16} /> : undefined}
            />
          )}
        </span>
      )}
      <div className={styles.column}>
        {opensGroup && !mine ? (
          <span className={styles.author}>
            {ours && message.author === 'system' && <AutomaticIcon size={14} />}
            {ours && message.author === 'agent' && (
              <Avatar name={author} src={message.agent?.avatar_url} seed={message.agent?.id ?? author} size={18} />
            )}
            {author}
          </span>
        ) : (
          <VisuallyHidden>{author}</VisuallyHidden>
        )}
        <div
          className={classes(
            styles.bubble,
            message.deleted_at && styles.deleted,
            delivery.state === 'failed' && styles.failed,
            message.body !== null && ONLY_EMOJI.test(message.body) && styles.onlyEmoji,
          )}
          title={moment}
        >
          {message.body === null ? <em>{t.chat.deleted}</em> : message.body !== '' && <Markdown text={message.body} />}
          {message.body !== null && message.attachments.length > 0 && (
            <AttachmentList attachments={message.attachments} />
          )}
        </div>
        <Foot
          message={message}
          closesGroup={closesGroup}
          isRead={isRead}
          time={formatTime(created_at)}
          moment={moment}
          isExact={isFocused}
        />
        {delivery.state === 'failed' && (
          <div className={styles.trouble} role="alert">
            <AlertIcon size={14} />
            <span>
              {t.chat.notSent}. {errorText(t, delivery.error)}
            </span>
            <span className={styles.actions}>
              <button type="button" className={styles.action} onClick={() => onRetry(message.id)}>
                {delivery.error.hint === 'newer_reply' ? t.chat.sendAnyway : t.chat.retry}
              </button>
              <button
                type="button"
                className={styles.action}
                aria-label={t.chat.discardMessage}
                onClick={() => onDiscard(message.id)}
              >
                {t.chat.discard}
              </button>
            </span>
          </div>
        )}
      </div>
    </div>
  )
})

function Foot({
  message,
  closesGroup,
  isRead,
  time,
  moment,
  isExact,
}: {
  message: ChatMessage
  closesGroup: boolean
  isRead: boolean
  time: string
  moment: string
  isExact: boolean
}) {
  const { t } = useI18n()
  const actionsOf = use(MessageActionsContext)
  const { delivery } = message
  if (delivery.state === 'failed') return null
  if (delivery.state !== 'stored') {
    return (
      <span className={classes(styles.foot, styles.shown)}>
        <ClockIcon size={12} />
        {delivery.state === 'sending' ? t.chat.sending : t.chat.waiting}
      </span>
    )
  }
  return (
    <span className={classes(styles.foot, (closesGroup || isRead) && styles.shown, isExact && styles.exact)}>
      <time dateTime={message.created_at} title={moment} dir="auto">
        {isExact ? moment : time}
      </time>
      {isRead && <span> · {t.chat.read}</span>}
      {actionsOf?.(message)}
    </span>
  )
}

function authorName(message: ChatMessage, names: Names, t: { you: string; anAgent: string }): string {
  if (message.mine) return t.you
  switch (message.author) {
    case 'contact':
      return names.contact
    case 'agent':
      return message.agent?.name ?? t.anAgent
    case 'system':
      return names.team
    default:
      return message.author satisfies never
  }
}
