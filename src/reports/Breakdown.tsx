import { useQuery } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import { Card } from './Card'
import { DataTable } from './DataTable'
import { FigureState, shownOf } from './FigureState'
import { reportQueries, type BreakdownBy, type Scope } from './queries'
import type { Breakdown as Answer, BreakdownRow } from './shapes'
import type { Column, Table, Value } from './table'

interface BreakdownProps {
  scope: Scope
  by: BreakdownBy
  fileName: string
  /** The address of the same reports of this one alone. */
  linkTo: (id: string) => string
}

/** The figures agent by agent, inbox by inbox, or label by label. */
export function Breakdown({ scope, by, fileName, linkTo }: BreakdownProps) {
  const { t } = useI18n()
  const query = useQuery(reportQueries.breakdown(scope, by))
  const { title, definition } = t.reports.breakdowns[by]
  const table = query.data && breakdownTable(query.data, by, t.reports)
  return (
    <Card title={title} definition={definition} table={shownOf(query) && table} fileName={fileName}>
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
  | 'label'
  | 'nobody'
  | 'noLabel'
  | 'formerAgent'
  | 'messagesIn'
  | 'messagesOut'
  | 'replies'
  | 'firstReplyMedian'
  | 'replyMedian'
  | 'replyP90'
  | 'closed'
  | 'resolutionMedian'
  | 'unansweredShare'
  | 'ratings'
  | 'meanScore'
  | 'goodShare'
  | 'responseShare',
  string
>

type BreakdownColumn = Column & { of: (row: BreakdownRow) => Value }

function breakdownTable({ rows }: Answer, by: BreakdownBy, words: BreakdownWords): Table {
  const columns = columnsOf(
    by,
    rows.some((row) => row.ratings.n > 0),
    words,
  )
  return {
    columns: columns.map(({ label, kind }) => ({ label, kind })),
    rows: rows.map((row) => columns.map((column) => column.of(row))),
  }
}

// Messages have no label; ratings are shown where there are any.
function columnsOf(by: BreakdownBy, hasRatings: boolean, words: BreakdownWords): BreakdownColumn[] {
  const nameless = by === 'label' ? words.noLabel : words.nobody
  const written: BreakdownColumn[] = [
    { label: words.messagesIn, kind: 'count', of: (row) => row.messages_in },
    { label: words.messagesOut, kind: 'count', of: (row) => row.messages_out },
  ]
  const opinions: BreakdownColumn[] = [
    { label: words.ratings, kind: 'count', of: ({ ratings }) => ratings.n },
    { label: words.meanScore, kind: 'score', of: ({ ratings }) => ratings.mean_score },
    { label: words.goodShare, kind: 'share', of: ({ ratings }) => ratings.good_share },
    { label: words.responseShare, kind: 'share', of: ({ ratings }) => ratings.response_share },
  ]
  return [
    {
      label: words[by],
      kind: 'text',
      of: (row) => row.name ?? (row.id === null ? nameless : words.formerAgent),
    },
    ...written.slice({ inbox: 0, agent: 1, label: 2 }[by]),
    { label: words.replies, kind: 'count', of: ({ reply }) => reply.n + reply.no_calendar },
    { label: words.firstReplyMedian, kind: 'seconds', of: (row) => row.first_reply.p50_seconds },
    { label: words.replyMedian, kind: 'seconds', of: (row) => row.reply.p50_seconds },
    { label: words.replyP90, kind: 'seconds', of: (row) => row.reply.p90_seconds },
    { label: words.closed, kind: 'count', of: ({ resolution }) => resolution.n + resolution.no_calendar },
    { label: words.resolutionMedian, kind: 'seconds', of: (row) => row.resolution.p50_seconds },
    { label: words.unansweredShare, kind: 'share', of: (row) => row.unanswered.share },
    ...(hasRatings ? opinions : []),
  ]
}
