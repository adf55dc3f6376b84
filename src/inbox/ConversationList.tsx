import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { useI18n } from '@/i18n/I18nProvider'
import { errorText } from '@/i18n/errorText'
import { ConversationCard } from './ConversationCard'
import type { ConversationListState } from './useConversationList'
import { useAgents, useDesk, useInboxNames } from './useDesk'
import { useTypists } from './useTypists'
import { useVisibleRows } from './useVisibleRows'
import styles from './ConversationList.module.css'

interface ConversationListProps {
  shown: ConversationListState
  /** What stands here when there is nothing. */
  empty: ReactNode
  conversationId: string | null
  linkTo: (conversationId: string) => string
  showStatus: boolean
}

/** Newest first, moving live; older ones come as one scrolls. */
export function ConversationList({ shown, empty, conversationId, linkTo, showStatus }: ConversationListProps) {
  const { t } = useI18n()
  if (shown.state === 'loading') return <LoadingList label={t.app.loading} />
  if (shown.state === 'failed') {
    return (
      <EmptyState
        role="alert"
        icon={<AlertIcon />}
        title={t.inbox.listFailedTitle}
        action={<Button onClick={shown.retry}>{t.inbox.retry}</Button>}
      >
        {errorText(t, shown.error)}
      </EmptyState>
    )
  }
  return (
    <>
      <Rows shown={shown} conversationId={conversationId} linkTo={linkTo} showStatus={showStatus} />
      {shown.list.length === 0 && !shown.hasMore && empty}
      {shown.hasMore && (
        // Each page its own: an observer that sees the end before and after a page has come has nothing new to tell.
        <More
          key={shown.pageCount}
          isLoading={shown.isLoadingMore}
          onMore={shown.loadMore}
          failed={shown.error !== null}
        />
      )}
    </>
  )
}

function Rows({ shown, conversationId, linkTo, showStatus }: Omit<ConversationListProps, 'empty'>) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const agents = useAgents()
  const inboxNames = useInboxNames()
  const typists = useTypists()
  const list = useRef<HTMLUListElement>(null)
  const { first, last, rowHeight } = useVisibleRows(list, shown.list.length)
  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label={t.inbox.conversations}
      style={{ paddingBlock: `${first * rowHeight}px ${(shown.list.length - last) * rowHeight}px` }}
    >
      {shown.list.slice(first, last).map((row, index) => (
        <li key={row.id} aria-posinset={first + index + 1} aria-setsize={shown.hasMore ? -1 : shown.list.length}>
          <ConversationCard
            row={row}
            to={linkTo(row.id)}
            isCurrent={row.id === conversationId}
            meId={meId}
            assignee={(row.assignee_id && agents.get(row.assignee_id)) || null}
            inboxName={inboxNames.get(row.inbox_id) ?? null}
            typist={typists.get(row.id) ?? null}
            showStatus={showStatus}
          />
        </li>
      ))}
    </ul>
  )
}

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
