import type postgres from 'postgres'
import { v7 as uuidv7 } from 'uuid'
import { Ledger } from '../../local/demo/ledger.ts'
import type { TestDatabase } from './database.ts'
import type { Workspace } from './given.ts'
import { tellOpinions } from './reportOpinions.ts'

/** Who and where the stories of the fixture take place. */
export interface Cast {
  workspaceId: string
  /** Open Monday to Friday 9:00 to 18:00 in Paris, closed on 11 November. */
  shopId: string
  /** Without a calendar. */
  blogId: string
  ada: string
  gus: string
}

type Act = [at: string, does: 'customer' | 'ada' | 'gus' | 'to ada' | 'to gus' | 'ada closes' | 'gus closes']

interface Story {
  name: string
  inbox: 'shop' | 'blog'
  acts: Act[]
}

/** The range that the figures are of. In the days of Paris, where the clock goes back on 25 October. */
export const REPORT_RANGE = { since: '2026-10-19', until: '2026-11-16' } as const

const STORIES: Story[] = [
  {
    name: 'Plain',
    inbox: 'shop',
    acts: [
      ['2026-10-20T10:00+02:00', 'customer'],
      ['2026-10-20T10:01+02:00', 'to gus'],
      ['2026-10-20T10:02+02:00', 'gus'],
      ['2026-10-20T10:05+02:00', 'customer'],
      ['2026-10-20T10:06+02:00', 'gus'],
      ['2026-10-20T10:10+02:00', 'gus closes'],
    ],
  },
  {
    name: 'Night',
    inbox: 'shop',
    acts: [
      ['2026-10-20T22:00+02:00', 'customer'],
      ['2026-10-21T09:05+02:00', 'to ada'],
      ['2026-10-21T09:10+02:00', 'ada'],
      ['2026-10-21T09:20+02:00', 'ada closes'],
    ],
  },
  {
    name: 'Weekend, with the change of the clock',
    inbox: 'shop',
    acts: [
      ['2026-10-23T17:50+02:00', 'customer'],
      ['2026-10-26T09:05+01:00', 'gus'],
    ],
  },
  {
    name: 'Holiday, and nobody’s',
    inbox: 'shop',
    acts: [
      ['2026-11-10T17:30+01:00', 'customer'],
      ['2026-11-12T09:30+01:00', 'ada'],
      ['2026-11-12T10:00+01:00', 'ada closes'],
    ],
  },
  {
    name: 'From 1:30 to the second 2:30 of one night',
    inbox: 'blog',
    acts: [
      ['2026-10-25T01:30+02:00', 'customer'],
      ['2026-10-25T01:31+02:00', 'to gus'],
      ['2026-10-25T02:30+01:00', 'gus'],
      ['2026-10-25T03:00+01:00', 'gus closes'],
    ],
  },
  {
    name: 'Reopened by the customer, answered by another',
    inbox: 'shop',
    acts: [
      ['2026-11-02T09:00+01:00', 'customer'],
      ['2026-11-02T09:01+01:00', 'to gus'],
      ['2026-11-02T09:05+01:00', 'gus'],
      ['2026-11-02T09:06+01:00', 'gus closes'],
      ['2026-11-04T11:00+01:00', 'customer'],
      ['2026-11-04T11:19+01:00', 'to ada'],
      ['2026-11-04T11:20+01:00', 'ada'],
      ['2026-11-04T11:30+01:00', 'ada closes'],
    ],
  },
  {
    name: 'Two agents: Ada answers what Gus has',
    inbox: 'shop',
    acts: [
      ['2026-11-05T14:00+01:00', 'customer'],
      ['2026-11-05T14:00:30+01:00', 'to gus'],
      ['2026-11-05T14:01+01:00', 'gus'],
      ['2026-11-05T14:10+01:00', 'customer'],
      ['2026-11-05T14:30+01:00', 'ada'],
      ['2026-11-05T14:40+01:00', 'ada closes'],
    ],
  },
  { name: 'Never answered, waiting still', inbox: 'shop', acts: [['2026-11-06T16:00+01:00', 'customer']] },
  {
    name: 'Never answered, closed',
    inbox: 'shop',
    acts: [
      ['2026-11-09T10:00+01:00', 'customer'],
      ['2026-11-09T11:00+01:00', 'to ada'],
      ['2026-11-09T12:00+01:00', 'ada closes'],
    ],
  },
  {
    name: 'A closing thanks',
    inbox: 'shop',
    acts: [
      ['2026-11-13T15:00+01:00', 'customer'],
      ['2026-11-13T15:01+01:00', 'to ada'],
      ['2026-11-13T15:03+01:00', 'ada'],
      ['2026-11-13T15:04+01:00', 'customer'],
      ['2026-11-13T15:05+01:00', 'ada closes'],
    ],
  },
  {
    name: 'Over the midnight that ends the range',
    inbox: 'blog',
    acts: [
      ['2026-11-15T23:59+01:00', 'customer'],
      ['2026-11-16T00:01+01:00', 'ada'],
    ],
  },
  {
    name: 'In the period before',
    inbox: 'blog',
    acts: [
      ['2026-10-12T10:00+02:00', 'customer'],
      ['2026-10-12T10:00:30+02:00', 'ada'],
      ['2026-10-12T10:01+02:00', 'ada closes'],
    ],
  },
  {
    name: 'Reopened by an agent, without a turn',
    inbox: 'blog',
    acts: [
      ['2026-10-18T12:00+02:00', 'customer'],
      ['2026-10-18T12:10+02:00', 'gus'],
      ['2026-10-18T12:20+02:00', 'gus closes'],
      ['2026-10-22T10:00+02:00', 'gus'],
      ['2026-10-22T10:30+02:00', 'customer'],
      ['2026-10-22T10:45+02:00', 'ada'],
    ],
  },
  {
    name: 'Three messages in a row, two answers',
    inbox: 'shop',
    acts: [
      ['2026-10-28T12:00+01:00', 'customer'],
      ['2026-10-28T12:01+01:00', 'customer'],
      ['2026-10-28T12:02+01:00', 'customer'],
      ['2026-10-28T12:10+01:00', 'to gus'],
      ['2026-10-28T12:15+01:00', 'gus'],
      ['2026-10-28T12:16+01:00', 'gus'],
      ['2026-10-28T12:20+01:00', 'gus closes'],
    ],
  },
]

interface Figures {
  n: number
  mean_seconds: number | null
  p50_seconds: number | null
  p90_seconds: number | null
  p95_seconds: number | null
  max_seconds: number | null
  no_calendar: number
}

function figures(n: number, mean: number, p50: number, p90: number, p95: number, max: number, noCalendar = 0): Figures {
  return {
    n,
    mean_seconds: mean,
    p50_seconds: p50,
    p90_seconds: p90,
    p95_seconds: p95,
    max_seconds: max,
    no_calendar: noCalendar,
  }
}

/**
 * What the reports must say of the stories, worked out by hand.
 *
 * First replies: 60 120 180 300 900 900 1,200 7,200 40,200 144,000 231,300; with the later ones 60 and 1,200, all replies.
 * Resolutions: 300 360 600 1,200 1,800 2,400 7,200 9,000 40,800 145,800.
 * In opening hours, of the shop: first replies 60 120 180 300 600 900 900 1,200 3,600; resolutions 300 360 600 1,200
 * 1,200 1,800 2,400 5,400 7,200.
 */
export const REPORT_FIGURES = {
  clock: {
    first_reply: figures(11, 38_760, 900, 144_000, 187_650, 231_300),
    reply: figures(13, 427_620 / 13, 900, 123_240, 178_920, 231_300),
    resolution: figures(10, 20_946, 2_100, 51_300, 98_550, 145_800),
  },
  business: {
    first_reply: figures(9, 7_860 / 9, 600, 1_680, 2_640, 3_600, 2),
    reply: figures(11, 9_120 / 11, 600, 1_200, 2_400, 3_600, 2),
    resolution: figures(9, 20_460 / 9, 1_200, 5_760, 6_480, 7_200, 1),
  },
  volume: { conversations: 12, reopened: 2, messages_in: 19, messages_out: 15 },
  unanswered: {
    first: { n: 2, of: 14, waiting: 1, share: 2 / 14 },
    later: { n: 1, of: 3, waiting: 0, share: 1 / 3 },
  },
  before: {
    first_reply: figures(2, 315, 315, 543, 571.5, 600),
    reply: figures(2, 315, 315, 543, 571.5, 600),
    resolution: figures(2, 630, 630, 1_086, 1_143, 1_200),
    volume: { conversations: 2, reopened: 0, messages_in: 2, messages_out: 2 },
    unanswered: {
      first: { n: 0, of: 2, waiting: 0, share: 0 },
      later: { n: 0, of: 0, waiting: 0, share: null },
    },
  },
  /** Of first replies by the clock: n of each bucket. */
  distribution: [0, 3, 1, 3, 1, 0, 1, 2, 0, 0],
  /** By agent: n of first replies, replies, resolutions; unanswered of all turns; messages sent. */
  agents: {
    ada: { first_reply: 5, reply: 6, resolution: 4, unanswered: { n: 2, of: 9, waiting: 0 }, messages_out: 6 },
    gus: { first_reply: 6, reply: 7, resolution: 5, unanswered: { n: 0, of: 7, waiting: 0 }, messages_out: 9 },
    nobody: { first_reply: 0, reply: 0, resolution: 1, unanswered: { n: 1, of: 1, waiting: 1 }, messages_out: 0 },
  },
  inboxes: {
    shop: {
      first_reply: 9,
      reply: 11,
      resolution: 9,
      unanswered: { n: 3, of: 14, waiting: 1 },
      messages_in: 16,
      messages_out: 12,
    },
    blog: {
      first_reply: 2,
      reply: 2,
      resolution: 1,
      unanswered: { n: 0, of: 3, waiting: 0 },
      messages_in: 3,
      messages_out: 3,
    },
  },
  /** Cells of the heat map, by when the customer began to wait. All others have at most one turn. */
  heatmap: [
    { weekday: 2, hour: 10, turns: 2, n: 2, p90_seconds: 114 },
    { weekday: 4, hour: 14, turns: 2, n: 2, p90_seconds: 1_086 },
    { weekday: 5, hour: 15, turns: 2, n: 1, p90_seconds: 180 },
    { weekday: 5, hour: 16, turns: 1, n: 0, p90_seconds: null },
    { weekday: 7, hour: 1, turns: 1, n: 1, p90_seconds: 7_200 },
    { weekday: 7, hour: 23, turns: 1, n: 1, p90_seconds: 120 },
  ],
  /** Reply times of the days on which there were any: n and median. */
  days: {
    '2026-10-20': { n: 2, p50_seconds: 90 },
    '2026-10-21': { n: 1, p50_seconds: 40_200 },
    '2026-10-22': { n: 1, p50_seconds: 900 },
    '2026-10-25': { n: 1, p50_seconds: 7_200 },
    '2026-10-26': { n: 1, p50_seconds: 231_300 },
    '2026-10-28': { n: 1, p50_seconds: 900 },
    '2026-11-02': { n: 1, p50_seconds: 300 },
    '2026-11-04': { n: 1, p50_seconds: 1_200 },
    '2026-11-05': { n: 2, p50_seconds: 630 },
    '2026-11-12': { n: 1, p50_seconds: 144_000 },
    '2026-11-13': { n: 1, p50_seconds: 180 },
  },
} as const

/** A workspace in which the stories took place: Ada is its admin, Gus its agent. */
export async function reportFixture(db: TestDatabase): Promise<{ workspace: Workspace; cast: Cast }> {
  const workspace = await db.given.workspace({ name: 'Fixture' })
  const blog = await db
    .as(workspace.owner)
    .rpc<{ id: string }>('create_inbox', { workspace_id: workspace.id, name: 'Blog', locale: 'en' })
  await db.as(workspace.owner).rpc('set_time_zone', { workspace_id: workspace.id, time_zone: 'Europe/Paris' })
  const cast = {
    workspaceId: workspace.id,
    shopId: workspace.inboxId,
    blogId: blog.id,
    ada: workspace.admin.id,
    gus: workspace.agent.id,
  }
  await tellReportFixture(db.sql, cast)
  return { workspace, cast }
}

/** Stores the stories, past the functions, with messages and events only: turns and episodes are told from them. */
async function tellReportFixture(sql: postgres.Sql, cast: Cast): Promise<void> {
  const week = [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ from: '09:00', to: '18:00' }] : []))
  const exceptions = [{ date: '2026-11-11', name: 'Armistice', hours: [] }]
  await sql`
    insert into public.calendars (workspace_id, inbox_id, valid_from, time_zone, week, exceptions)
    values (${cast.workspaceId}, ${cast.shopId}, '2026-01-01Z', 'Europe/Paris', ${sql.json(week)}, ${sql.json(exceptions)})`
  const told = STORIES.map((story) => tell(story, cast))
  await insert(
    sql,
    'contacts',
    told.map(({ contact }) => contact),
  )
  await insert(
    sql,
    'conversations',
    told.map(({ ledger }) => ledger.conversation),
  )
  await insert(
    sql,
    'messages',
    told.flatMap(({ ledger }) => ledger.messages),
  )
  await insert(
    sql,
    'conversation_events',
    told.flatMap(({ ledger }) => ledger.events),
  )
  await sql`select from reporting.rebuild(${cast.workspaceId})`
  await tellOpinions(sql, cast)
}

function tell({ name, inbox, acts }: Story, cast: Cast): { contact: Record<string, unknown>; ledger: Ledger } {
  const [[startedAt], ...later] = acts as [Act, ...Act[]]
  const contactId = uuidv7()
  const place = { workspace_id: cast.workspaceId, inbox_id: inbox === 'shop' ? cast.shopId : cast.blogId }
  const ledger = new Ledger(
    {
      id: uuidv7(),
      workspaceId: place.workspace_id,
      inboxId: place.inbox_id,
      contactId,
      greeting: null,
      context: {},
      newId: uuidv7,
    },
    startedAt,
    uuidv7(),
    name,
  )
  for (const [at, does] of later) {
    const agent = does.includes('ada') ? cast.ada : cast.gus
    if (does === 'customer') ledger.customer(at, uuidv7(), 'And?')
    else if (does.startsWith('to ')) ledger.assign(at, agent, agent)
    else if (does.endsWith(' closes')) ledger.close(at, agent)
    else ledger.agent(at, agent, uuidv7(), 'Here you are.')
  }
  return { contact: { id: contactId, ...place, name, epoch: 1, verified: false, created_at: startedAt }, ledger }
}

async function insert(sql: postgres.Sql, table: string, rows: object[]): Promise<void> {
  const columns = sql(Object.keys(rows[0] ?? {}))
  const name = sql(`public.${table}`)
  await sql`
    insert into ${name} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${name}, ${sql.json(rows as postgres.JSONValue)})`
}
