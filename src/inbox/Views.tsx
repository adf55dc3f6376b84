import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { LockIcon } from '@/ui/icons'
import { sameList, type List } from './lists'
import { deskQueries } from './queries'
import { teamQueries, type SavedView } from './teamQueries'
import { useDesk } from './useDesk'
import type { Filters } from './useFilters'
import styles from './Views.module.css'

/** The lists one goes to again and again: everybody's, and those that were saved. */
export function Views({ filters }: { filters: Filters }) {
  const { t } = useI18n()
  const desk = useDesk()
  const { data: counts } = useQuery(deskQueries.counts(desk))
  const { data: saved = [] } = useQuery(teamQueries.views(desk))
  const { data: viewCounts } = useQuery({ ...teamQueries.viewCounts(desk), enabled: saved.length > 0 })
  const { status } = filters.list.filter
  const { sort } = filters.list
  const isOpen = status === 'open'
  const own: { key: string; name: string; list: List; count?: number }[] = [
    { key: 'all', name: t.desk.all, list: { filter: { status }, sort } },
    { key: 'mine', name: t.desk.mine, list: { filter: { status, assignee: 'me' }, sort }, count: counts?.mine },
    {
      key: 'unassigned',
      name: t.inbox.unassignedOnes,
      list: { filter: { status, assignee: 'none' }, sort },
      count: counts?.unassigned,
    },
    {
      key: 'mentioned',
      name: t.desk.mentioned,
      list: { filter: { status, mentioned: true }, sort },
      count: counts?.mentioned,
    },
  ]
  return (
    <nav className={styles.views} aria-label={t.desk.views}>
      {own.map(({ key, name, list, count }) => (
        <View key={key} name={name} list={list} count={isOpen ? count : undefined} filters={filters} />
      ))}
      {saved.map((view) => (
        <View
          key={view.id}
          name={view.name}
          list={listOfView(view)}
          count={viewCounts?.[view.id]}
          filters={filters}
          isPrivate={view.agent_id !== null}
        />
      ))}
    </nav>
  )
}

/** What a saved view shows. */
export function listOfView({ filter, sort }: Pick<SavedView, 'filter' | 'sort'>): List {
  return { filter: { ...filter, status: filter.status ?? 'open' }, sort }
}

interface ViewProps {
  name: string
  list: List
  count: number | undefined
  filters: Filters
  isPrivate?: boolean
}

function View({ name, list, count, filters, isPrivate = false }: ViewProps) {
  const { t } = useI18n()
  const isCurrent = filters.search === '' && sameList(list, filters.list)
  return (
    <Link
      className={styles.view}
      to={filters.linkToList(list)}
      aria-current={isCurrent ? 'true' : undefined}
      title={isPrivate ? t.desk.onlyYours : undefined}
    >
      {isPrivate && <LockIcon size={12} />}
      <span className={styles.name}>{name}</span>
      {count ? (
        <span className={styles.count}>
          {count > 100 ? '100+' : count}
          <span className={styles.unit}> {t.desk.countUnit(count)}</span>
        </span>
      ) : null}
    </Link>
  )
}
