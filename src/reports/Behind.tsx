import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router-dom'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { EmptyState } from '@/ui/EmptyState'
import { Loading } from '@/ui/Loading'
import { behindQuery, type BehindFigure } from './behindKeys'
import { bucketText } from './Distribution'
import { useReportFormats } from './formats'
import { reportQueries, type Scope } from './queries'
import type { BehindRow } from './shapes'
import styles from './Behind.module.css'

interface BehindProps {
  scope: Scope
  timeZone: string
  figure: BehindFigure
  title: string
  onClose: () => void
}

/** The conversations that a figure is made of, newest first. */
export function Behind({ scope, timeZone, figure, title, onClose }: BehindProps) {
  const { t, formatDuration } = useI18n()
  const { formatPeriod, formatWeekday, formatHour } = useReportFormats()
  const { key, ...part } = figure
  const { metric, clock } = behindQuery(key, scope.clock)
  const query = useInfiniteQuery(reportQueries.behind({ ...scope, clock }, metric, part))
  const { weekday, hour, from_seconds, to_seconds } = part
  const inWords = [
    weekday !== undefined && formatWeekday(weekday, 'long'),
    hour !== undefined && formatHour(hour),
    from_seconds !== undefined &&
      bucketText({ from_seconds, to_seconds: to_seconds ?? null }, t.reports, formatDuration),
  ].filter((text) => text !== false)
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Dialog
      kind="side"
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={[formatPeriod(scope.first, scope.last), ...inWords].join(' · ')}
      closeLabel={t.app.close}
    >
      {query.isPending && <Loading label={t.app.loading} />}
      {query.isError && rows.length === 0 && (
        <EmptyState
          role="alert"
          title={t.reports.failed}
          action={<Button onClick={() => void query.refetch()}>{t.reports.retry}</Button>}
        >
          {errorText(t, query.error)}
        </EmptyState>
      )}
      {query.data && rows.length === 0 && <EmptyState title={t.reports.behindEmpty} />}
      {rows.length > 0 && (
        <ul className={styles.list} aria-label={t.reports.conversationsColumn}>
          {rows.map((row) => (
            <Row key={`${row.conversation_id} ${row.episode} ${row.turn}`} row={row} timeZone={timeZone} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t.reports.behindMore}
        </Button>
      )}
    </Dialog>
  )
}

function Row({ row, timeZone }: { row: BehindRow; timeZone: string }) {
  const { t, formatDuration } = useI18n()
  const { formatMomentIn } = useReportFormats()
  const name = row.contact.name ?? row.contact.email ?? t.reports.visitor(row.contact.id.slice(-4).toUpperCase())
  return (
    <li>
      <Link className={styles.row} to={`/admin/chat/${row.conversation_id}`}>
        <span className={styles.first}>
          <b className={styles.name}>{name}</b>
          {row.seconds !== null && <span className={styles.seconds}>{formatDuration(row.seconds)}</span>}
          {row.score !== null && <span className={styles.seconds}>{t.reports.scoreOf(row.score)}</span>}
        </span>
        {row.preview && <span className={styles.preview}>{row.preview}</span>}
        <span className={styles.when}>{formatMomentIn(row.ended_at ?? row.started_at, timeZone)}</span>
      </Link>
    </li>
  )
}
