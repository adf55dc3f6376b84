import { memo, useRef } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { classes } from '@/ui/classes'
import type { Block } from './blocks'
import { EventLine } from './EventLine'
import { MessageBubble } from './MessageBubble'
import styles from './MessageBlock.module.css'
import { NoteCard } from './NoteCard'
import type { Row } from './rows'
import { useIsNear } from './useNearness'
import type { Names } from './useNames'

interface MessageBlockProps {
  block: Block
  /** The message under which "Read" stands, if it is in this block. */
  readId: string | null
  /** The message that has the focus, if it is in this block. */
  focusedId: string | null
  names: Names
  onRetry: (id: string) => void
  onDiscard: (id: string) => void
}

/** Some rows of a conversation. Far from what is seen, only their height is left. */
export const MessageBlock = memo(function MessageBlock({ block, readId, focusedId, ...rest }: MessageBlockProps) {
  const element = useRef<HTMLDivElement>(null)
  const { isNear, heightPx } = useIsNear(element)
  return (
    <div ref={element} style={isNear ? undefined : { blockSize: heightPx }}>
      {isNear &&
        block.rows.map((row) => (
          <MessageRow
            key={row.entry.id}
            row={row}
            isRead={row.entry.id === readId}
            isFocused={row.entry.id === focusedId}
            {...rest}
          />
        ))}
    </div>
  )
})

interface MessageRowProps extends Pick<MessageBlockProps, 'names' | 'onRetry' | 'onDiscard'> {
  row: Row
  isRead: boolean
  isFocused: boolean
}

const MessageRow = memo(function MessageRow({ row, isRead, isFocused, names, onRetry, onDiscard }: MessageRowProps) {
  const { t, formatDay } = useI18n()
  const { entry, opensDay, opensUnread, opensGroup, closesGroup } = row
  return (
    <div
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
          isFocused={isFocused}
          names={names}
          onRetry={onRetry}
          onDiscard={onDiscard}
        />
      ) : entry.type === 'note' ? (
        <NoteCard note={entry} />
      ) : (
        <EventLine event={entry} />
      )}
    </div>
  )
})
