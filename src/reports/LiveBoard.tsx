import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { byName } from '@/lib/inOrder'
import { useCatchUp } from '@/realtime/useLive'
import { Card } from './Card'
import { FigureState, shownOf } from './FigureState'
import { useReportFormats } from './formats'
import { reportQueries, type Scope } from './queries'
import type { Live } from './shapes'
import type { Table } from './table'
import styles from './LiveBoard.module.css'

interface LiveBoardProps {
  scope: Scope
  timeZone: string
  fileName: string
}

/** How things stand at this moment; asked for anew by the slow poll, and whenever something may have been missed. */
export function LiveBoard({ scope, timeZone, fileName }: LiveBoardProps) {
  const { t, formatNumber, formatDuration } = useI18n()
  const { formatTimeIn } = useReportFormats()
  const query = useQuery(reportQueries.live(scope))
  useCatchUp(() => void query.refetch())
  const table = query.data && liveTable(query.data, t.reports)
  return (
    <Card
      title={t.reports.live}
      definition={t.reports.liveDefinition}
      table={shownOf(query) && table}
      fileName={fileName}
      tools={
        query.data && <span className={styles.time}>{t.reports.asOf(formatTimeIn(query.data.as_of, timeZone))}</span>
      }
    >
      <FigureState query={query} height={64}>
        {(live) => (
          <dl className={styles.figures}>
            <div>
              <dt>{t.reports.open}</dt>
              <dd>
                <Link to="/admin/chat">{formatNumber(live.open)}</Link>
              </dd>
            </div>
            <div>
              <dt>{t.reports.unassigned}</dt>
              <dd>{formatNumber(live.unassigned)}</dd>
            </div>
            <div>
              <dt>{t.reports.waiting}</dt>
              <dd>{formatNumber(live.waiting)}</dd>
            </div>
            <div>
              <dt>{t.reports.longestWait}</dt>
              <dd>
                {live.longest_wait_seconds === null || live.longest_wait_conversation_id === null ? (
                  <span className={styles.none}>{t.reports.nobodyWaits}</span>
                ) : (
                  <Link to={`/admin/chat/${live.longest_wait_conversation_id}`}>
                    {formatDuration(live.longest_wait_seconds)}
                  </Link>
                )}
              </dd>
            </div>
            <div>
              <dt>{t.reports.present}</dt>
              <dd>{formatNumber(live.agents_present)}</dd>
              <dd className={styles.names}>
                {presentOf(live).map(({ id, name }, place) => (
                  <Fragment key={id}>
                    {place > 0 && ', '}
                    <bdi>{name}</bdi>
                  </Fragment>
                ))}
              </dd>
            </div>
          </dl>
        )}
      </FigureState>
    </Card>
  )
}

function presentOf({ agents }: Live): Live['agents'] {
  return byName(agents.filter(({ present }) => present))
}

function liveTable(
  live: Live,
  words: Record<'figure' | 'value' | 'open' | 'unassigned' | 'waiting' | 'longestWait' | 'present', string>,
): Table {
  const count = (value: number) => ({ kind: 'count' as const, value })
  return {
    columns: [
      { label: words.figure, kind: 'text' },
      { label: words.value, kind: 'figure' },
    ],
    rows: [
      [words.open, count(live.open)],
      [words.unassigned, count(live.unassigned)],
      [words.waiting, count(live.waiting)],
      [words.longestWait, { kind: 'seconds', value: live.longest_wait_seconds }],
      [words.present, count(live.agents_present)],
    ],
  }
}
