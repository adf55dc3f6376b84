import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router-dom'
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { useI18n } from '@/i18n/I18nProvider'
import { AXIS, MARGIN } from './Chart'
import { ChartCard } from './ChartCard'
import { COLOURS } from './chartColours'
import { ChartTooltip } from './ChartTooltip'
import { useReportFormats } from './formats'
import { reportQueries, type BothDistributions, type Scope } from './queries'
import type { Bucket } from './shapes'
import type { Table } from './table'

interface DistributionProps {
  scope: Scope
  fileName: string
  /** The address of the conversations in a bucket. */
  linkTo: (key: 'first_reply' | 'reply', bucket: Bucket) => string
}

/** How many replies came within each time: what a median hides. Bars and figures open their conversations. */
export function Distribution({ scope, fileName, linkTo }: DistributionProps) {
  const navigate = useNavigate()
  const { t, formatNumber, formatDuration } = useI18n()
  const { formatBrief } = useReportFormats()
  const query = useQuery(reportQueries.distributions(scope))
  const long = (bucket: Bucket) => bucketText(bucket, t.reports, formatDuration)
  const isEmpty = ({ reply }: BothDistributions) => reply.n === 0
  const tableOf = (both: BothDistributions) => distributionTable(both, t.reports, long)
  const bars = [
    { key: 'first', of: 'first_reply', column: 1, label: t.reports.firstReplies, colour: COLOURS.first },
    { key: 'all', of: 'reply', column: 3, label: t.reports.allReplies, colour: COLOURS.second },
  ] as const
  return (
    <ChartCard
      title={t.reports.distribution}
      definition={t.reports.distributionDefinition}
      fileName={fileName}
      query={query}
      isEmpty={isEmpty}
      tableOf={tableOf}
      legend={bars}
      cellLink={(both, row, column) => {
        const bar = bars.find((candidate) => candidate.column === column)
        const bucket = bar && both[bar.of].buckets[row]
        return bucket && bucket.n > 0 ? linkTo(bar.of, bucket) : null
      }}
    >
      {(both) => (
        <BarChart
          data={both.reply.buckets.map((bucket, place) => ({
            brief: `${bucket.to_seconds === null ? '≥' : '<'} ${formatBrief(bucket.to_seconds ?? bucket.from_seconds)}`,
            long: long(bucket),
            first: both.first_reply.buckets[place]?.n ?? 0,
            all: bucket.n,
          }))}
          margin={MARGIN}
          accessibilityLayer={false}
          barGap={1}
        >
          <CartesianGrid vertical={false} stroke="var(--border)" />
          <XAxis dataKey="brief" {...AXIS} interval="preserveStartEnd" minTickGap={4} />
          <YAxis {...AXIS} width={36} allowDecimals={false} tickFormatter={(value: number) => formatNumber(value)} />
          <Tooltip
            cursor={{ fill: 'var(--surface-hover)' }}
            isAnimationActive={false}
            content={<ChartTooltip writeLabel={(label) => label} writeValue={formatNumber} />}
          />
          {bars.map(({ key, of, label, colour }) => (
            <Bar
              key={key}
              dataKey={key}
              name={label}
              fill={colour}
              isAnimationActive={false}
              maxBarSize={24}
              cursor="pointer"
              onClick={(_, place) => {
                const bucket = both[of].buckets[place]
                if (bucket) void navigate(linkTo(of, bucket), { preventScrollReset: true })
              }}
            />
          ))}
        </BarChart>
      )}
    </ChartCard>
  )
}

interface BucketWords {
  upTo: (duration: string) => string
  fromTo: (from: string, to: string) => string
  over: (duration: string) => string
}

export function bucketText(
  { from_seconds, to_seconds }: Pick<Bucket, 'from_seconds' | 'to_seconds'>,
  words: BucketWords,
  formatDuration: (seconds: number) => string,
): string {
  if (to_seconds === null) return words.over(formatDuration(from_seconds))
  if (from_seconds === 0) return words.upTo(formatDuration(to_seconds))
  return words.fromTo(formatDuration(from_seconds), formatDuration(to_seconds))
}

function distributionTable(
  { first_reply, reply }: BothDistributions,
  words: Record<'within' | 'firstReplies' | 'allReplies' | 'shareOfFirst' | 'shareOfAll', string>,
  nameOf: (bucket: Bucket) => string,
): Table {
  return {
    columns: [
      { label: words.within, kind: 'text' },
      { label: words.firstReplies, kind: 'count' },
      { label: words.shareOfFirst, kind: 'share' },
      { label: words.allReplies, kind: 'count' },
      { label: words.shareOfAll, kind: 'share' },
    ],
    rows: reply.buckets.map((bucket, place) => {
      const first = first_reply.buckets[place]
      return [nameOf(bucket), first?.n ?? 0, first?.share ?? null, bucket.n, bucket.share]
    }),
  }
}
