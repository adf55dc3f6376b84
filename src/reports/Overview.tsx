import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import type { BehindKey } from './behindKeys'
import { Card } from './Card'
import { DataTable } from './DataTable'
import { addDays } from './days'
import { FigureState } from './FigureState'
import { useReportFormats } from './formats'
import { overviewTable, overviewTiles, type OverviewTile } from './overviewTiles'
import { reportQueries, type Scope } from './queries'
import type { PeriodFigures } from './shapes'
import { Tile } from './Tile'
import styles from './Overview.module.css'

interface OverviewProps {
  scope: Scope
  fileName: string
  /** The address of the conversations behind a figure. */
  linkTo: (key: BehindKey) => string
}

/** The figures of the period, each beside that of as many days before. */
export function Overview({ scope, fileName, linkTo }: OverviewProps) {
  const { t, formatNumber, formatDuration } = useI18n()
  const { formatPeriod } = useReportFormats()
  const query = useQuery(reportQueries.overview(scope))
  const tiles = query.data ? overviewTiles(query.data.period, query.data.before) : []
  const table = query.data && overviewTable(tiles, t.reports, (key) => t.reports.tiles[key].title)
  const daysOf = ({ since, until }: PeriodFigures) => formatPeriod(since, addDays(until, -1))
  const isWithoutCalendar = query.data && scope.clock === 'business' && lacksCalendar(query.data.period)

  function detailOf({ spread, of, key }: OverviewTile): string | null {
    if (of !== null) return t.reports.ofTurns(of, formatNumber(of))
    if (!spread || spread.p90_seconds === null) return null
    const count = key === 'resolution' ? t.reports.closedOf : t.reports.repliesOf
    return `${count(spread.n, formatNumber(spread.n))} · ${t.reports.nineInTen(formatDuration(spread.p90_seconds))}`
  }

  return (
    <Card
      title={t.reports.overview}
      definition={t.reports.overviewDefinition}
      table={table}
      fileName={fileName}
      className={styles.overview}
    >
      <FigureState query={query} height={240}>
        {({ before }) => (
          <>
            <p className={styles.compared}>{t.reports.comparedWith(daysOf(before))}</p>
            {isWithoutCalendar && <p className={styles.note}>{t.reports.noCalendar}</p>}
            <ul className={styles.tiles}>
              {tiles.map((tile) => (
                <Tile
                  key={tile.key}
                  tile={{ ...tile, ...t.reports.tiles[tile.key], detail: detailOf(tile) }}
                  to={linkTo(tile.behind)}
                />
              ))}
            </ul>
            {table && (
              <details className={styles.more}>
                <summary>{t.reports.asTable}</summary>
                <DataTable table={table} label={t.reports.overview} />
              </details>
            )}
          </>
        )}
      </FigureState>
    </Card>
  )
}

function lacksCalendar({ reply, resolution }: PeriodFigures): boolean {
  return reply.n + resolution.n === 0 && reply.no_calendar + resolution.no_calendar > 0
}
