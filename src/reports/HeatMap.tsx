import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { useI18n } from '@/i18n/I18nProvider'
import { Card } from './Card'
import { FigureState, shownOf } from './FigureState'
import { useReportFormats } from './formats'
import { reportQueries, type Scope } from './queries'
import { Segments } from './Segments'
import type { Cell, Heatmap } from './shapes'
import { NO_FIGURE, type Table } from './table'
import { useCellStops } from './useCellStops'
import { useNarrow } from './useNarrow'
import styles from './HeatMap.module.css'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const STEPS = 5

type Shown = 'turns' | 'p90'

interface HeatMapProps {
  scope: Scope
  fileName: string
  /** The address of the conversations behind an hour of the week. */
  linkTo: (weekday: number, hour: number) => string
}

/**
 * When customers write, and how long they wait then. A table by nature: the colours only repeat what it says. Its cells open their
 * conversations; the map is one stop of the Tab key, and arrows lead through it.
 */
export function HeatMap({ scope, fileName, linkTo }: HeatMapProps) {
  const { t, formatDuration } = useI18n()
  const { formatWeekday, formatHour, formatBrief } = useReportFormats()
  const isNarrow = useNarrow()
  const [shown, setShown] = useState<Shown>('turns')
  const query = useQuery(reportQueries.heatmap(scope))
  const isEmpty = ({ cells }: Heatmap) => cells.every((cell) => cell.turns === 0)
  const answer = shownOf(query, isEmpty)
  const table = answer && heatTable(answer, t.reports, { formatWeekday, formatHour })
  const stopOf = useCellStops(answer?.cells ?? [], isNarrow)

  function cellOf(cell: Cell | undefined, stepOf: (value: number) => number) {
    const value = cell && valueOf(cell, shown)
    const step = value ? stepOf(value) : 0
    const full =
      shown === 'turns' ? String(value ?? 0) : value === null || value === undefined ? NO_FIGURE : formatDuration(value)
    const brief = shown === 'turns' ? (value ? String(value) : '') : value ? formatBrief(value) : ''
    return (
      <td key={`${cell?.weekday} ${cell?.hour}`} className={styles.cell} data-step={step} title={titleOf(cell, full)}>
        {cell && cell.turns > 0 ? (
          <Link
            className={styles.open}
            to={linkTo(cell.weekday, cell.hour)}
            preventScrollReset
            aria-label={`${titleOf(cell, full)}. ${t.reports.opens}`}
            {...stopOf(cell)}
          >
            {brief || NO_FIGURE}
          </Link>
        ) : (
          brief || <span className={styles.none}>{full}</span>
        )}
      </td>
    )
  }

  function titleOf(cell: Cell | undefined, full: string) {
    return cell && `${formatWeekday(cell.weekday, 'long')}, ${formatHour(cell.hour)}: ${full}`
  }

  return (
    <Card
      title={t.reports.heat}
      definition={t.reports.heatDefinition}
      table={table}
      fileName={fileName}
      tools={
        <Segments<Shown>
          size="small"
          label={t.reports.heatShow}
          value={shown}
          choices={[
            { value: 'turns', label: t.reports.heatVolume },
            { value: 'p90', label: t.reports.heatP90 },
          ]}
          onChange={setShown}
        />
      }
    >
      <FigureState query={query} isEmpty={isEmpty}>
        {({ cells }) => {
          const stepOf = stepsOf(
            cells.map((cell) => valueOf(cell, shown)),
            shown,
          )
          const at = new Map(cells.map((cell) => [`${cell.weekday} ${cell.hour}`, cell]))
          const days = WEEKDAYS.map((weekday) => ({ weekday, name: formatWeekday(weekday) }))
          return (
            <table className={styles.table} data-narrow={isNarrow} aria-label={t.reports.heat}>
              <thead>
                <tr>
                  <th scope="col">{isNarrow ? t.reports.hour : t.reports.weekday}</th>
                  {isNarrow
                    ? days.map(({ weekday, name }) => (
                        <th key={weekday} scope="col">
                          {name}
                        </th>
                      ))
                    : HOURS.map((hour) => (
                        <th key={hour} scope="col">
                          {String(hour).padStart(2, '0')}
                        </th>
                      ))}
                </tr>
              </thead>
              <tbody>
                {isNarrow
                  ? HOURS.map((hour) => (
                      <tr key={hour}>
                        <th scope="row">{formatHour(hour)}</th>
                        {WEEKDAYS.map((weekday) => cellOf(at.get(`${weekday} ${hour}`), stepOf))}
                      </tr>
                    ))
                  : days.map(({ weekday, name }) => (
                      <tr key={weekday}>
                        <th scope="row">{name}</th>
                        {HOURS.map((hour) => cellOf(at.get(`${weekday} ${hour}`), stepOf))}
                      </tr>
                    ))}
              </tbody>
            </table>
          )
        }}
      </FigureState>
    </Card>
  )
}

function valueOf(cell: Cell, shown: Shown): number | null {
  return shown === 'turns' ? cell.turns : cell.p90_seconds
}

/**
 * How dark a value is, 1 to 5. Volume as it is; times by their order of magnitude, or one night's wait would leave all others pale.
 */
function stepsOf(values: readonly (number | null)[], shown: Shown): (value: number) => number {
  const there = values.filter((value) => value !== null && value > 0) as number[]
  const scale = (value: number) => (shown === 'turns' ? value : Math.log1p(value))
  const most = scale(Math.max(...there, 0))
  const least = shown === 'turns' ? 0 : scale(Math.min(...there, Infinity))
  return (value) => (most > least ? Math.max(1, Math.ceil(((scale(value) - least) / (most - least)) * STEPS)) : STEPS)
}

interface HeatFormats {
  formatWeekday: (weekday: number, length?: 'short' | 'long') => string
  formatHour: (hour: number) => string
}

/** All that the map can show, an hour of the week a row. */
function heatTable(
  { cells }: Heatmap,
  words: Record<'weekday' | 'hour' | 'heatVolume' | 'replies' | 'heatP90', string>,
  { formatWeekday, formatHour }: HeatFormats,
): Table {
  return {
    columns: [
      { label: words.weekday, kind: 'text' },
      { label: words.hour, kind: 'text' },
      { label: words.heatVolume, kind: 'count' },
      { label: words.replies, kind: 'count' },
      { label: words.heatP90, kind: 'seconds' },
    ],
    rows: cells.map((cell) => [
      formatWeekday(cell.weekday, 'long'),
      formatHour(cell.hour),
      cell.turns,
      cell.n,
      cell.p90_seconds,
    ]),
  }
}
