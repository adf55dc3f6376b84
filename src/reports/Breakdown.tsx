import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { Card } from './Card'
import { DataTable } from './DataTable'
import { FigureState, shownOf } from './FigureState'
import { reportQueries, type Scope } from './queries'
import type { Breakdown as Answer } from './shapes'
import type { Table } from './table'

interface BreakdownProps {
  scope: Scope
  by: 'agent' | 'inbox'
  fileName: string
  /** The address of the same reports of this one alone. */
  linkTo: (id: string) => string
}

/** The figures agent by agent, or inbox by inbox. */
export function Breakdown({ scope, by, fileName, linkTo }: BreakdownProps) {
  const { t } = useI18n()
  const query = useQuery(reportQueries.breakdown(scope, by))
  const title = by === 'agent' ? t.reports.byAgent : t.reports.byInbox
  const table = query.data && breakdownTable(query.data, by, t.reports)
  return (
    <Card
      title={title}
      definition={by === 'agent' ? t.reports.byAgentDefinition : t.reports.byInboxDefinition}
      table={shownOf(query) && table}
      fileName={fileName}
    >
      <FigureState query={query} isEmpty={({ rows }) => rows.length === 0} height={120}>
        {({ rows }) =>
          table && (
            <DataTable
              table={table}
              label={title}
              rowLinks={rows.map(({ id }) => ({ key: id ?? '', to: id === null ? null : linkTo(id) }))}
            />
          )
        }
      </FigureState>
    </Card>
  )
}

type BreakdownWords = Record<
  | 'agent'
  | 'inbox'
  | 'nobody'
  | 'formerAgent'
  | 'messagesIn'
  | 'messagesOut'
  | 'replies'
  | 'firstReplyMedian'
  | 'replyMedian'
  | 'replyP90'
  | 'closed'
  | 'resolutionMedian'
  | 'unansweredShare',
  string
>

export function breakdownTable({ rows }: Answer, by: 'agent' | 'inbox', words: BreakdownWords): Table {
  const isByInbox = by === 'inbox'
  return {
    columns: [
      { label: isByInbox ? words.inbox : words.agent, kind: 'text' },
      ...(isByInbox ? [{ label: words.messagesIn, kind: 'count' as const }] : []),
      { label: words.messagesOut, kind: 'count' },
      { label: words.replies, kind: 'count' },
      { label: words.firstReplyMedian, kind: 'seconds' },
      { label: words.replyMedian, kind: 'seconds' },
      { label: words.replyP90, kind: 'seconds' },
      { label: words.closed, kind: 'count' },
      { label: words.resolutionMedian, kind: 'seconds' },
      { label: words.unansweredShare, kind: 'share' },
    ],
    rows: rows.map((row) => [
      row.name ?? (row.id === null ? words.nobody : words.formerAgent),
      ...(isByInbox ? [row.messages_in] : []),
      row.messages_out,
      row.reply.n + row.reply.no_calendar,
      row.first_reply.p50_seconds,
      row.reply.p50_seconds,
      row.reply.p90_seconds,
      row.resolution.n + row.resolution.no_calendar,
      row.resolution.p50_seconds,
      row.unanswered.share,
    ]),
  }
}
