import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import { report, type Result } from '../support/report.ts'
import { startStack } from '../support/stack.ts'
import { claimsOf, tokenOf } from '../support/world.ts'
import { fillInbox, type Filled } from './fill.ts'

const CONVERSATIONS = 100_000
const MESSAGES_EACH = 20
const ROUNDS = 30

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Ask = (name: string, args: Record<string, unknown>) => Promise<Json>
type Page = { rows: { id: string }[]; next: Json }
type Found = { results: { kind: string; conversation: { id: string } | null; message: { rev: number } | null }[] }

/** T13–T17 in SQL as an agent, T20 through the Data API: 100,000 conversations with 2,000,000 messages, in one workspace. */
export async function inbox(conversations = CONVERSATIONS): Promise<void> {
  const stack = await startStack('stack')
  try {
    const sql = postgres(stack.status.DB_URL ?? '', { max: 1, onnotice: () => {} })
    const messages = conversations * MESSAGES_EACH
    console.log(`\nFilling ${conversations} conversations with ${messages} messages: some minutes.`)
    const filled = await fillInbox(sql, { conversations, messages })
    console.log('Filled. Measuring.')
    await sql.end()
    await measureInbox(stack.status, filled)
  } finally {
    await stack.stop()
  }
}

/** Measures over what is filled in already. */
async function measureInbox(status: Record<string, string>, { workspaceId, agentId }: Filled): Promise<void> {
  const sql = postgres(status.DB_URL ?? '', { max: 1, onnotice: () => {} })
  try {
    const ids = await pickedIds(sql)
    await sql`select set_config('request.jwt.claims', ${claimsOf(agentId)}, false), set_config('role', 'authenticated', false)`
    const [backend] = await sql<
      { pid: number }[]
    >`select pg_backend_pid() as pid, set_config('max_parallel_workers_per_gather', '0', false)`
    await inSql(askSql(sql), workspaceId, ids, backend?.pid ?? 0)
    const client = createClient(status.API_URL ?? '', status.PUBLISHABLE_KEY ?? '', {
      accessToken: async () => tokenOf(status, agentId),
    })
    await throughHttp(askHttp(client), workspaceId, ids)
  } finally {
    await sql.end()
  }
}

interface Ids {
  long: string
  rareLabel: string
  commonLabel: string
  inbox: string
}

async function pickedIds(sql: postgres.Sql): Promise<Ids> {
  const [row] = await sql<Ids[]>`
    select md5('conversation 2')::uuid as long, md5('label 12')::uuid as "rareLabel", md5('label 1')::uuid as "commonLabel", md5('inbox 3')::uuid as inbox`
  if (!row) throw new Error('Postgres answers nothing.')
  return row
}

function askSql(sql: postgres.Sql): Ask {
  return async (name, args) => {
    const names = Object.keys(args)
    const list = names.map((argument, place) => `"${argument}" => $${place + 1}`).join(', ')
    const values = names.map((argument) => {
      const value = args[argument]
      return typeof value === 'object' && value !== null ? sql.json(value as never) : (value as string)
    })
    const rows = await sql.unsafe<{ value: Json }[]>(`select public.${name}(${list}) as value`, values)
    return rows.length === 1 ? (rows[0]?.value ?? null) : rows.map(({ value }) => value)
  }
}

function askHttp(client: SupabaseClient): Ask {
  return async (name, args) => (await client.rpc(name, args).throwOnError()).data as Json
}

async function inSql(ask: Ask, workspaceId: string, ids: Ids, pid: number): Promise<void> {
  const table = (name: string, target: string, asked: Asked) => measured(name, target, asked, () => processorMs(pid))
  const at = { workspace_id: workspaceId }
  const list =
    (filter: object, more = {}) =>
    () =>
      ask('list_conversations', { ...at, filter, ...more })
  const first = (await list({ status: 'closed' })()) as Page
  const halfWay = { at: new Date(Date.now() - 365 * 86_400_000).toISOString(), id: ids.long }
  await table('T13: a page of the inbox', 'T13: p50 2 ms', {
    'open, newest': list({ status: 'open' }),
    'closed, next page': list({ status: 'closed' }, { after: first.next }),
    'closed, a year back': list({ status: 'closed' }, { after: halfWay }),
    'open, waiting longest': list({ status: 'open' }, { sort: 'waiting' }),
    mine: list({ status: 'open', assignee: 'me' }),
    unassigned: list({ status: 'open', assignee: 'none' }),
    'one inbox, closed': list({ status: 'closed', inbox_id: ids.inbox }),
    'urgent, open': list({ status: 'open', priority: 4 }),
    'a common label, closed': list({ status: 'closed', label_id: ids.commonLabel }),
    'a rare label, closed': list({ status: 'closed', label_id: ids.rareLabel }),
    'all of one label': list({ label_id: ids.rareLabel }),
  })
  const timeline = (more: object) => () => ask('timeline', { conversation_id: ids.long, ...more })
  await table('T14: a page of a conversation of 10,000', 'T14: p50 1.5 ms', {
    'the end': timeline({}),
    'the middle': timeline({ before_rev: 5_000 }),
    'catching up': timeline({ after_rev: 9_990 }),
  })
  await table('T15: counts', 'T15: p50 2 ms', { tabs: () => ask('conversation_counts', at) })
  const search = (query: string) => () => ask('search', { ...at, query })
  await table('T16: search', 'T16: p50 80 ms; an order number 5 ms', {
    'an order number': search('CMD-104821'),
    'a very common word': search('parcel'),
    'two common words': search('the parcel'),
    'a phrase': search('"the parcel"'),
    'a rare word': search('banuxo'),
    'a typing error': search('parclel'),
    'a word, open ones only': search('parcel is:open'),
    'a word by a rare label': search('banlane label:"label 12"'),
    'nothing to be found': search('notthere'),
  })
  await table('T17: contacts', 'T17: p50 20 ms', {
    'part of an address': search('contact48211@'),
    'part of a name': search('contact482'),
  })
}

async function throughHttp(ask: Ask, workspaceId: string, ids: Ids): Promise<void> {
  const table = measured
  const at = { workspace_id: workspaceId }
  const page = (await ask('list_conversations', at)) as Page
  let next = 0
  const conversation = (): string => page.rows[next++ % page.rows.length]?.id ?? ids.long
  await table('T20: through the Data API, with an unmodified client', 'T20: p95 15 ms', {
    'first page of the list': () => ask('list_conversations', { ...at, filter: { status: 'open' } }),
    'next page': () => ask('list_conversations', { ...at, filter: { status: 'open' }, after: page.next }),
    'another filter': () =>
      ask('list_conversations', { ...at, filter: { status: 'open', assignee: 'me' }, sort: 'waiting' }),
    counts: () => ask('conversation_counts', at),
    'another conversation': () => ask('timeline', { conversation_id: conversation() }),
  })
  await table('searching, and opening what was found', 'p95 150 ms', {
    'an order number, and its message': async () => {
      const found = (await ask('search', { ...at, query: 'CMD-104821' })) as Found
      const hit = found.results.find(({ kind }) => kind === 'message')
      return ask('timeline', { conversation_id: hit?.conversation?.id, before_rev: (hit?.message?.rev ?? 0) + 25 })
    },
  })
}

type Asked = Record<string, () => Promise<unknown>>

/** Milliseconds of each round, and of processor time in Postgres, which says the same on a busy machine. */
async function measured(name: string, target: string, asked: Asked, processor?: () => number): Promise<void> {
  const results: Result[] = []
  for (const [system, run] of Object.entries(asked)) {
    await run() // warm
    const milliseconds: number[] = []
    const before = processor?.() ?? 0
    for (let round = 0; round < ROUNDS; round++) {
      const at = performance.now()
      await run()
      milliseconds.push(performance.now() - at)
    }
    const figures = processor ? { figures: { 'processor ms': (processor() - before) / ROUNDS } } : {}
    results.push({ system, sent: ROUNDS, milliseconds, ...figures })
  }
  report({ name, target, results, compare: 'nothing' })
}

const TICK_MS = 10

/** What a process has used so far; Linux only. */
function processorMs(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = rest.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
