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
export const MessageBlock = memo(function MessageBlock({ block, ...rest }: MessageBlockProps) {
  const element = useRef<HTMLDivElement>(null)
  const { isNear, heightPx } = useIsNear(element)
  return (
    <div ref={element} style={isNear ? undefined : { blockSize: heightPx }}>
      {isNear && block.rows.map((row) => <MessageRow key={row.entry.id} row={row} {...rest} />)}
    </div>
  )
})

function MessageRow({
  row,
  readId,
  focusedId,
  names,
  onRetry,
  onDiscard,
}: Omit<MessageBlockProps, 'block'> & { row: Row }) {
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
          isRead={entry.id === readId}
          isFocused={entry.id === focusedId}
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
}
