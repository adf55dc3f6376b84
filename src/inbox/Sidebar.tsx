import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, type ReactNode, type Ref, type RefObject } from 'react'
import type { ConversationStatus } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { CheckIcon, FilterIcon, InboxIcon, SnoozeIcon } from '@/ui/icons'
import { Tabs } from '@/ui/Tabs'
import { BulkBar } from './BulkBar'
import { ConversationList } from './ConversationList'
import { FilterPanel } from './FilterPanel'
import { deskQueries } from './queries'
import { SearchBox } from './SearchBox'
import { SearchResults } from './SearchResults'
import { useConversationList } from './useConversationList'
import { useDesk } from './useDesk'
import type { Filters } from './useFilters'
import { useFound } from './useFound'
import { usePreparing } from './usePreparing'
import { useSelection, type Selection } from './useSelection'
import { Views } from './Views'
import styles from './Sidebar.module.css'

interface SidebarProps {
  filters: Filters
  conversationId: string | null
  searchRef: Ref<HTMLInputElement>
  listRef: RefObject<HTMLDivElement | null>
  onLeaveSearch: () => void
  /** What is ticked, for keys and bulk actions. */
  onSelection: (selection: Selection) => void
}

/** Which conversations: by status and whatever else, or all that a search finds. */
export function Sidebar({ filters, conversationId, searchRef, listRef, onLeaveSearch, onSelection }: SidebarProps) {
  const { t } = useI18n()
  const { data: counts } = useQuery(deskQueries.counts(useDesk()))
  const { list, search, setStatus, setSearch, linkTo } = filters
  const { status } = list.filter
  const isSearching = search !== ''
  const shown = useConversationList(list, !isSearching)
  const found = useFound(search)
  const ids = useMemo(() => shown.list.map(({ id }) => id), [shown.list])
  const selection = useSelection(ids)
  useEffect(() => onSelection(selection), [onSelection, selection])
  usePreparing(listRef)
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
          <>
            <div className={styles.search}>
              <SearchBox ref={searchRef} value={search} onSearch={setSearch} onLeave={onLeaveSearch} />
              <FilterPanel filters={filters} />
            </div>
            <Views filters={filters} />
          </>
        }
      >
        <div ref={listRef} className={styles.scroller} data-scroller="conversations">
          {isSearching ? (
            <SearchResults
              shown={found}
              conversationId={conversationId}
              linkTo={linkTo}
              query={search}
              onSearch={setSearch}
            />
          ) : (
            <ConversationList
              key={JSON.stringify(list)}
              shown={shown}
              conversationId={conversationId}
              linkTo={linkTo}
              showStatus={false}
              scroller={listRef}
              selection={selection}
              empty={<NothingHere filters={filters} />}
            />
          )}
        </div>
        {!isSearching && selection.ids.size > 0 && <BulkBar selection={selection} status={status} />}
      </Tabs>
    </div>
  )
}

function NothingHere({ filters }: { filters: Filters }) {
  const { t } = useI18n()
  const { status, ...narrowing } = filters.list.filter
  if (Object.keys(narrowing).length > 0) {
    return (
      <EmptyState
        icon={<FilterIcon />}
        title={t.desk.emptyFilteredTitle}
        action={
          <Button onClick={() => filters.show({ filter: { status }, sort: filters.list.sort })}>
            {t.desk.clearFilters}
          </Button>
        }
      >
        {t.desk.emptyFilteredWords}
      </EmptyState>
    )
  }
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
