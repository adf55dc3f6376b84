import type postgres from 'postgres'
import { connectAsAdmin, createDatabase } from '../../supabase/local/database/database.ts'
import { migrate } from '../../supabase/local/database/migrations.ts'
import { startDisposablePostgres } from '../../supabase/local/postgres/disposable.ts'
import { report, type Benchmark } from '../support/report.ts'
import { claimsOf } from '../support/world.ts'
import { fillYear } from './fill.ts'

const TURNS = 450_000
const DATABASE = 'bench_reports'

const TILES: Record<string, string> = {
  overview: 'report_overview($1, $2, $3)',
  'overview, one inbox': 'report_overview($1, $2, $3, (select array[min(id::text)::uuid] from public.inboxes))',
  'overview, business': `report_overview($1, $2, $3, clock => 'business')`,
  'reply by day': `report_series($1, $2, $3, 'reply')`,
  'volume by day': `report_series($1, $2, $3, 'volume')`,
  'unanswered by day': `report_series($1, $2, $3, 'unanswered')`,
  distribution: `report_distribution($1, $2, $3, 'reply')`,
  'heat map': 'report_heatmap($1, $2, $3)',
  'by agent': `report_breakdown($1, $2, $3, 'agent')`,
  'by inbox': `report_breakdown($1, $2, $3, 'inbox')`,
  conversations: `report_conversations($1, $2, $3, 'reply', from_seconds => 900, to_seconds => 3600)`,
}

/** What one would write without turns: reply times by day from the messages themselves. */
const FROM_MESSAGES = `
  with
  said as (
    select conversation_id, author, created_at,
      count(*) filter (where author = 'agent') over (partition by conversation_id order by seq rows between unbounded preceding and 1 preceding) as replies
    from public.messages
    where workspace_id = $1 and created_at >= $2::date - 2 and created_at < $3::date + 1
  ),
  waits as (
    select min(created_at) filter (where author = 'contact') as started_at, min(created_at) filter (where author = 'agent') as at
    from said group by conversation_id, replies
  )
  select (at at time zone 'Europe/Paris')::date as day, count(*)::integer as n,
    percentile_cont(0.5) within group (order by extract(epoch from at - started_at)) as p50,
    percentile_cont(0.9) within group (order by extract(epoch from at - started_at)) as p90
  from waits
  where started_at is not null and (at at time zone 'Europe/Paris')::date >= $2::date and (at at time zone 'Europe/Paris')::date < $3::date
  group by 1 order by 1`

const BY_DAY = `
  select (d ->> 'day')::date as day, (d ->> 'n')::integer as n, (d ->> 'p50_seconds')::double precision as p50, (d ->> 'p90_seconds')::double precision as p90
  from jsonb_array_elements(public.report_series($1, $2, $3, 'reply') -> 'days') d where d ->> 'n' <> '0' order by 1`

/** T18, T19: the tiles of the reports page over 30 days and a year, in SQL as an agent; and the same figures from messages. */
export async function reports(): Promise<void> {
  const postgres = await startDisposablePostgres()
  const admin = connectAsAdmin(postgres.server)
  try {
    await createDatabase(postgres.server, DATABASE)
    await migrate(postgres.server, DATABASE)
    const sql = connectAsAdmin(postgres.server, DATABASE)
    const { workspaceId, agentId } = await fillYear(sql, TURNS)
    await sql`select set_config('request.jwt.claims', ${claimsOf(agentId)}, false)`
    const today = Date.now()
    const dayOf = (daysAgo: number): string => new Date(today - daysAgo * 86_400_000).toISOString().slice(0, 10)
    for (const [days, target, rounds] of [
      [30, 'T18: p95 50 ms', 20],
      [365, 'T19: p95 500 ms', 5],
    ] as const) {
      const scope = [workspaceId, dayOf(days), dayOf(0)]
      const ask = (query: string): Promise<number[]> => timed(sql, `select public.${query}`, scope, rounds)
      const results = []
      for (const [system, query] of Object.entries(TILES)) {
        results.push({ system, sent: rounds, milliseconds: await ask(query) })
      }
      report({ name: `the page's tiles, ${days} days`, target, results, compare: 'nothing' })
      report(await compared(sql, scope, days, target, Math.min(rounds, 5)))
    }
    report({
      name: 'live board',
      target: 'p95 50 ms',
      results: [
        {
          system: 'causerie',
          sent: 20,
          milliseconds: await timed(sql, 'select public.report_live($1)', [workspaceId], 20),
        },
      ],
    })
    await sql.end()
  } finally {
    await admin.end()
    await postgres.stop()
  }
}

async function compared(
  sql: postgres.Sql,
  scope: string[],
  days: number,
  target: string,
  rounds: number,
): Promise<Benchmark> {
  const [ours, theirs] = [await sql.unsafe(BY_DAY, scope), await sql.unsafe(FROM_MESSAGES, scope)]
  const differences = ours.length === theirs.length ? ours.filter((day, i) => !same(day, theirs[i])).length : NaN
  const result = async (system: string, query: string) => ({
    system,
    sent: rounds,
    milliseconds: await timed(sql, query, scope, rounds),
    figures: { 'days that differ': differences },
  })
  return {
    name: `reply times by day, ${days} days, against window functions over messages`,
    target,
    results: [await result('causerie', BY_DAY), await result('from messages', FROM_MESSAGES)],
  }
}

function same(one: postgres.Row, other: postgres.Row | undefined): boolean {
  return (
    other !== undefined && ['n', 'p50', 'p90'].every((key) => Math.abs(Number(one[key]) - Number(other[key])) < 1e-3)
  )
}

async function timed(sql: postgres.Sql, query: string, scope: string[], rounds: number): Promise<number[]> {
  const milliseconds: number[] = []
  await sql.unsafe(query, scope) // warm
  for (let i = 0; i < rounds; i++) {
    const at = performance.now()
    await sql.unsafe(query, scope)
    milliseconds.push(performance.now() - at)
  }
  return milliseconds
}
