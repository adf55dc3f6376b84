import { useQuery } from '@tanstack/react-query'
import { Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts'
import { useI18n } from '@/i18n/I18nProvider'
import { AXIS, MARGIN } from './Chart'
import { ChartCard } from './ChartCard'
import { COLOURS } from './chartColours'
import { ChartTooltip } from './ChartTooltip'
import { useReportFormats } from './formats'
import { reportQueries, type Scope } from './queries'
import type { Ratings, Series } from './shapes'
import type { Table } from './table'

/** What customers thought, by the day on which they said it. */
export function RatingsTrend({ scope, fileName }: { scope: Scope; fileName: string }) {
  const { t, formatNumber } = useI18n()
  const { formatShortDay, formatFullDay, formatDecimal } = useReportFormats()
  const query = useQuery(reportQueries.ratings(scope))
  const isEmpty = ({ days }: Series<Ratings>) => days.every((day) => day.n === 0)
  const tableOf = (series: Series<Ratings>) => ratingsTable(series, t.reports, formatFullDay)
  const count = { label: t.reports.ratings, colour: COLOURS.fourth }
  const mean = { label: t.reports.meanScore, colour: COLOURS.first }
  return (
    <ChartCard
      title={t.reports.ratings}
      definition={t.reports.ratingsDefinition}
      fileName={fileName}
      query={query}
      isEmpty={isEmpty}
      tableOf={tableOf}
      legend={[count, mean]}
    >
      {(series) => (
        <ComposedChart data={series.days} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="day" tickFormatter={formatShortDay} {...AXIS} minTickGap={24} />
          <YAxis yAxisId="mean" {...AXIS} width={36} domain={[1, 5]} ticks={[1, 2, 3, 4, 5]} />
          <YAxis
            yAxisId="count"
            orientation="right"
            {...AXIS}
            width={36}
            allowDecimals={false}
            tickFormatter={(value: number) => formatNumber(value)}
          />
          <Tooltip
            cursor={{ fill: 'var(--surface-hover)' }}
            isAnimationActive={false}
            content={<ChartTooltip writeLabel={formatFullDay} writeValue={formatDecimal} />}
          />
          <Bar
            yAxisId="count"
            dataKey="n"
            name={count.label}
            fill={count.colour}
            isAnimationActive={false}
            maxBarSize={18}
          />
          <Line
            yAxisId="mean"
            dataKey="mean_score"
            name={mean.label}
            stroke={mean.colour}
            strokeWidth={2}
            dot={series.days.length <= 31 ? { r: 2 } : false}
            connectNulls
            isAnimationActive={false}
          />
        </ComposedChart>
      )}
    </ChartCard>
  )
}

function ratingsTable(
  { days }: Series<Ratings>,
  words: Record<'day' | 'ratings' | 'meanScore' | 'goodShare', string>,
  formatDay: (day: string) => string,
): Table {
  return {
    columns: [
      { label: words.day, kind: 'text' },
      { label: words.ratings, kind: 'count' },
      { label: words.meanScore, kind: 'score' },
      { label: words.goodShare, kind: 'share' },
    ],
    rows: days.map((day) => [formatDay(day.day), day.n, day.mean_score, day.good_share]),
  }
}
