import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router-dom'
import { afterEach, expect, test, vi } from 'vitest'
import { I18nProvider } from '@/i18n/I18nProvider'
import type { Client } from '@/lib/supabase'
import { Breakdown } from './Breakdown'
import { HeatMap } from './HeatMap'
import { Overview } from './Overview'
import { reportQueries, type Scope } from './queries'
import { figures, spread } from './testing'

afterEach(cleanup)

const scope: Scope = {
  client: null as unknown as Client, // every answer is there already: nothing is asked
  workspaceId: 'w',
  first: '2026-11-01',
  last: '2026-11-07',
  inboxIds: [],
  agentIds: [],
  labelIds: [],
  clock: 'clock',
}

function show(cache: QueryClient, report: ReactNode, locale: 'en' | 'fr' = 'en') {
  return render(
    <QueryClientProvider client={cache}>
      <I18nProvider locale={locale} remember={false}>
        <MemoryRouter>{report}</MemoryRouter>
      </I18nProvider>
    </QueryClientProvider>,
  )
}

function cacheOf(answers: [readonly unknown[], unknown][]): QueryClient {
  const cache = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  for (const [key, answer] of answers) cache.setQueryData(key, answer)
  return cache
}

const week = figures({
  first_reply: spread({
    n: 4,
    mean_seconds: 150,
    p50_seconds: 120,
    p90_seconds: 240,
    p95_seconds: 270,
    max_seconds: 300,
  }),
  volume: { conversations: 12, reopened: 3 },
  unanswered: { first: { n: 1, of: 8, waiting: 1, share: 0.125 }, later: { n: 0, of: 0, waiting: 0, share: null } },
})
const weekBefore = figures({
  since: '2026-10-25',
  until: '2026-11-01',
  first_reply: spread({ n: 2, p50_seconds: 240, p90_seconds: 300 }),
  volume: { conversations: 10, reopened: 0 },
})
const overview = () =>
  cacheOf([[reportQueries.overview(scope).queryKey, { time_zone: 'Europe/Paris', period: week, before: weekBefore }]])

/** Catches the file that a click hands out. */
async function fileOf(name: RegExp): Promise<string[][]> {
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:file')
  try {
    await userEvent.click(screen.getByRole('button', { name }))
    const blob = made.mock.calls[0]?.[0] as Blob
    const text = await blob.text()
    return text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
  } finally {
    made.mockRestore()
  }
}

test('each tile says its figure, what it was before, and opens its conversations', () => {
  show(
    overview(),
    <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={(key) => `?behind=${key}`} />,
  )
  const link = screen.getByRole('link', { name: /^First reply time: 2 min\b/ })
  expect(link.getAttribute('href')).toContain('?behind=first_reply')
  const tile = link.closest('li')
  expect(tile?.textContent).toContain('-50%')
  expect(tile?.textContent).toContain('before: 4 min')
  expect(tile?.textContent).toContain('4 replies · 9 in 10 within 4 min')
  expect(screen.getByRole('link', { name: /^Conversations: 12\b/ }).closest('li')?.textContent).toContain('+20%')
  expect(screen.getByText(/compared with October 25 – 31, 2026|compared with 25–31 October 2026/)).toBeTruthy()
})

test('no figure is no nought', () => {
  show(overview(), <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={() => ''} />)
  expect(screen.getByRole('link', { name: /^Resolution time: –/ })).toBeTruthy()
  expect(screen.getByRole('link', { name: /^Unanswered later messages: –/ })).toBeTruthy()
  expect(screen.getByRole('link', { name: /^Unanswered first messages: 12.5%/ })).toBeTruthy()
  expect(screen.getByRole('link', { name: /^Reopened: 3/ })).toBeTruthy()
})

test('a definition opens by keyboard', async () => {
  show(overview(), <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={() => ''} />)
  screen.getByRole('button', { name: 'What “First reply time” counts' }).focus()
  await userEvent.keyboard('{Enter}')
  expect((await screen.findByRole('dialog', { name: 'First reply time' })).textContent).toMatch(/the median, so half/)
})

test('the file holds what the screen shows, and exactly beside it', async () => {
  show(overview(), <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={() => ''} />)
  const file = await fileOf(/^Overview as CSV/)
  const shown = within(screen.getByRole('region', { name: 'Overview, table', hidden: true })).getAllByRole('row', {
    hidden: true,
  })
  expect(file).toHaveLength(shown.length)
  const first = file.find(([name]) => name === 'First reply time')
  expect(first).toEqual([
    'First reply time',
    '2 min',
    '120',
    '4 min',
    '240',
    '-0.5',
    '4',
    ...'3 min|150|4 min|240|5 min|270|5 min|300'.split('|'),
  ])
  expect(file.find(([name]) => name === 'Resolution time')?.slice(0, 3)).toEqual(['Resolution time', '–', ''])
})

test('while the figures are those of the filters before, no file says otherwise', () => {
  const cache = overview()
  const { rerender } = show(cache, <Overview scope={scope} fileName="overview" asksRatings={false} linkTo={() => ''} />)
  const offered = () => screen.queryByRole('button', { name: /^Overview as CSV/ })
  expect(offered()).not.toBeNull()
  const client = { rpc: () => ({ abortSignal: () => new Promise(() => {}) }) } as unknown as Client // never answers
  rerender(
    <QueryClientProvider client={cache}>
      <I18nProvider locale="en" remember={false}>
        <MemoryRouter>
          <Overview
            scope={{ ...scope, client, first: '2026-10-01' }}
            fileName="overview"
            asksRatings={false}
            linkTo={() => ''}
          />
        </MemoryRouter>
      </I18nProvider>
    </QueryClientProvider>,
  )
  expect(screen.getByRole('link', { name: /^First reply time: 2 min/ })).toBeTruthy()
  expect(offered()).toBeNull()
})

test('in business hours it says what had no opening hours', () => {
  const period = figures({ reply: spread({ no_calendar: 3 }), resolution: spread({ no_calendar: 2 }) })
  const answer = { time_zone: 'Europe/Paris', period, before: weekBefore }
  show(
    cacheOf([[reportQueries.overview({ ...scope, clock: 'business' }).queryKey, answer]]),
    <Overview scope={{ ...scope, clock: 'business' }} fileName="overview" asksRatings={false} linkTo={() => ''} />,
  )
  expect(screen.getByText(/^Not in these times: 5 replies and closings/)).toBeTruthy()
  expect(screen.getByRole('link', { name: /^Closed: 2\b/ })).toBeTruthy()
})

test('agents: their figures, a way to each, and what is nobody’s', async () => {
  const none = { n: 0, of: 0, waiting: 0, share: null }
  const row = {
    first_reply: spread(),
    resolution: spread(),
    unanswered: none,
    ratings: figures().ratings,
    messages_in: null,
  }
  const cache = cacheOf([
    [
      reportQueries.breakdown(scope, 'agent').queryKey,
      {
        rows: [
          {
            ...row,
            id: 'a1',
            name: '=Julien',
            reply: spread({ n: 5, p50_seconds: 61, p90_seconds: 3_600 }),
            messages_out: 1_234,
          },
          { ...row, id: null, name: null, reply: spread(), messages_out: 0 },
        ],
      },
    ],
  ])
  show(cache, <Breakdown scope={scope} by="agent" fileName="agents" linkTo={(id) => `?agent=${id}`} />)
  expect(screen.getByRole('link', { name: '=Julien' }).getAttribute('href')).toContain('?agent=a1')
  const rows = screen.getAllByRole('row').map((line) => line.textContent)
  expect(rows[1]).toMatch(/^=Julien1,2345–1 min1 hr?0––$/)
  expect(rows[2]).toMatch(/^Nobody00–––0––$/)
  const file = await fileOf(/^Agents as CSV/)
  expect(file[1]?.slice(0, 3)).toEqual(["'=Julien", '1234', '5'])
})

test('the week begins on Monday; a cell says its figure in words, and opens it', async () => {
  const cells = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    Array.from({ length: 24 }, (_, hour) => ({
      weekday,
      hour,
      turns: weekday === 1 && hour === 9 ? 7 : weekday === 3 && hour === 11 ? 1 : 0,
      n: 0,
      p90_seconds: null,
    })),
  )
  show(
    cacheOf([[reportQueries.heatmap(scope).queryKey, { cells }]]),
    <HeatMap scope={scope} fileName="heat" linkTo={(...hour) => `?hour=${hour.join()}`} />,
    'fr',
  )
  const [, monday] = within(screen.getByRole('table')).getAllByRole('row')
  expect(monday?.textContent).toMatch(/^lun\./)
  expect(within(screen.getByRole('table')).getByTitle(/^lundi, 09 h: 7$/).textContent).toBe('7')
  expect(within(screen.getByRole('table')).getByTitle(/^lundi, 10 h: 0$/).textContent).toBe('0')
  const links = within(screen.getByRole('table')).getAllByRole('link') // where nobody wrote, there is nothing to open
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['/?hour=1,9', '/?hour=3,11'])
  await userEvent.tab()
  while (document.activeElement !== links[0]) await userEvent.tab()
  await userEvent.keyboard('{ArrowDown}') // nothing below in that hour: it stays
  expect(document.activeElement).toBe(links[0])
})
