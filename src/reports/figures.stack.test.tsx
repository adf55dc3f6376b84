import '@/testing/dom'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { I18nProvider } from '@/i18n/I18nProvider'
import type { Client } from '@/lib/supabase'
import type { TestDatabase } from '../../supabase/tests/support/database.ts'
import type { User } from '../../supabase/tests/support/personas.ts'
import {
  REPORT_FIGURES as FIGURES,
  REPORT_RANGE,
  reportFixture,
  type Cast,
} from '../../supabase/tests/support/reportFixture.ts'
import { OPINION_FIGURES } from '../../supabase/tests/support/reportOpinions.ts'
import { afterEach, expect, test, vi } from '../../supabase/tests/support/test.ts'
import { Behind } from './Behind'
import type { BehindFigure } from './behindKeys'
import { Breakdown } from './Breakdown'
import { addDays, daysFrom } from './days'
import { Distribution } from './Distribution'
import type { Clock } from './filters'
import { HeatMap } from './HeatMap'
import { Overview } from './Overview'
import type { Scope } from './queries'
import { RatingsTrend } from './RatingsTrend'
import type { RatedClosings } from './shapes'
import { TimesTrend, VolumeTrend } from './Trends'

let agent: User
let cast: Cast

test.beforeAll(async ({ db }) => {
  const fixture = await reportFixture(db)
  agent = fixture.workspace.agent
  cast = fixture.cast
})

afterEach(cleanup)

/** A client whose functions are those of the database, called as the agent. */
function clientOf(db: TestDatabase): Client {
  const rpc = (name: string, args: object) => ({
    abortSignal: async () => ({
      data: await db.as(agent).rpc(name, JSON.parse(JSON.stringify(args)) as Record<string, unknown>),
      error: null,
      status: 200,
    }),
  })
  return { rpc } as unknown as Client
}

function show(db: TestDatabase, report: (scope: Scope) => ReactNode, clock: Clock = 'clock') {
  const scope: Scope = {
    client: clientOf(db),
    workspaceId: cast.workspaceId,
    first: REPORT_RANGE.since,
    last: addDays(REPORT_RANGE.until, -1),
    inboxIds: [],
    agentIds: [],
    labelIds: [],
    clock,
  }
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <I18nProvider locale="en" remember={false}>
        <MemoryRouter>{report(scope)}</MemoryRouter>
      </I18nProvider>
    </QueryClientProvider>,
  )
}

/** What a click on CSV hands out, by the heads of its columns. Commas within fields are left out. */
async function fileOf(name: string): Promise<Record<string, string>[]> {
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:file')
  fireEvent.click(await screen.findByRole('button', { name: `${name} as CSV` }, { timeout: 8_000 }))
  const [[blob] = []] = made.mock.calls
  if (!(blob instanceof Blob)) throw new Error('No file was handed out.')
  const text = await blob.text()
  made.mockRestore()
  const [heads = [], ...rows] = text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.replaceAll(/"[^"]*"/g, (field) => field.slice(1, -1).replaceAll(',', '')).split(','))
  return rows.map((row) => Object.fromEntries(heads.map((head, place) => [head, row[place] ?? ''])))
}

const exact = (value: number | null) => (value === null ? '' : expect.closeTo(value, 6))
const numbers = (row: Record<string, string> | undefined, ...heads: string[]) =>
  heads.map((head) => (row?.[head] ? Number(row[head]) : ''))

for (const clock of ['clock', 'business'] as const) {
  test(`[REP-1] [REP-2] [REP-3] tiles and their file say what was worked out by hand, by ${clock}`, async ({ db }) => {
    show(db, (scope) => <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={() => ''} />, clock)
    const file = await fileOf('Overview')
    const rowOf = (name: string) => file.find((row) => row.Figure === name)
    for (const [name, key] of [
      ['First reply time', 'first_reply'],
      ['Reply time', 'reply'],
      ['Resolution time', 'resolution'],
    ] as const) {
      const wanted = FIGURES[clock][key]
      const heads = ['Count', 'Value (exact)', 'Mean (seconds)', '90% (seconds)', '95% (seconds)', 'Longest (seconds)']
      const times = [
        wanted.p50_seconds,
        wanted.mean_seconds,
        wanted.p90_seconds,
        wanted.p95_seconds,
        wanted.max_seconds,
      ]
      expect(numbers(rowOf(name), ...heads)).toEqual([wanted.n, ...times.map(exact)])
      const tile = screen.getByRole('link', { name: new RegExp(`^${name}: `) })
      expect(tile.textContent).toBe(rowOf(name)?.Value)
    }
    const { volume, unanswered, before } = FIGURES
    expect(numbers(rowOf('Conversations'), 'Value (exact)')).toEqual([volume.conversations])
    expect(numbers(rowOf('Reopened'), 'Value (exact)')).toEqual([volume.reopened])
    const { n, no_calendar } = FIGURES[clock].resolution
    expect(numbers(rowOf('Closed'), 'Value (exact)')).toEqual([n + no_calendar])
    const share = (which: 'first' | 'later') => [exact(unanswered[which].share), unanswered[which].of]
    expect(numbers(rowOf('Unanswered first messages'), 'Value (exact)', 'Count')).toEqual(share('first'))
    expect(numbers(rowOf('Unanswered later messages'), 'Value (exact)', 'Count')).toEqual(share('later'))
    const medianBefore = clock === 'clock' ? exact(before.first_reply.p50_seconds) : ''
    expect(numbers(rowOf('First reply time'), 'Period before (exact)')).toEqual([medianBefore])
  })
}

test('how first replies spread, and the hours of the week', async ({ db }) => {
  show(db, (scope) => (
    <>
      <Distribution scope={scope} fileName="distribution" linkTo={() => ''} />
      <HeatMap scope={scope} fileName="heat" linkTo={() => ''} />
    </>
  ))
  const spread = await fileOf('Reply times, how they spread')
  expect(spread.map((row) => Number(row['First replies']))).toEqual([...FIGURES.distribution])
  const hours = await fileOf('Hours of the week')
  expect(hours).toHaveLength(168)
  for (const { weekday, hour, turns, n, p90_seconds } of FIGURES.heatmap) {
    const row = hours[(weekday - 1) * 24 + hour]
    expect(numbers(row, 'Volume', 'Replies', 'Reply, 90% (seconds)'.replace(', ', ' '))).toEqual([
      turns,
      n,
      exact(p90_seconds),
    ])
  }
  expect(screen.getByTitle('Tuesday, 10:00: 2').textContent).toBe('2')
})

test('the trends, day by day', async ({ db }) => {
  show(db, (scope) => (
    <>
      <VolumeTrend scope={scope} fileName="volume" />
      <TimesTrend scope={scope} fileName="times" />
    </>
  ))
  const volume = await fileOf('Volume')
  expect(volume).toHaveLength(28)
  const { conversations, reopened, messages_in, messages_out } = FIGURES.volume
  const sums = ['Begun', 'Reopened', 'Messages received', 'Messages sent'].map((head) =>
    volume.reduce((sum, row) => sum + Number(row[head]), 0),
  )
  expect(sums).toEqual([conversations, reopened, messages_in, messages_out])
  const times = await fileOf('Reply times')
  expect(times).toHaveLength(28)
  const wanted: Record<string, { n: number; p50_seconds: number }> = FIGURES.days
  for (const [place, row] of times.entries()) {
    const { n, p50_seconds } = wanted[addDays(REPORT_RANGE.since, place)] ?? { n: 0, p50_seconds: null }
    expect(numbers(row, 'All replies', 'Reply median (seconds)')).toEqual([n, exact(p50_seconds)])
  }
  expect(times.reduce((sum, row) => sum + Number(row['First replies']), 0)).toBe(FIGURES.clock.first_reply.n)
})

test('an hour of the week and a bucket open the conversations that they count', async ({ db }) => {
  const behind = async (figure: BehindFigure): Promise<string[]> => {
    show(db, (scope) => (
      <Behind scope={scope} timeZone="Europe/Paris" figure={figure} title="Behind" onClose={() => {}} />
    ))
    const rows = await screen.findAllByRole('listitem', undefined, { timeout: 8_000 })
    const texts = rows.map((row) => row.textContent)
    cleanup()
    return texts
  }
  const [tuesday] = FIGURES.heatmap
  expect(await behind({ key: 'turns', weekday: tuesday.weekday, hour: tuesday.hour })).toHaveLength(tuesday.turns)
  expect(await behind({ key: 'first_reply', from_seconds: 86_400, to_seconds: 259_200 })).toEqual([
    expect.stringContaining('Holiday, and nobody’s'),
    expect.stringContaining('Weekend, with the change of the clock'),
  ])
})

test('agents and inboxes', async ({ db }) => {
  show(db, (scope) => (
    <>
      <Breakdown scope={scope} by="agent" fileName="agents" linkTo={(id) => `?agent=${id}`} />
      <Breakdown scope={scope} by="inbox" fileName="inboxes" linkTo={(id) => `?inbox=${id}`} />
    </>
  ))
  const counts = ({ reply, resolution, messages_out }: { reply: number; resolution: number; messages_out: number }) => [
    messages_out,
    reply,
    resolution,
  ]
  const agents = await fileOf('Agents')
  const { ada, gus, nobody } = FIGURES.agents
  const said = agents.map((row) => numbers(row, 'Messages sent', 'Replies', 'Closed'))
  expect(said).toEqual(expect.arrayContaining([counts(ada), counts(gus)]))
  expect(said.at(-1)).toEqual(counts(nobody))
  const inboxes = await fileOf('Inboxes')
  const blog = inboxes.find((row) => row.Inbox === 'Blog')
  expect(numbers(blog, 'Messages received', 'Messages sent', 'Replies', 'Closed')).toEqual([
    FIGURES.inboxes.blog.messages_in,
    ...counts(FIGURES.inboxes.blog),
  ])
})

const OPINIONS = ['Ratings', 'Rating mean (exact)', '4 or 5 (ratio)', 'Rated (ratio)']
const opinions = ({ n, mean_score, good_share, response_share }: RatedClosings) => [
  n,
  ...[mean_score, good_share, response_share].map(exact),
]

test('[REP-8] [REP-9] ratings and labels', async ({ db }) => {
  show(db, (scope) => (
    <>
      <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={() => ''} />
      <RatingsTrend scope={scope} fileName="ratings" />
      <Breakdown scope={scope} by="label" fileName="labels" linkTo={(id) => `?label=${id}`} />
      <Breakdown scope={scope} by="inbox" fileName="inboxes" linkTo={(id) => `?inbox=${id}`} />
    </>
  ))
  const overview = await fileOf('Overview')
  const { ratings, days, labels, inboxes } = OPINION_FIGURES
  expect(numbers(overview.at(-1), 'Value (exact)', 'Count')).toEqual([exact(ratings.mean_score), ratings.n])
  const tile = screen.getByRole('link', { name: /^Rating: 3.3/ }).closest('li')
  expect(tile?.textContent).toContain('4 ratings · 50% gave 4 or 5 · 40% of closed ones rated')

  const trend = await fileOf('Ratings')
  expect(trend).toHaveLength(28)
  for (const [day, { n, mean_score, good_share }] of Object.entries(days)) {
    const row = trend[daysFrom(REPORT_RANGE.since, day) - 1]
    expect(numbers(row, ...OPINIONS.slice(0, 3)), day).toEqual([n, exact(mean_score), exact(good_share)])
  }
  const byLabel = await fileOf('Labels')
  expect(byLabel.map((row) => row.Label)).toEqual(['Delivery', 'Refund', 'Unused', 'No label'])
  for (const [name, wanted] of Object.entries(labels)) {
    const row = byLabel.find(({ Label }) => Label === (name === 'none' ? 'No label' : name))
    expect(numbers(row, 'Replies', 'Closed'), name).toEqual([wanted.reply, wanted.resolution])
    expect(numbers(row, ...OPINIONS), name).toEqual(opinions(wanted.ratings))
  }
  const blog = (await fileOf('Inboxes')).find((row) => row.Inbox === 'Blog')
  expect(numbers(blog, ...OPINIONS)).toEqual(opinions(inboxes.blog))
})
