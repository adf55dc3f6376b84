import { useCallback, useMemo, useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { classes } from '@/ui/classes'
import { ChevronDownIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { Spinner } from '@/ui/Spinner'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { blocksOfRows, type Block } from './blocks'
import { MessageBlock } from './MessageBlock'
import { useChat } from './ChatProvider'
import type { ChatMessage, ChatMessages, TimelineEntry } from './model'
import { lastReadOf, rowsOf, type Row } from './rows'
import type { Names } from './useNames'
import { useMessageFocus } from './useMessageFocus'
import { NearnessContext, useNearness } from './useNearness'
import { useReadMarking } from './useReadMarking'
import { useScroll } from './useScroll'
import { useUnreadMark } from './useUnreadMark'
import styles from './MessageList.module.css'

interface MessageListProps {
  conversationId: string
  chat: ChatMessages
  names: Names
  /** What is said before anybody wrote is on its way: until then it is not known that nothing is. */
  isGreetingAwaited: boolean
  isClosing: boolean
}

/** The messages of a conversation, newest at the end. Keeps the reader's place, loads what was before on the way up, marks as read. */
export function MessageList({ conversationId, chat, names, isGreetingAwaited, isClosing }: MessageListProps) {
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
  const isReading = useReadMarking(conversationId, chat, isAtEnd && !isClosing)
  const unreadFrom = useUnreadMark(conversation, messages, side.side, isReading)
  const blocks = useBlocks(entries, unreadFrom)
  const nearness = useNearness(scroller)
  const focusedId = useMessageFocus(scroller)
  const readId = useMemo(
    () => lastReadOf(entries, conversation?.their_read_seq ?? 0),
    [entries, conversation?.their_read_seq],
  )
  const newCount = useNewSince(messages, isAtEnd)
  const { retry, discard } = chat
  // Hundreds of blocks: nobody looks at each of them because the reader types, or reached the end.
  const rows = useMemo(() => {
    const readBlock = blockOf(blocks, readId)
    const focusedBlock = blockOf(blocks, focusedId)
    return (
      <div ref={content} className={styles.rows}>
        {blocks.map((block) => (
          <MessageBlock
            key={block.key}
            block={block}
            readId={block === readBlock ? readId : null}
            focusedId={block === focusedBlock ? focusedId : null}
            names={names}
            onRetry={retry}
            onDiscard={discard}
          />
        ))}
      </div>
    )
  }, [content, blocks, readId, focusedId, names, retry, discard])

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
        {status === 'loading' ? <LoadingMessages /> : <Beginning chat={chat} isGreetingAwaited={isGreetingAwaited} />}
        <NearnessContext value={nearness}>{rows}</NearnessContext>
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

function Beginning({ chat, isGreetingAwaited }: Pick<MessageListProps, 'chat' | 'isGreetingAwaited'>) {
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
  const isEmpty = chat.entries.length === 0 && !isGreetingAwaited
  return <p className={styles.beginning}>{isEmpty ? t.chat.empty : null}</p>
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

function useBlocks(entries: readonly TimelineEntry[], unreadFrom: number | null): readonly Block[] {
  const [cut] = useState(createCutter)
  return useMemo(() => cut(entries, unreadFrom), [cut, entries, unreadFrom])
}

/** Remembers what it answered last: where nothing changed, rows and blocks stay the same objects. Asked twice, it answers the same. */
function createCutter(): (entries: readonly TimelineEntry[], unreadFrom: number | null) => readonly Block[] {
  let known: { unreadFrom: number | null; rows: readonly Row[]; blocks: readonly Block[] } = {
    unreadFrom: null,
    rows: [],
    blocks: [],
  }
  return (entries, unreadFrom) => {
    const rows = rowsOf(entries, unreadFrom, known.unreadFrom === unreadFrom ? known.rows : [])
    known = { unreadFrom, rows, blocks: blocksOfRows(rows, known.blocks) }
    return known.blocks
  }
}

function blockOf(blocks: readonly Block[], id: string | null): Block | undefined {
  return id === null ? undefined : blocks.findLast(({ rows }) => rows.some(({ entry }) => entry.id === id))
}

// How many of the others' messages have come since the reader left the end.
function useNewSince(messages: readonly ChatMessage[], isAtEnd: boolean): number {
  const lastSeq = messages.findLast(({ seq }) => seq !== null)?.seq ?? 0
  const [left, setLeft] = useState(lastSeq)
  if ((isAtEnd || left === 0) && left !== lastSeq) setLeft(lastSeq)
  let count = 0
  for (let i = messages.length - 1; i >= 0; i -= 1) {
    const message = messages[i]
    if (!message || (message.seq !== null && message.seq <= left)) break
    if (!message.mine) count += 1
  }
  return isAtEnd ? 0 : count
}
