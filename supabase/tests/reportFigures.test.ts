import type { TestDatabase } from './support/database.ts'
import type { User } from './support/personas.ts'
import { REPORT_FIGURES as FIGURES, REPORT_RANGE, reportFixture, type Cast } from './support/reportFixture.ts'
import { OPINION_FIGURES } from './support/reportOpinions.ts'
import { expect, test } from './support/test.ts'

let agent: User
let elsewhere: User
let cast: Cast

test.beforeAll(async ({ db }) => {
  const fixture = await reportFixture(db)
  agent = fixture.workspace.agent
  cast = fixture.cast
  elsewhere = (await reportFixture(db)).workspace.agent // the same again next door: nothing of it may count here
})

function report<T>(db: TestDatabase, name: string, more: object = {}): Promise<T> {
  return db.as(agent).rpc<T>(name, { workspace_id: cast.workspaceId, ...REPORT_RANGE, ...more })
}

/** Equal but for the last bits of what was divided or interpolated. */
function close(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 6)
  if (Array.isArray(value)) return value.map(close)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, close(inner)]))
}

test('[REP-1] [REP-2] [REP-3] [REP-4] the overview says what was worked out by hand, of the range and of the days before', async ({
  db,
}) => {
  const { clock, business, volume, unanswered, before } = FIGURES
  expect(await report(db, 'report_overview')).toEqual({
    time_zone: 'Europe/Paris',
    clock: 'clock',
    period: close({ ...REPORT_RANGE, ...clock, volume, unanswered, ratings: OPINION_FIGURES.ratings }),
    before: {
      ...(close({ since: '2026-09-21', until: '2026-10-19', ...before }) as object),
      ratings: expect.anything() as unknown,
    },
  })
  expect(await report(db, 'report_overview', { clock: 'business' })).toMatchObject({
    period: close({ ...business, volume, unanswered }) as object,
    before: { first_reply: { n: 0, no_calendar: 2, mean_seconds: null } },
  })
})

test('the distribution, the heat map and the days', async ({ db }) => {
  const { buckets, n } = await report<{ n: number; buckets: { n: number; share: number }[] }>(
    db,
    'report_distribution',
    {
      metric: 'first_reply',
    },
  )
  expect(buckets.map((bucket) => bucket.n)).toEqual(FIGURES.distribution)
  expect(n).toBe(11)
  expect(buckets.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)

  const { cells } = await report<{ cells: { turns: number }[] }>(db, 'report_heatmap')
  expect(cells).toHaveLength(168)
  expect(cells).toEqual(expect.arrayContaining(close(FIGURES.heatmap) as object[]))
  expect(cells.filter(({ turns }) => turns > 1)).toHaveLength(3)
  expect(cells.reduce((sum, { turns }) => sum + turns, 0)).toBe(17)

  const { days } = await report<{ days: { day: string; n: number }[] }>(db, 'report_series', { metric: 'reply' })
  expect(days).toHaveLength(28)
  expect(days.filter((day) => day.n > 0)).toMatchObject(
    Object.entries(FIGURES.days).map(([day, figures]) => Object.assign({ day }, figures)),
  )
})

test('by agent, whoever it was assigned to; by inbox', async ({ db }) => {
  type Row = { id: string | null; [metric: string]: unknown }
  const rowsOf = async (by: string): Promise<Map<string | null, Row>> => {
    const { rows } = await report<{ rows: Row[] }>(db, 'report_breakdown', { by })
    return new Map(rows.map((row) => [row.id, row]))
  }
  const shape = ({
    first_reply,
    reply,
    resolution,
    ...more
  }: {
    first_reply: number
    reply: number
    resolution: number
  }): object => ({
    first_reply: { n: first_reply },
    reply: { n: reply },
    resolution: { n: resolution },
    ...more,
  })
  const agents = await rowsOf('agent')
  expect(agents.get(cast.ada)).toMatchObject(shape(FIGURES.agents.ada))
  expect(agents.get(cast.gus)).toMatchObject(shape(FIGURES.agents.gus))
  expect(agents.get(null)).toMatchObject(shape(FIGURES.agents.nobody))
  expect(agents.size).toBe(4) // and the owner, who did nothing
  const inboxes = await rowsOf('inbox')
  expect(inboxes.get(cast.shopId)).toMatchObject(shape(FIGURES.inboxes.shop))
  expect(inboxes.get(cast.blogId)).toMatchObject(shape(FIGURES.inboxes.blog))
  expect(inboxes.size).toBe(2)
})

test('filtered by inbox and agent: the same figures as in the breakdown', async ({ db }) => {
  type Row = { id: string; first_reply: object; reply: object; resolution: object }
  for (const by of ['agent', 'inbox'] as const) {
    const { rows } = await report<{ rows: Row[] }>(db, 'report_breakdown', { by })
    for (const { id, first_reply, reply, resolution } of rows.filter((row) => row.id !== null)) {
      const { period } = await report<{ period: object }>(db, 'report_overview', { [`${by}_ids`]: [id] })
      expect(period).toMatchObject({ first_reply, reply, resolution })
    }
  }
  const { period } = await report<{ period: object }>(db, 'report_overview', { agent_ids: [cast.gus] })
  expect(period).toMatchObject({
    volume: { conversations: null, reopened: null, messages_in: null, messages_out: 9 },
    unanswered: { first: { n: 0, of: 6 }, later: { n: 0, of: 1 } },
  })
  const none = await report<{ period: object }>(db, 'report_overview', { inbox_ids: [] })
  expect(none.period).toMatchObject({ reply: { n: 0 }, volume: { conversations: 0, messages_in: 0 } })
})

test('behind each figure stand as many conversations as it counts, page by page', async ({ db }) => {
  type Row = {
    conversation_id: string
    episode: number
    turn: number | null
    contact: { name: string }
    seconds: number
  }
  const list = async (metric: string, more: object = {}): Promise<Row[]> => {
    const rows: Row[] = []
    let after: unknown = null
    do {
      const page = await report<{ rows: Row[]; next: unknown }>(db, 'report_conversations', {
        metric,
        max: 2,
        after,
        ...more,
      })
      rows.push(...page.rows)
      after = page.next
    } while (after)
    return rows
  }
  const counts: [string, number][] = [
    ['first_reply', 11],
    ['reply', 13],
    ['resolution', 10],
    ['unanswered_first', 2],
    ['unanswered_later', 1],
    ['turns', 17],
    ['conversations', 12],
    ['reopened', 2],
  ]
  for (const [metric, n] of counts) {
    const rows = await list(metric)
    const places = rows.map(({ conversation_id, episode, turn }) => `${conversation_id} ${episode} ${turn}`)
    expect(new Set(places).size, metric).toBe(n)
    expect(rows, metric).toHaveLength(n)
  }
  const bucket = await list('first_reply', { from_seconds: 86_400, to_seconds: 259_200 })
  expect(bucket.map(({ contact, seconds }) => [contact.name, seconds])).toEqual([
    ['Holiday, and nobody’s', 144_000],
    ['Weekend, with the change of the clock', 231_300],
  ])
  expect(await list('first_reply', { clock: 'business' })).toHaveLength(9)
  expect(await list('turns', { weekday: 2, hour: 10 })).toHaveLength(2)
  expect(await list('reply', { agent_ids: [cast.gus], inbox_ids: [cast.blogId] })).toMatchObject([{ seconds: 7_200 }])
  expect((await list('unanswered_later')).map(({ contact }) => contact.name)).toEqual(['A closing thanks'])
})

const TIMES = ['n', 'mean_seconds', 'p50_seconds', 'p90_seconds', 'p95_seconds', 'max_seconds'] as const
const asFigures = (prefix: string, columns: string): string =>
  TIMES.map((name) => `'${name}', ${columns}.${prefix}${name}`).join(', ')

test('[REP-5] the views of `reporting`, seen by an agent, say the same as the functions', async ({ db }) => {
  const month = { since: '2026-10-01', until: '2026-11-01' }
  for (const [clock, prefix] of [
    ['clock', ''],
    ['business', 'business_'],
  ] as const) {
    for (const metric of ['first_reply', 'reply', 'resolution']) {
      const { days } = await report<{ days: { n: number }[] }>(db, 'report_series', { metric, clock })
      const byDay = await rows(
        db,
        `select jsonb_build_object('day', d.day, ${asFigures(prefix, 'd')}) as row from reporting.times_by_day d
        where metric = '${metric}' and day >= '${REPORT_RANGE.since}' and day < '${REPORT_RANGE.until}' and ${prefix}n > 0 order by day`,
      )
      expect(byDay.length).toBeGreaterThan(4)
      expect(days.filter(({ n }) => n > 0)).toMatchObject(byDay)
    }
    for (const by of ['agent', 'inbox']) {
      const { rows: shown } = await report<{ rows: Record<string, { n: number }>[] }>(db, 'report_breakdown', {
        by,
        clock,
        ...month,
      })
      for (const metric of ['first_reply', 'reply', 'resolution']) {
        const seen = await rows(
          db,
          `select jsonb_build_object('id', d.${by}_id, 'name', d.${by}, '${metric}', jsonb_build_object(${asFigures(prefix, 'd')})) as row
          from reporting.times_by_${by} d where metric = '${metric}' and month = '2026-10-01' and ${prefix}n > 0 order by d.${by}`,
        )
        expect(seen.length).toBeGreaterThan(0)
        expect(shown.filter((row) => (row[metric]?.n ?? 0) > 0 && row['id'] !== null)).toMatchObject(seen)
      }
    }
    const { cells } = await report<{ cells: { turns: number }[] }>(db, 'report_heatmap', { clock, ...month })
    const hours = await rows(
      db,
      `select jsonb_build_object('weekday', weekday, 'hour', hour, 'turns', turns, 'p90_seconds', ${prefix}p90_seconds) as row
      from reporting.turns_by_hour_of_week where month = '2026-10-01' order by weekday, hour`,
    )
    expect(cells.filter(({ turns }) => turns > 0)).toMatchObject(hours)
  }
  const { days } = await report<{ days: { day: string }[] }>(db, 'report_series', {
    metric: 'volume',
    since: '2026-10-01',
  })
  const volume = await rows(
    db,
    `select to_jsonb(v) - 'workspace_id' as row from reporting.volume_by_day v where day < '${REPORT_RANGE.until}' order by day`,
  )
  expect(days.filter(({ day }) => volume.some((seen) => seen['day'] === day))).toEqual(volume)
  const unanswered = await report<{ days: { day: string; first: object; later: object }[] }>(db, 'report_series', {
    metric: 'unanswered',
  })
  for (const name of ['first', 'later'] as const) {
    const seen = await rows(
      db,
      `select jsonb_build_object('day', day, '${name}', jsonb_build_object('n', n, 'of', turns, 'waiting', waiting, 'share', share)) as row
      from reporting.unanswered_by_day
      where is_first = ${name === 'first'} and day >= '${REPORT_RANGE.since}' and day < '${REPORT_RANGE.until}' order by day`,
    )
    expect(unanswered.days.filter(({ [name]: share }) => 'of' in share && Number(share.of) > 0)).toMatchObject(seen)
  }
  expect(await rows(db, `select jsonb_build_object('n', count(*)) as row from reporting.waiting_now`)).toEqual([
    { n: 1 },
  ])
})

async function rows(db: TestDatabase, query: string): Promise<Record<string, unknown>[]> {
  const found = (await db.as(agent).transaction((sql) => sql.unsafe<{ row: Record<string, unknown> }[]>(query))) as {
    row: Record<string, unknown>
  }[]
  return found.map(({ row }) => row)
}

test('[ACCESS-1] [ACCESS-2] each sees their workspace in the views, a contact and a stranger nothing', async ({
  db,
}) => {
  const { contact } = await db.given.openConversation()
  const stranger = await db.given.user({ email: 'stranger@example.com' })
  const views = await db.sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'reporting'::regnamespace and relkind = 'v'`
  expect(views.length).toBeGreaterThan(12)
  for (const { name } of views) {
    const seenBy = async (persona: User): Promise<unknown[]> =>
      (
        await db.as(persona).sql<{ workspace_id: string }[]>`
        select distinct workspace_id from ${db.sql(`reporting.${name}`)}`
      ).map((row) => row.workspace_id)
    expect(await seenBy(agent), name).toEqual([cast.workspaceId])
    expect(await seenBy(elsewhere), name).not.toEqual(await seenBy(agent))
    expect(await seenBy(contact), name).toEqual([])
    expect(await seenBy(stranger), name).toEqual([])
  }
})

test('every view looks with the caller’s eyes, and says of each column what it means', async ({ db }) => {
  const silent = await db.sql`
    select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'reporting'::regnamespace
      and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null
        or not coalesce(c.reloptions, '{}') @> array['security_invoker=true'])`
  expect(silent).toEqual([])
})

test('[REP-6] telling again changes nothing; what somebody spoilt is mended', async ({ db }) => {
  const kept = () =>
    db.sql`select * from public.turns join public.episodes using (conversation_id, episode) order by 1, 2, 3`
  const before = await kept()
  const rebuild = () =>
    db.postgres`select episodes_mended::integer, turns_mended::integer from reporting.rebuild(${cast.workspaceId})`
  expect(await rebuild()).toEqual([{ episodes_mended: 0, turns_mended: 0 }])
  await db.sql`update public.turns set started_at = started_at - interval '1 day' where workspace_id = ${cast.workspaceId} and turn = 2`
  await db.sql`update public.episodes set business_seconds = 1 where workspace_id = ${cast.workspaceId} and episode = 2 and closed_at is not null`
  expect(await rebuild()).toEqual([{ episodes_mended: 1, turns_mended: 3 }])
  expect(await kept()).toEqual(before)
  // Who waits, too: whether somebody made them wait less long, or not at all.
  const waiting = () =>
    db.sql`select conversation_id, waiting_since::text from reporting.waiting_now where workspace_id = ${cast.workspaceId}`
  const [one, ...others] = await waiting()
  for (const spoilt of ["waiting_since + interval '1 hour'", 'null']) {
    await db.sql`update public.conversations set waiting_since = ${db.sql.unsafe(spoilt)} where id = ${one?.['conversation_id']}`
    expect(await rebuild()).toEqual([{ episodes_mended: 0, turns_mended: 1 }])
    expect(await waiting()).toEqual([one, ...others])
  }
  await expect(db.as(agent).sql`select from reporting.rebuild(null)`).rejects.toMatchObject({ code: '42501' })
})
