import type { ReactNode, Ref } from 'react'
import type { ConversationStatus } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { EmptyState } from '@/ui/EmptyState'
import { CheckIcon, InboxIcon, SearchIcon, SnoozeIcon } from '@/ui/icons'
import { Tabs } from '@/ui/Tabs'
import { useQuery } from '@tanstack/react-query'
import { ConversationList } from './ConversationList'
import { deskQueries } from './queries'
import { SearchBox } from './SearchBox'
import { useFound, useTab } from './useConversationList'
import { useDesk } from './useDesk'
import type { Filters } from './useFilters'
import styles from './Sidebar.module.css'

interface SidebarProps {
  filters: Filters
  conversationId: string | null
  searchRef: Ref<HTMLInputElement>
  listRef: Ref<HTMLDivElement>
  onLeaveSearch: () => void
}

/** Which conversations: by status, or all that a search finds. */
export function Sidebar({ filters, conversationId, searchRef, listRef, onLeaveSearch }: SidebarProps) {
  const { t } = useI18n()
  const { data: counts } = useQuery(deskQueries.counts(useDesk()))
  const { status, search, setStatus, setSearch, linkTo } = filters
  const isSearching = search !== ''
  const tab = useTab(status, !isSearching)
  const found = useFound(search)
  return (
    <div className={styles.sidebar}>
      <Tabs
        className={styles.tabs}
        label={t.inbox.status}
        value={isSearching ? null : status}
        onChange={setStatus}
        tabs={[
          {
            value: 'open',
            label: t.inbox.open,
            count: counts?.open,
            countLabel: counts && t.inbox.countOf(counts.open),
          },
          {
            value: 'snoozed',
            label: t.inbox.snoozed,
            count: counts?.snoozed,
            countLabel: counts && t.inbox.countOf(counts.snoozed),
          },
          { value: 'closed', label: t.inbox.closed },
        ]}
        beforePanel={
          <div className={styles.search}>
            <SearchBox ref={searchRef} value={search} onSearch={setSearch} onLeave={onLeaveSearch} />
          </div>
        }
      >
        <div ref={listRef} className={styles.scroller} data-scroller="conversations">
          {isSearching && found.state === 'ready' && (
            <output className={styles.found}>{t.inbox.found(found.list.length)}</output>
          )}
          <ConversationList
            key={isSearching ? 'search' : status}
            shown={isSearching ? found : tab}
            conversationId={conversationId}
            linkTo={linkTo}
            showStatus={isSearching}
            empty={isSearching ? <NothingFound /> : <NothingHere status={status} />}
          />
        </div>
      </Tabs>
    </div>
  )
}

function NothingFound() {
  const { t } = useI18n()
  return (
    <EmptyState icon={<SearchIcon />} title={t.inbox.emptySearchTitle}>
      {t.inbox.emptySearchWords}
    </EmptyState>
  )
}

function NothingHere({ status }: { status: ConversationStatus }) {
  const { t } = useI18n()
  const words: Record<ConversationStatus, { icon: ReactNode; title: string; words: string }> = {
    open: { icon: <CheckIcon />, title: t.inbox.emptyOpenTitle, words: t.inbox.emptyOpenWords },
    snoozed: { icon: <SnoozeIcon />, title: t.inbox.emptySnoozedTitle, words: t.inbox.emptySnoozedWords },
    closed: { icon: <InboxIcon />, title: t.inbox.emptyClosedTitle, words: t.inbox.emptyClosedWords },
  }
  return (
    <EmptyState icon={words[status].icon} title={words[status].title}>
      {words[status].words}
    </EmptyState>
  )
}
