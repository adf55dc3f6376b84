import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { REPORT_RANGE, reportFixture, type Cast } from './support/reportFixture.ts'
import { OPINION_FIGURES as FIGURES } from './support/reportOpinions.ts'
import { expect, test } from './support/test.ts'

let agent: User
let cast: Cast

test.beforeAll(async ({ db }) => {
  const fixture = await reportFixture(db)
  agent = fixture.workspace.agent
  cast = fixture.cast
  await reportFixture(db) // the same again next door: nothing of it may count here
})

type Row = { id: string | null; name: string | null } & Record<string, Record<string, unknown>>

function report<T>(db: TestDatabase, name: string, more: object = {}): Promise<T> {
  return db.as(agent).rpc<T>(name, { workspace_id: cast.workspaceId, ...REPORT_RANGE, ...more })
}

async function rowsBy(db: TestDatabase, by: string, more: object = {}): Promise<Map<string | null, Row>> {
  const { rows } = await report<{ rows: Row[] }>(db, 'report_breakdown', { by, ...more })
  return new Map(rows.map((row) => [by === 'label' ? row.name : row.id, row]))
}

async function labelId(db: TestDatabase, name: string): Promise<string> {
  const [label] = await db.as(agent).select<{ id: string }>('labels', { name })
  return label?.id ?? ''
}

test('[REP-8] ratings: how many, their mean, the share of good ones and of closings that were rated', async ({
  db,
}) => {
  const { period, before } = await report<{ period: object; before: object }>(db, 'report_overview', {
    parts: ['ratings'],
  })
  expect(period).toEqual({ ...REPORT_RANGE, ratings: FIGURES.ratings })
  expect(before).toMatchObject({ ratings: { n: 0, mean_score: null, good_share: null, closed: 2, response_share: 0 } })

  const { days } = await report<{ days: { day: string; n: number }[] }>(db, 'report_series', { metric: 'ratings' })
  expect(days).toHaveLength(28)
  expect(days.filter(({ n }) => n > 0)).toMatchObject(
    Object.entries(FIGURES.days).map(([day, figures]) => Object.assign({ day }, figures)),
  )

  const agents = await rowsBy(db, 'agent')
  for (const who of ['ada', 'gus'] as const) expect(agents.get(cast[who])?.['ratings']).toEqual(FIGURES.agents[who])
  expect(agents.get(null)?.['ratings']).toEqual(FIGURES.agents.nobody)
  const inboxes = await rowsBy(db, 'inbox')
  expect(inboxes.get(cast.shopId)?.['ratings']).toEqual(FIGURES.inboxes.shop)
  expect(inboxes.get(cast.blogId)?.['ratings']).toEqual(FIGURES.inboxes.blog)

  const { rows } = await report<{ rows: { score: number }[] }>(db, 'report_conversations', { metric: 'ratings' })
  expect(rows.map(({ score }) => score)).toEqual([3, 1, 5, 4])
})

test('[REP-9] by label, and of one label only', async ({ db }) => {
  const labels = await rowsBy(db, 'label')
  expect([...labels.keys()]).toEqual(['Delivery', 'Refund', 'Unused', null])
  for (const [name, { first_reply, reply, resolution, unanswered, ratings }] of Object.entries(FIGURES.labels)) {
    expect(labels.get(name === 'none' ? null : name), name).toMatchObject({
      first_reply: { n: first_reply },
      reply: { n: reply },
      resolution: { n: resolution },
      unanswered,
      ratings,
      messages_in: null,
      messages_out: null,
    })
  }
  const label_ids = [await labelId(db, 'Refund')]
  const { period } = await report<{ period: object }>(db, 'report_overview', { label_ids })
  expect(period).toMatchObject(FIGURES.refund)
  for (const [metric, n] of [
    ['reply', 2],
    ['resolution', 2],
    ['turns', 3],
    ['ratings', 2],
    ['conversations', 2],
  ] as const) {
    const { rows } = await report<{ rows: unknown[] }>(db, 'report_conversations', { metric, label_ids })
    expect(rows, metric).toHaveLength(n)
  }
  const counted = async (name: string, key: string, more: object): Promise<number> => {
    const answer = await report<Record<string, { n: number }[]>>(db, name, { label_ids, ...more })
    return (answer[key] ?? []).reduce((sum, { n }) => sum + n, 0)
  }
  expect(await counted('report_series', 'days', { metric: 'reply' })).toBe(2)
  expect(await counted('report_distribution', 'buckets', { metric: 'reply' })).toBe(2)
  expect(await counted('report_heatmap', 'cells', {})).toBe(2)
  const agents = await rowsBy(db, 'agent', { label_ids })
  expect(agents.get(cast.ada)?.['reply']).toMatchObject({ n: 1, p50_seconds: 1_200 })
  const none = await report<{ period: object }>(db, 'report_overview', { label_ids: [] })
  expect(none.period).toMatchObject({ reply: { n: 0 }, volume: { conversations: 0 } })
})

test('[REP-5] the views of labels and ratings say the same as the functions', async ({ db }) => {
  const month = { since: '2026-10-01', until: '2026-11-01' }
  const labels = await rowsBy(db, 'label', { since: '2026-11-01', until: '2026-12-01' })
  const seen = await db.as(agent).sql<{ metric: string; label: string; n: number; p90: number }[]>`
    select metric, label, n::integer, p90_seconds as p90 from reporting.times_by_label where month = '2026-11-01'`
  expect(seen).toHaveLength(6)
  for (const { metric, label, n, p90 } of seen) {
    expect(labels.get(label)?.[metric], `${label} ${metric}`).toMatchObject({ n, p90_seconds: p90 })
  }
  const { days } = await report<{ days: { n: number }[] }>(db, 'report_series', { metric: 'ratings', ...month })
  const byDay = await db.as(agent).sql`
    select day::text, n::integer, mean_score, good::integer, good_share from reporting.ratings_by_day where day < '2026-11-01'`
  expect(days.filter(({ n }) => n > 0)).toEqual([...byDay])
})
