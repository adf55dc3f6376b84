import { useEffect, useEffectEvent, useRef, type ReactNode, type RefObject } from 'react'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { Skeleton } from '@/ui/Skeleton'
import type { InboxConversation } from '@/chat/shapes'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { useI18n } from '@/i18n/I18nProvider'
import { ListFailed } from './ListFailed'
import { ConversationCard } from './ConversationCard'
import type { ConversationListState } from './useConversationList'
import { useAgents, useDesk, useInboxNames, useLabels } from './useDesk'
import { useLeaving } from './useLeaving'
import { useRowScroll } from './useRowScroll'
import { useRowViewers } from './useRowViewers'
import type { Selection } from './useSelection'
import { useTypists } from './useTypists'
import { useVirtualRows } from './useVirtualRows'
import styles from './ConversationList.module.css'

interface ConversationListProps {
  shown: ConversationListState
  /** What stands here when there is nothing. */
  empty: ReactNode
  conversationId: string | null
  linkTo: (conversationId: string) => string
  showStatus: boolean
  scroller: RefObject<HTMLElement | null>
  /** Where several can be chosen. */
  selection: Selection | null
}

/** Newest first, moving live; older ones come as one scrolls. */
export function ConversationList({ empty, ...props }: ConversationListProps) {
  const { shown } = props
  const { t } = useI18n()
  if (shown.state === 'loading') return <LoadingList label={t.app.loading} />
  if (shown.state === 'failed') return <ListFailed title={t.inbox.listFailedTitle} {...shown} />
  return (
    <>
      <Rows {...props} />
      {shown.list.length === 0 && !shown.hasMore && empty}
      {shown.hasMore && (
        // Each page its own: an observer that sees the end before and after a page has come has nothing new to tell.
        <More
          key={shown.list.length}
          isLoading={shown.isLoadingMore}
          onMore={shown.loadMore}
          failed={shown.error !== null}
        />
      )}
    </>
  )
}

type RowsProps = Omit<ConversationListProps, 'empty'>

function Rows({ shown, conversationId, linkTo, showStatus, scroller, selection }: RowsProps) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const agents = useAgents()
  const labels = useLabels()
  const inboxNames = useInboxNames()
  const typists = useTypists()
  const viewers = useRowViewers()
  const items = useLeaving(shown.list)
  const { list, drawn, size, lastInUse } = useVirtualRows(items, scroller, conversationId)
  useRowScroll(scroller, drawn)
  const endSooner = useEffectEvent((rows: readonly InboxConversation[]) => {
    const inUse = lastInUse()
    if (inUse === null) return
    const ticked = selection?.ids
    const lastTicked = ticked?.size ? rows.findLastIndex(({ id }) => ticked.has(id)) : -1
    shown.needsUntil(Math.max(inUse, lastTicked))
  })
  useEffect(() => endSooner(shown.list), [shown.list])
  const isTicking = selection !== null && selection.ids.size > 0
  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label={t.inbox.conversations}
      style={{ blockSize: size }}
      data-selecting={isTicking}
    >
      {drawn.map(({ id, index, start, height }) => {
        const shownRow = items[index]
        if (!shownRow) return null
        const { item: row, isLeaving } = shownRow
        return (
          <li
            key={id}
            className={classes(styles.place, isLeaving && styles.leaving)}
            style={{ transform: `translateY(${start}px)`, blockSize: height }}
            inert={isLeaving}
            aria-posinset={index + 1}
            aria-setsize={shown.hasMore ? -1 : items.length}
          >
            <ConversationCard
              row={row}
              to={linkTo(id)}
              isCurrent={id === conversationId}
              meId={meId}
              assignee={(row.assignee_id && agents.get(row.assignee_id)) || null}
              inboxName={inboxNames.get(row.inbox_id) ?? null}
              typist={typists.get(id) ?? null}
              viewers={viewers.get(id) ?? NOBODY}
              labels={labels}
              showStatus={showStatus}
              isTicked={selection?.ids.has(id) ?? false}
              isTicking={isTicking}
              onTick={selection?.toggle ?? null}
            />
          </li>
        )
      })}
    </ul>
  )
}

const NOBODY: readonly string[] = []

/** Loads when it comes near the screen; after a failure only when asked. */
function More({ isLoading, failed, onMore }: { isLoading: boolean; failed: boolean; onMore: () => void }) {
  const { t } = useI18n()
  const button = useRef<HTMLButtonElement>(null)
  const load = useEffectEvent(onMore)
  useEffect(() => {
    if (!button.current || isLoading || failed) return undefined
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && load(), {
      root: button.current.closest('[data-scroller]'),
      rootMargin: '800px 0px',
    })
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [isLoading, failed])
  return (
    <div className={styles.more}>
      <Button ref={button} look="quiet" size="small" busy={isLoading} onClick={onMore}>
        {isLoading ? t.inbox.loadingMore : t.inbox.loadMore}
      </Button>
    </div>
  )
}

function LoadingList({ label }: { label: string }) {
  return (
    <output className={styles.loading}>
      <VisuallyHidden>{label}</VisuallyHidden>
      {WIDTHS.map((width) => (
        <span key={width} className={styles.loadingRow}>
          <Skeleton width={36} height={36} round />
          <span className={styles.loadingText}>
            <Skeleton width={`${width - 20}%`} />
            <Skeleton width={`${width + 12}%`} height={10} />
          </span>
        </span>
      ))}
    </output>
  )
}

const WIDTHS = [62, 78, 55, 83, 70, 66, 74]
