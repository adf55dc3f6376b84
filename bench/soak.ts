import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js'
import { cuttable } from './support/cuttable.ts'
import type { Inside } from './support/inside.ts'
import { bodyOf, times, until } from './support/load.ts'
import { startStack } from './support/stack.ts'
import { clientOf, createWorld, endWorld, hangUp, listen, type World } from './support/world.ts'

const MESSAGES = 100_000
const ROUNDS = 20
const PER_STATEMENT = 100
const GUESTS = 60
const TURNS_PER_ROUND = 300

type Guest = { client: SupabaseClient; cut: () => void; channel: RealtimeChannel | null; topic: string }
type Census = Inside & { slots: number; 'in transaction': number; backends: number }

/**
 * An hour in fast motion: 100,000 broadcasts of the database, while guests join, leave, track, speak and are cut off at random. What the
 * server holds after each round, and after all have gone: memory after a collection, timers, sockets, slots, transactions.
 */
export async function soak(): Promise<void> {
  const world = await createWorld(await startStack('stack'), GUESTS)
  try {
    const guests = world.contacts.map((contact): Guest => {
      const { transport, cut } = cuttable()
      const reconnectAfterMs = () => 50
      return {
        client: clientOf(world, contact.token, { transport, reconnectAfterMs }),
        cut,
        channel: null,
        topic: contact.topic,
      }
    })
    const witness = clientOf(world, world.agent.token)
    let heard = 0
    await listen(witness, world.agent.topic, () => heard++, { replicationReady: true })
    const before = await census(world)
    const rounds: Census[] = []
    for (const round of times(ROUNDS)) {
      await Promise.all([speak(world, MESSAGES / ROUNDS), live(guests)])
      await until(() => heard >= ((round + 1) * MESSAGES) / ROUNDS, 30_000)
      rounds.push(await census(world))
    }
    const swinging = rounds.at(-1)
    await hangUp([witness, ...guests.map(({ client }) => client)])
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const after = await census(world)
    console.table({
      before,
      'after 10 %': rounds[Math.floor(ROUNDS / 10) - 1],
      'after 50 %': rounds[ROUNDS / 2 - 1],
      'after 100 %': swinging,
      'all gone': after,
    })
    console.log(JSON.stringify({ name: 'soak', sent: MESSAGES, heard, before, rounds, after }))
  } finally {
    await endWorld(world)
  }
}

async function speak({ sql, agent, contacts }: World, messages: number): Promise<void> {
  const topics = [agent.topic, ...contacts.map(({ topic }) => topic)]
  for (let n = 0; n < messages; n += PER_STATEMENT) {
    const body = JSON.stringify({ body: bodyOf(`soak ${n}`) })
    const other = topics[Math.floor(Math.random() * topics.length)] ?? agent.topic
    await sql`
      select realtime.send(${body}::text::jsonb, 'soak', ${agent.topic}) from generate_series(1, ${PER_STATEMENT})`
    if (other !== agent.topic) await sql`select realtime.send(${body}::text::jsonb, 'soak', ${other})`
  }
}

/** Whatever clients do, at random. */
async function live(guests: Guest[]): Promise<void> {
  for (let turn = 0; turn < TURNS_PER_ROUND; turn++) {
    const guest = guests[Math.floor(Math.random() * guests.length)]!
    const act = Math.random()
    if (!guest.channel) {
      guest.channel = await listen(guest.client, guest.topic, () => {}).catch(() => null) // cut while it joined
    } else if (act < 0.4) {
      const { channel } = guest
      guest.channel = null
      await guest.client.removeChannel(channel)
    } else if (act < 0.6) guest.cut()
    else if (act < 0.8) void guest.channel.track({ turn })
    else if (guest.client.realtime.isConnected() && guest.channel.state === 'joined')
      void guest.channel.send({ type: 'broadcast', event: 'soak', payload: { turn } })
    if (turn % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

async function census({ stack, sql }: World): Promise<Census> {
  const [row] = await sql<{ slots: number; transactions: number; backends: number }[]>`
    select
      (select count(*)::int from pg_replication_slots) as slots,
      (select count(*)::int from pg_stat_activity where state like 'idle in transaction%') as transactions,
      (select count(*)::int from pg_stat_activity where application_name like 'realtime%') as backends`
  const inside = await stack.inside()
  return {
    ...inside,
    slots: row?.slots ?? -1,
    'in transaction': row?.transactions ?? -1,
    backends: row?.backends ?? -1,
  }
}
