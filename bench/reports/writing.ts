import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { v7 as uuid } from 'uuid'
import { bodyOf, times } from '../support/load.ts'
import { percentile, type Benchmark } from '../support/report.ts'
import { clientOf, type World } from '../support/world.ts'

export const EXCHANGES_OF = 80
const PAIRS = 2_000
const WARM = 100

/** What keeps turns, while somebody writes to an open conversation: a turn is written when it ends. */
const KEEPER = 'private.end_turn(public.conversations, public.turn_outcome)'

type Exchange = { contact: number; agent: number; processor: number }

/**
 * What the reports cost a message: send_message through the Data API, each customer's message beginning a wait and each answer ending one,
 * in conversations that keep turns and in others that keep none. One exchange here, one there, so that both meet the same machine at
 * the same moment, and with no plan made anew between them.
 */
export async function turnsKept(world: World): Promise<Benchmark> {
  const sql = postgres(world.stack.status.DB_URL ?? '', { max: 1, onnotice: () => {} })
  const agent = clientOf(world, world.agent.token)
  const contacts = world.contacts.map(({ token, conversationId }) => ({
    client: clientOf(world, token),
    conversationId,
  }))
  const systems = [
    { system: 'keeping turns', those: contacts.filter((contact) => !keepsNothing(contact)), kept: [] as Exchange[] },
    { system: 'keeping nothing', those: contacts.filter(keepsNothing), kept: [] as Exchange[] },
  ]
  const timed = async (client: typeof agent, conversationId: string): Promise<number> => {
    const at = performance.now()
    await client
      .rpc('send_message', { conversation_id: conversationId, id: uuid(), body: bodyOf('turns') })
      .throwOnError()
    return performance.now() - at
  }
  const definition = await definitionOf(sql, KEEPER)
  try {
    await sql.unsafe(keepingNothingForSome(definition))
    for (const { conversationId } of contacts) await timed(agent, conversationId) // nobody waits: each exchange is whole
    let backends: number[] = []
    for (const n of times(WARM + PAIRS)) {
      if (n === WARM) backends = await backendsOf(sql)
      for (const { those, kept } of n % 2 ? systems : systems.toReversed()) {
        const { client, conversationId } = those[n % those.length]!
        const before = processorOf(backends)
        const contact = await timed(client, conversationId)
        const answer = await timed(agent, conversationId)
        if (n >= WARM) kept.push({ contact, agent: answer, processor: milliseconds(before, processorOf(backends)) })
      }
    }
  } finally {
    await sql.unsafe(definition)
    await sql.end()
  }
  const middles = systems.map(({ kept }) => ({
    'p50 contact': medianOf(kept.map(({ contact }) => contact)),
    'p50 agent': medianOf(kept.map(({ agent }) => agent)),
    'processor of Postgres': medianOf(kept.map(({ processor }) => processor)),
  }))
  const [ours, theirs] = [middles[0]!, middles[1]!]
  // Of each kind of message apart: two heaps have no middle.
  const exchange = (of: typeof ours): number => of['p50 contact'] + of['p50 agent']
  const shares = {
    '% of an exchange': ((exchange(ours) - exchange(theirs)) / exchange(ours)) * 100,
    '% of it by processor': ((ours['processor of Postgres'] - theirs['processor of Postgres']) / exchange(ours)) * 100,
  }
  return {
    name: 'send_message through the Data API, with and without what reports count',
    target: 'under 5 % of send_message',
    results: systems.map(({ system, kept }, place) => ({
      system,
      sent: kept.length * 2,
      milliseconds: kept.flatMap(({ contact, agent }) => [contact, agent]),
      figures: { ...middles[place], ...shares },
    })),
  }
}

/** By the last bit of its id, which is random: SQL and we see it alike. */
function keepsNothing({ conversationId }: { conversationId: string }): boolean {
  return parseInt(conversationId.at(-1) ?? '', 16) % 2 === 1
}

function keepingNothingForSome(definition: string): string {
  const skipping = `begin if get_bit(uuid_send(conversation.id), 120) = 1 then return; end if;`
  const changed = definition.replace(/^begin$/m, skipping)
  if (changed === definition) throw new Error(`${KEEPER} does not begin as it did.`)
  return changed
}

function medianOf(values: number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}

async function definitionOf(sql: postgres.Sql, name: string): Promise<string> {
  const [row] = await sql<{ definition: string }[]>`select pg_get_functiondef(${name}::regprocedure) as definition`
  if (!row) throw new Error(`There is no ${name}.`)
  return row.definition
}

/** The processes of Postgres that answer the Data API. */
async function backendsOf(sql: postgres.Sql): Promise<number[]> {
  const rows = await sql<{ pid: number }[]>`select pid from pg_stat_activity where usename = 'authenticator'`
  return rows.map(({ pid }) => pid)
}

/** Processor time that each has used so far, in nanoseconds; none where the system doesn't count it so. */
function processorOf(pids: number[]): Map<number, number> {
  const used = new Map<number, number>()
  for (const pid of pids) {
    try {
      used.set(pid, Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]))
    } catch {
      // It has ended meanwhile, or this is no Linux.
    }
  }
  return used
}

/** Of those that were there before and are still. */
function milliseconds(before: Map<number, number>, after: Map<number, number>): number {
  if (before.size === 0) return Number.NaN
  return Array.from(after, ([pid, used]) => used - (before.get(pid) ?? used)).reduce((sum, one) => sum + one, 0) / 1e6
}
