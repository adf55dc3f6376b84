import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import type { BehindKey } from './behindKeys'
import { Card } from './Card'
import { DataTable } from './DataTable'
import { addDays } from './days'
import { FigureState, shownOf } from './FigureState'
import { useReportFormats } from './formats'
import { overviewTable, overviewTiles, type OverviewTile } from './overviewTiles'
import { reportQueries, type Scope } from './queries'
import type { PeriodFigures } from './shapes'
import { Tile } from './Tile'
import styles from './Overview.module.css'

interface OverviewProps {
  scope: Scope
  fileName: string
  /** Whether some inbox asks its customers what they thought. */
  asksRatings: boolean
  /** The address of the conversations behind a figure. */
  linkTo: (key: BehindKey) => string
}

/** The figures of the period, each beside that of as many days before. */
export function Overview({ scope, fileName, asksRatings, linkTo }: OverviewProps) {
  const { t, formatNumber, formatDuration } = useI18n()
  const { formatPeriod, formatShare } = useReportFormats()
  const query = useQuery(reportQueries.overview(scope))
  const hasRatings = asksRatings || (query.data?.period.ratings.n ?? 0) > 0
  const tiles = query.data ? overviewTiles(query.data.period, query.data.before, hasRatings) : []
  const table = query.data && overviewTable(tiles, t.reports, (key) => t.reports.tiles[key].title)
  const daysOf = ({ since, until }: PeriodFigures) => formatPeriod(since, addDays(until, -1))
  const leftOut = query.data ? leftOutOf(query.data.period) : 0

  function opinionsOf({ n, good_share, response_share }: PeriodFigures['ratings']): string {
    const said = [t.reports.ratingsOf(n, formatNumber(n))]
    if (good_share !== null) said.push(t.reports.goodOf(formatShare(good_share)))
    if (response_share !== null) said.push(t.reports.ratedOf(formatShare(response_share)))
    return said.join(' · ')
  }

  function detailOf({ spread, of, key }: OverviewTile): string | null {
    if (key === 'ratings' && query.data) return opinionsOf(query.data.period.ratings)
    if (of !== null) return t.reports.ofTurns(of, formatNumber(of))
    if (!spread || spread.p90_seconds === null) return null
    const count = key === 'resolution' ? t.reports.closedOf : t.reports.repliesOf
    return `${count(spread.n, formatNumber(spread.n))} · ${t.reports.nineInTen(formatDuration(spread.p90_seconds))}`
  }

  return (
    <Card
      title={t.reports.overview}
      definition={t.reports.overviewDefinition}
      table={shownOf(query) && table}
      fileName={fileName}
      className={styles.overview}
    >
      <FigureState query={query} height={240}>
        {({ before }) => (
          <>
            <p className={styles.compared}>{t.reports.comparedWith(daysOf(before))}</p>
            {leftOut > 0 && <p className={styles.note}>{t.reports.noCalendar(leftOut, formatNumber(leftOut))}</p>}
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

/** Replies and closings that have no business seconds. */
function leftOutOf({ reply, resolution }: PeriodFigures): number {
  return reply.no_calendar + resolution.no_calendar
}
