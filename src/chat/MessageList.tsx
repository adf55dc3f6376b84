import { useCallback, useMemo, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { classes } from '@/ui/classes'
import { ChevronDownIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { Spinner } from '@/ui/Spinner'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { EventLine } from './EventLine'
import { MessageBubble } from './MessageBubble'
import { useChat } from './ChatProvider'
import type { ChatMessages } from './model'
import { NoteCard } from './NoteCard'
import { lastReadOf, rowsOf, type Row } from './rows'
import type { Names } from './useNames'
import { useReadMarking } from './useReadMarking'
import { useScroll } from './useScroll'
import { useUnreadMark } from './useUnreadMark'
import styles from './MessageList.module.css'

interface MessageListProps {
  conversationId: string
  chat: ChatMessages
  names: Names
}

/** The messages of a conversation, newest at the end. Keeps the reader's place, loads what was before on the way up, marks as read. */
export function MessageList({ conversationId, chat, names }: MessageListProps) {
  const { t } = useI18n()
  const { side } = useChat()
  const { entries, messages, conversation, hasOlder, loadOlder, isLoadingOlder, status } = chat
  const last = entries.at(-1)
  const nearBeginning = useCallback(() => {
    if (hasOlder) loadOlder()
  }, [hasOlder, loadOlder])
  const { scroller, content, isAtEnd, toEnd } = useScroll(
    last?.type === 'message' && last.mine ? last.id : null,
    nearBeginning,
  )
  const isReading = useReadMarking(conversationId, chat, isAtEnd)
  const unreadFrom = useUnreadMark(conversation, messages, side.side, isReading)
  const rows = useMemo(() => rowsOf(entries, unreadFrom), [entries, unreadFrom])
  const readId = useMemo(
    () => lastReadOf(entries, conversation?.their_read_seq ?? 0),
    [entries, conversation?.their_read_seq],
  )
  const newCount = useNewSince(messages.length, isAtEnd)

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={t.chat.messages}
        aria-busy={status === 'loading' || isLoadingOlder}
        tabIndex={0}
      >
        {status === 'loading' ? <LoadingMessages /> : <Beginning chat={chat} />}
        <ol ref={content} className={styles.rows}>
          {rows.map((row) => (
            <MessageRow key={row.entry.id} row={row} isRead={row.entry.id === readId} chat={chat} names={names} />
          ))}
        </ol>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          className={styles.jump}
          onClick={toEnd}
          aria-label={newCount > 0 ? t.chat.newMessages(newCount) : t.chat.jumpToNewest}
          title={t.chat.jumpToNewest}
        >
          <ChevronDownIcon size={16} />
          {newCount > 0 && <span>{t.chat.newMessages(newCount)}</span>}
        </button>
      )}
    </div>
  )
}

function MessageRow({ row, isRead, chat, names }: { row: Row; isRead: boolean; chat: ChatMessages; names: Names }) {
  const { t, formatDay } = useI18n()
  const { entry, opensDay, opensUnread, opensGroup, closesGroup } = row
  return (
    <li
      className={classes(styles.row, entry.type === 'message' && entry.delivery.state !== 'stored' && styles.whole)}
      data-message-id={entry.id}
    >
      {opensDay && (
        <div className={styles.day}>
          <time dateTime={entry.created_at}>{formatDay(entry.created_at)}</time>
        </div>
      )}
      {opensUnread && (
        <div className={styles.unread}>
          <span>{t.chat.unread}</span>
        </div>
      )}
      {entry.type === 'message' ? (
        <MessageBubble
          message={entry}
          opensGroup={opensGroup}
          closesGroup={closesGroup}
          isRead={isRead}
          names={names}
          onRetry={chat.retry}
          onDiscard={chat.discard}
        />
      ) : entry.type === 'note' ? (
        <NoteCard note={entry} />
      ) : (
        <EventLine event={entry} />
      )}
    </li>
  )
}

function Beginning({ chat }: { chat: ChatMessages }) {
  const { t } = useI18n()
  if (chat.isLoadingOlder) {
    return (
      <p className={styles.beginning} role="presentation">
        <Spinner /> {t.chat.loadingOlder}
      </p>
    )
  }
  if (chat.hasOlder) {
    return (
      <p className={styles.beginning}>
        <button type="button" className={styles.older} onClick={chat.loadOlder}>
          {t.chat.loadOlder}
        </button>
      </p>
    )
  }
  return <p className={styles.beginning}>{chat.entries.length === 0 ? t.chat.empty : null}</p>
}

function LoadingMessages() {
  const { t } = useI18n()
  return (
    <div className={styles.loading}>
      <VisuallyHidden>{t.chat.loading}</VisuallyHidden>
      {SHAPES.map(({ mine, width, height }) => (
        <div key={`${width}${height}`} className={classes(styles.shape, mine && styles.mine)}>
          <Skeleton width={width} height={height} />
        </div>
      ))}
    </div>
  )
}

const SHAPES = [
  { mine: false, width: '55%', height: 38 },
  { mine: false, width: '38%', height: 36 },
  { mine: true, width: '46%', height: 58 },
  { mine: false, width: '62%', height: 60 },
  { mine: true, width: '30%', height: 37 },
]

// How many have come since the reader left the end.
function useNewSince(count: number, isAtEnd: boolean): number {
  const [left, setLeft] = useState(count)
  if (isAtEnd && left !== count) setLeft(count)
  return Math.max(0, count - left)
}
