import { useQuery } from '@tanstack/react-query'
import { Bar, CartesianGrid, ComposedChart, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import { useI18n } from '@/i18n/I18nProvider'
import { AXIS, MARGIN } from './Chart'
import { ChartCard } from './ChartCard'
import { COLOURS } from './chartColours'
import { ChartTooltip } from './ChartTooltip'
import { useReportFormats } from './formats'
import { reportQueries, type BothTimes, type Scope } from './queries'
import type { Series, Volume } from './shapes'
import type { Table } from './table'
import { timeTicks } from './timeTicks'

/** What came in and went out, day by day. */
export function VolumeTrend({ scope, fileName }: { scope: Scope; fileName: string }) {
  const { t, formatNumber } = useI18n()
  const { formatShortDay, formatFullDay } = useReportFormats()
  const query = useQuery(reportQueries.volume(scope))
  const isEmpty = (series: Series<Volume>) => series.days.every((day) => !day.messages_in && !day.messages_out)
  const tableOf = (series: Series<Volume>) => volumeTable(series, t.reports, formatFullDay)
  const bars = [
    { key: 'conversations', label: t.reports.begun, colour: COLOURS.first },
    { key: 'reopened', label: t.reports.reopened, colour: COLOURS.fourth },
  ]
  const lines = [
    { key: 'messages_in', label: t.reports.messagesIn, colour: COLOURS.second },
    { key: 'messages_out', label: t.reports.messagesOut, colour: COLOURS.third },
  ]
  return (
    <ChartCard
      title={t.reports.volume}
      definition={t.reports.volumeDefinition}
      fileName={fileName}
      query={query}
      isEmpty={isEmpty}
      tableOf={tableOf}
      legend={[...bars, ...lines]}
    >
      {(series) => (
        <ComposedChart data={series.days} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="day" tickFormatter={formatShortDay} {...AXIS} minTickGap={24} />
          <YAxis {...AXIS} width={36} allowDecimals={false} tickFormatter={(value: number) => formatNumber(value)} />
          <Tooltip
            cursor={{ fill: 'var(--surface-hover)' }}
            isAnimationActive={false}
            content={<ChartTooltip writeLabel={formatFullDay} writeValue={formatNumber} />}
          />
          {bars.map(({ key, label, colour }) => (
            <Bar
              key={key}
              dataKey={key}
              name={label}
              stackId="opened"
              fill={colour}
              isAnimationActive={false}
              maxBarSize={18}
            />
          ))}
          {lines.map(({ key, label, colour }) => (
            <Line
              key={key}
              dataKey={key}
              name={label}
              stroke={colour}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
          ))}
        </ComposedChart>
      )}
    </ChartCard>
  )
}

/** How quickly customers were answered, day by day. */
export function TimesTrend({ scope, fileName }: { scope: Scope; fileName: string }) {
  const { t, formatDuration } = useI18n()
  const { formatShortDay, formatFullDay, formatBrief } = useReportFormats()
  const query = useQuery(reportQueries.times(scope))
  const isEmpty = ({ reply }: BothTimes) => reply.days.every((day) => day.n === 0)
  const tableOf = (both: BothTimes) => timesTable(both, t.reports, formatFullDay)
  const lines = [
    { key: 'firstMedian', label: t.reports.firstReplyMedian, colour: COLOURS.first, isDashed: false },
    { key: 'firstP90', label: t.reports.firstReplyP90, colour: COLOURS.first, isDashed: true },
    { key: 'replyMedian', label: t.reports.replyMedian, colour: COLOURS.second, isDashed: false },
    { key: 'replyP90', label: t.reports.replyP90, colour: COLOURS.second, isDashed: true },
  ]
  return (
    <ChartCard
      title={t.reports.times}
      definition={t.reports.timesDefinition}
      fileName={fileName}
      query={query}
      isEmpty={isEmpty}
      tableOf={tableOf}
      legend={lines}
    >
      {(both) => (
        <LineChart data={timesPoints(both)} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="day" tickFormatter={formatShortDay} {...AXIS} minTickGap={24} />
          <YAxis
            {...AXIS}
            width={44}
            domain={[0, 'dataMax']}
            ticks={timeTicks(longestOf(both))}
            tickFormatter={(value: number) => formatBrief(value)}
          />
          <Tooltip
            cursor={{ stroke: 'var(--border-strong)' }}
            isAnimationActive={false}
            content={<ChartTooltip writeLabel={formatFullDay} writeValue={formatDuration} />}
          />
          {lines.map(({ key, label, colour, isDashed }) => (
            <Line
              key={key}
              dataKey={key}
              name={label}
              stroke={colour}
              strokeWidth={2}
              strokeDasharray={isDashed ? '5 4' : undefined}
              dot={both.reply.days.length <= 31 ? { r: 2, strokeDasharray: '0' } : false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      )}
    </ChartCard>
  )
}

function timesPoints({ first_reply, reply }: BothTimes) {
  return reply.days.map((day, index) => ({
    day: day.day,
    firstMedian: first_reply.days[index]?.p50_seconds ?? null,
    firstP90: first_reply.days[index]?.p90_seconds ?? null,
    replyMedian: day.p50_seconds,
    replyP90: day.p90_seconds,
  }))
}

function longestOf(both: BothTimes): number {
  return Math.max(0, ...[...both.first_reply.days, ...both.reply.days].map((day) => day.p90_seconds ?? 0))
}

type TrendWords = Record<
  | 'day'
  | 'begun'
  | 'reopened'
  | 'messagesIn'
  | 'messagesOut'
  | 'firstReplies'
  | 'firstReplyMedian'
  | 'firstReplyP90'
  | 'allReplies'
  | 'replyMedian'
  | 'replyP90',
  string
>

function volumeTable({ days }: Series<Volume>, words: TrendWords, formatDay: (day: string) => string): Table {
  return {
    columns: [
      { label: words.day, kind: 'text' },
      { label: words.begun, kind: 'count' },
      { label: words.reopened, kind: 'count' },
      { label: words.messagesIn, kind: 'count' },
      { label: words.messagesOut, kind: 'count' },
    ],
    rows: days.map((day) => [formatDay(day.day), day.conversations, day.reopened, day.messages_in, day.messages_out]),
  }
}

function timesTable(both: BothTimes, words: TrendWords, formatDay: (day: string) => string): Table {
  const points = timesPoints(both)
  return {
    columns: [
      { label: words.day, kind: 'text' },
      { label: words.firstReplies, kind: 'count' },
      { label: words.firstReplyMedian, kind: 'seconds' },
      { label: words.firstReplyP90, kind: 'seconds' },
      { label: words.allReplies, kind: 'count' },
      { label: words.replyMedian, kind: 'seconds' },
      { label: words.replyP90, kind: 'seconds' },
    ],
    rows: points.map((point, index) => [
      formatDay(point.day),
      both.first_reply.days[index]?.n ?? 0,
      point.firstMedian,
      point.firstP90,
      both.reply.days[index]?.n ?? 0,
      point.replyMedian,
      point.replyP90,
    ]),
  }
}
