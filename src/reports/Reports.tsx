import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'
import { useChat } from '@/chat/ChatProvider'
import { useI18n } from '@/i18n/I18nProvider'
import { every } from '@/lib/time'
import { AdminBar } from '@/ui/AdminBar'
import { Button } from '@/ui/Button'
import { PrintIcon } from '@/ui/icons'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { Behind } from './Behind'
import { readBehind, writeBehind, type BehindFigure } from './behindKeys'
import { Breakdown } from './Breakdown'
import { dayIn, type Day } from './days'
import { Distribution } from './Distribution'
import { FigureState } from './FigureState'
import { FilterBar } from './FilterBar'
import { periodOf, readFilters, writeFilters, type Filters } from './filters'
import { useReportFormats } from './formats'
import { HeatMap } from './HeatMap'
import { LiveBoard } from './LiveBoard'
import { Overview } from './Overview'
import { reportQueries, type Workplace } from './queries'
import { RatingsTrend } from './RatingsTrend'
import { TimesTrend, VolumeTrend } from './Trends'
import styles from './Reports.module.css'

/** /admin/reports: how the team is doing, in days of its own time zone whoever looks. */
export function Reports({ workspaceName }: { workspaceName: string }) {
  const { t } = useI18n()
  const { side, client } = useChat()
  if (side.side !== 'agent') throw new Error('Reports are for agents.')
  const query = useQuery(reportQueries.workplace({ client, workspaceId: side.workspaceId }))
  useDocumentTitle(t.reports.title)
  return (
    <div className={styles.page}>
      <AdminBar title={t.reports.title} workspaceName={workspaceName}>
        <Button className={styles.print} icon={<PrintIcon size={15} />} onClick={() => window.print()}>
          {t.reports.print}
        </Button>
      </AdminBar>
      <main className={styles.main}>
        <FigureState query={query} height={480}>
          {(workplace) => <Board workplace={workplace} workspaceId={side.workspaceId} />}
        </FigureState>
      </main>
    </div>
  )
}

function Board({ workplace, workspaceId }: { workplace: Workplace; workspaceId: string }) {
  const { t } = useI18n()
  const { client } = useChat()
  const navigate = useNavigate()
  const { formatPeriod } = useReportFormats()
  const [params] = useSearchParams()
  const filters = readFilters(params)
  const behind = readBehind(params)
  const period = periodOf(filters.range, useToday(workplace.timeZone))
  const scope = { client, workspaceId, ...period, ...filters }
  const asksRatings = workplace.inboxes.some((inbox) => inbox.ask_rating)
  const fileName = (name: string) => `causerie-${name}-${period.first}-${period.last}`
  const linkTo = (next: Filters, figure?: BehindFigure) => {
    const query = writeFilters(next)
    if (figure) writeBehind(query, figure)
    return `?${query.toString()}`
  }

  return (
    <>
      <FilterBar
        filters={filters}
        period={period}
        inboxes={workplace.inboxes}
        agents={workplace.agents}
        labels={workplace.labels}
        onChange={(next) => void navigate(linkTo(next), { preventScrollReset: true })}
      />
      <p className={styles.period}>
        <b>{formatPeriod(period.first, period.last)}</b> · {t.reports.daysOf(workplace.timeZone)}
        <span className={styles.printed}>{printedFilters(filters, workplace, t.reports)}</span>
      </p>
      <LiveBoard scope={scope} timeZone={workplace.timeZone} fileName={fileName('live')} />
      <Overview
        scope={scope}
        fileName={fileName('overview')}
        asksRatings={asksRatings}
        linkTo={(key) => linkTo(filters, { key })}
      />
      <div className={styles.pair}>
        <VolumeTrend scope={scope} fileName={fileName('volume')} />
        <TimesTrend scope={scope} fileName={fileName('reply-times')} />
      </div>
      <HeatMap
        scope={scope}
        fileName={fileName('hours-of-week')}
        linkTo={(weekday, hour) => linkTo(filters, { key: 'turns', weekday, hour })}
      />
      <Distribution
        scope={scope}
        fileName={fileName('distribution')}
        linkTo={(key, { from_seconds, to_seconds }) =>
          linkTo(filters, { key, from_seconds, to_seconds: to_seconds ?? undefined })
        }
      />
      <Breakdown
        scope={scope}
        by="agent"
        fileName={fileName('agents')}
        linkTo={(id) => linkTo({ ...filters, agentIds: [id] })}
      />
      <Breakdown
        scope={scope}
        by="inbox"
        fileName={fileName('inboxes')}
        linkTo={(id) => linkTo({ ...filters, inboxIds: [id] })}
      />
      {workplace.labels.length > 0 && (
        <Breakdown
          scope={scope}
          by="label"
          fileName={fileName('labels')}
          linkTo={(id) => linkTo({ ...filters, labelIds: [id] })}
        />
      )}
      {asksRatings && <RatingsTrend scope={scope} fileName={fileName('ratings')} />}
      {behind && (
        <Behind
          scope={scope}
          timeZone={workplace.timeZone}
          figure={behind}
          title={t.reports.behindTitles[behind.key]}
          onClose={() => void navigate(linkTo(filters), { preventScrollReset: true })}
        />
      )}
    </>
  )
}

/** Which day it is in the workspace: a page left open over midnight moves on. */
function useToday(timeZone: string): Day {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => every(60_000, () => setNow(new Date())), [])
  return dayIn(timeZone, now)
}

interface FilterWords {
  businessHours: string
  clockHours: string
}

// On paper there is no filter bar: what was left out must still be said.
function printedFilters(
  { inboxIds, agentIds, labelIds, clock }: Filters,
  { inboxes, agents, labels }: Workplace,
  words: FilterWords,
) {
  const names = [
    ...inboxes.filter(({ id }) => inboxIds.includes(id)),
    ...agents.filter(({ id }) => agentIds.includes(id)),
    ...labels.filter(({ id }) => labelIds.includes(id)),
  ].map(({ name }) => name)
  return [clock === 'business' ? words.businessHours : words.clockHours, ...names].map((text) => ` · ${text}`).join('')
}
