import { readFileSync } from 'node:fs'
import type postgres from 'postgres'
import { connectAsAdmin, createDatabase } from '../../supabase/local/database/database.ts'
import { migrate } from '../../supabase/local/database/migrations.ts'
import { startDisposablePostgres } from '../../supabase/local/postgres/disposable.ts'
import { report, type Benchmark, type Result } from '../support/report.ts'
import { claimsOf } from '../support/world.ts'
import { fill, LARGEST } from './fill.ts'

const DATABASE = 'bench_reports'

/** As the page asks: a table or a row of tiles in parts, side by side. */
const TILES: Record<string, string> = {
  'overview: replies': `report_overview($1, $2, $3, parts => '{replies}')`,
  'overview: resolutions, conversations': `report_overview($1, $2, $3, parts => '{resolutions,conversations}')`,
  'overview: unanswered': `report_overview($1, $2, $3, parts => '{unanswered}')`,
  'overview: replies, one inbox': `report_overview($1, $2, $3, array[$4::uuid], parts => '{replies}')`,
  'overview: replies, business': `report_overview($1, $2, $3, clock => 'business', parts => '{replies}')`,
  'reply by day': `report_series($1, $2, $3, 'reply')`,
  'first reply by day': `report_series($1, $2, $3, 'first_reply')`,
  'volume by day': `report_series($1, $2, $3, 'volume')`,
  'unanswered by day': `report_series($1, $2, $3, 'unanswered')`,
  distribution: `report_distribution($1, $2, $3, 'reply')`,
  'heat map': 'report_heatmap($1, $2, $3)',
  'by agent: replies': `report_breakdown($1, $2, $3, 'agent', parts => '{replies}')`,
  'by agent: resolutions, unanswered': `report_breakdown($1, $2, $3, 'agent', parts => '{resolutions,unanswered}')`,
  'by agent: messages': `report_breakdown($1, $2, $3, 'agent', parts => '{messages}')`,
  'by inbox: replies': `report_breakdown($1, $2, $3, 'inbox', parts => '{replies}')`,
  'by inbox: resolutions, unanswered': `report_breakdown($1, $2, $3, 'inbox', parts => '{resolutions,unanswered}')`,
  'by inbox: messages': `report_breakdown($1, $2, $3, 'inbox', parts => '{messages}')`,
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

/**
 * T18, T19: the tiles of the reports page over 30 days and a year, in SQL as an agent; and the same figures from messages.
 * @param conversations in all, ten messages to each; the largest workspace has 300,000 of them in two years
 */
export async function reports(conversations = LARGEST): Promise<void> {
  const postgres = await startDisposablePostgres()
  const admin = connectAsAdmin(postgres.server)
  try {
    await createDatabase(postgres.server, DATABASE)
    await migrate(postgres.server, DATABASE)
    const sql = connectAsAdmin(postgres.server, DATABASE)
    const { workspaceId, agentId, inboxId } = await fill(sql, conversations)
    await sayHowMuch(sql, workspaceId)
    await sql`select set_config('request.jwt.claims', ${claimsOf(agentId)}, false)`
    const today = Date.now()
    const dayOf = (daysAgo: number): string => new Date(today - daysAgo * 86_400_000).toISOString().slice(0, 10)
    for (const [days, target, rounds] of [
      [30, 'T18: p95 50 ms', 20],
      [365, 'T19: p95 500 ms', 20],
    ] as const) {
      const scope = [workspaceId, dayOf(days), dayOf(0)]
      const results: Result[] = []
      for (const [system, query] of Object.entries(TILES)) {
        const args = query.includes('$4') ? [...scope, inboxId] : scope
        results.push({ system, sent: rounds, ...(await timed(sql, `select public.${query}`, args, rounds)) })
      }
      report({ name: `the page's tiles, ${days} days`, target, results, compare: 'nothing' })
      report(await compared(sql, scope, days, target))
    }
    const live = await timed(sql, 'select public.report_live($1)', [workspaceId], 20)
    report({ name: 'live board', target: 'p95 50 ms', results: [{ system: 'causerie', sent: 20, ...live }] })
    await sql.end()
  } finally {
    await admin.end()
    await postgres.stop()
  }
}

async function sayHowMuch(sql: postgres.Sql, workspaceId: string): Promise<void> {
  const [there] = await sql`
    select
      (select count(*)::integer from public.conversations) as conversations,
      (select count(*)::integer from public.messages) as messages,
      (select count(*)::integer from public.turns where workspace_id = ${workspaceId} and started_at > now() - interval '30 days') as "turns of the largest workspace, 30 days",
      (select count(*)::integer from public.turns where workspace_id = ${workspaceId} and started_at > now() - interval '365 days') as "a year",
      pg_size_pretty(pg_database_size(current_database())) as size`
  console.log(JSON.stringify(there))
}

async function compared(sql: postgres.Sql, scope: string[], days: number, target: string): Promise<Benchmark> {
  const rounds = 5
  const [ours, theirs] = [await sql.unsafe(BY_DAY, scope), await sql.unsafe(FROM_MESSAGES, scope)]
  const differences = ours.length === theirs.length ? ours.filter((day, i) => !same(day, theirs[i])).length : NaN
  const result = async (system: string, query: string) => ({
    system,
    sent: rounds,
    milliseconds: (await timed(sql, query, scope, rounds)).milliseconds,
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

async function timed(
  sql: postgres.Sql,
  query: string,
  args: string[],
  rounds: number,
): Promise<Pick<Result, 'milliseconds' | 'figures'>> {
  const milliseconds: number[] = []
  await sql.unsafe(query, args) // warm
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const before = processorMs(backend?.pid)
  for (let i = 0; i < rounds; i++) {
    const at = performance.now()
    await sql.unsafe(query, args)
    milliseconds.push(performance.now() - at)
  }
  return { milliseconds, figures: { 'processor, mean': (processorMs(backend?.pid) - before) / rounds } }
}

/** What the backend has used so far; not its parallel workers. NaN where there is no /proc. */
function processorMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}
