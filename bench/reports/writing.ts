import type { SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { v7 as uuid } from 'uuid'
import { bodyOf, times } from '../support/load.ts'
import { percentile, type Benchmark } from '../support/report.ts'
import { clientOf, type World } from '../support/world.ts'

export const EXCHANGES_OF = 60
const ROUNDS = 60
const WARM = 4
const EXCHANGES = 20

/** What keeps turns and episodes, while somebody writes to an open conversation. */
const KEEPERS = [
  'private.start_turn(public.conversations)',
  'private.end_turn(public.conversations, public.turn_outcome)',
]

/**
 * What the reports cost a message: send_message through the Data API, each customer's message starting a turn and each answer ending
 * one, beside the same with functions in their place that keep nothing. In turns of 40 messages, so that both meet the same machine.
 */
export async function turnsKept(world: World): Promise<Benchmark> {
  const { DB_URL = '' } = world.stack.status
  const sql = postgres(DB_URL, { max: 1, onnotice: () => {} })
  const agent = clientOf(world, world.agent.token)
  const contacts = world.contacts.map(({ token, conversationId }) => ({
    client: clientOf(world, token),
    conversationId,
  }))
  const keeping = await Promise.all(KEEPERS.map((name) => definitionOf(sql, name)))
  const systems = [
    { system: 'keeping turns', definitions: keeping },
    { system: 'keeping nothing', definitions: keeping.map(emptied) },
  ]
  const sent = systems.map(() => ({ contact: [] as number[], agent: [] as number[] }))
  const send = (client: SupabaseClient, conversationId: string) =>
    client.rpc('send_message', { conversation_id: conversationId, id: uuid(), body: bodyOf('turns') }).throwOnError()
  try {
    for (const { conversationId } of contacts) await send(agent, conversationId) // nobody waits: each exchange is whole
    let next = 0
    for (const round of times(ROUNDS)) {
      const which = round % 2
      for (const definition of systems[which]?.definitions ?? []) await sql.unsafe(definition)
      for (const place of times(WARM + EXCHANGES)) {
        const contact = contacts[next++ % contacts.length]!
        for (const [author, client] of [
          ['contact', contact.client],
          ['agent', agent],
        ] as const) {
          const at = performance.now()
          await send(client, contact.conversationId)
          if (place >= WARM) sent[which]?.[author].push(performance.now() - at) // before: plans are made anew
        }
      }
    }
  } finally {
    for (const definition of keeping) await sql.unsafe(definition)
    await sql.end()
  }
  // Of each kind of message apart: two heaps have no middle.
  const middle = sent.map(({ contact, agent }) => medianOf(contact) + medianOf(agent))
  return {
    name: 'send_message through the Data API, with and without what reports count',
    target: 'under 5 % of send_message',
    results: systems.map(({ system }, place) => ({
      system,
      sent: sent[place]!.contact.length * 2,
      milliseconds: [...sent[place]!.contact, ...sent[place]!.agent],
      figures: {
        'p50 contact': medianOf(sent[place]!.contact),
        'p50 agent': medianOf(sent[place]!.agent),
        '% of an exchange': ((middle[0]! - middle[1]!) / middle[0]!) * 100,
      },
    })),
  }
}

function medianOf(milliseconds: number[]): number {
  return percentile(
    milliseconds.toSorted((a, b) => a - b),
    0.5,
  )
}

async function definitionOf(sql: postgres.Sql, name: string): Promise<string> {
  const [row] = await sql<{ definition: string }[]>`select pg_get_functiondef(${name}::regprocedure) as definition`
  if (!row) throw new Error(`There is no ${name}.`)
  return row.definition
}

function emptied(definition: string): string {
  return definition.replace(/\$function\$[^]*\$function\$/, '$$function$$begin end$$function$$')
}
