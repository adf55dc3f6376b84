import postgres from 'postgres'
import { v7 as uuid } from 'uuid'
import { bodyOf, pace, times, until } from '../support/load.ts'
import type { Benchmark } from '../support/report.ts'
import { claimsOf, clientOf, hangUp, listen, type World } from '../support/world.ts'

const ONE_BY_ONE = 1_000
const WRITERS = 8
const TURNS = 4
const TURN_MS = 2_000

type Writer = { system: string; write: (n: number) => Promise<unknown>; end: () => Promise<void> }

/**
 * T11: `send_message` as the contact, under row-level security, over a connection: the whole write with its two broadcasts, committed. As one
 * statement, which is what Postgres needs for it, and with `begin` and `commit`, two more trips. In turns: both meet the same machine.
 */
export async function writing({ stack, contacts }: World): Promise<Benchmark> {
  const writers = [inOneStatement, withBeginAndCommit].map((make) => make(stack.status.DB_URL ?? '', contacts))
  const measured = writers.map((writer) => ({ ...writer, milliseconds: [] as number[], together: 0 }))
  for (const { write } of measured) for (const n of times(50)) await write(n)
  for (const i of times(ONE_BY_ONE)) {
    for (const { write, milliseconds } of measured) {
      const at = performance.now()
      await write(i % contacts.length)
      milliseconds.push(performance.now() - at)
    }
  }
  for (const turn of times(TURNS)) {
    for (const one of turn % 2 ? measured : measured.toReversed()) {
      const until = performance.now() + TURN_MS
      await Promise.all(
        times(WRITERS).map(async (writer) => {
          for (let i = 0; performance.now() < until; i++, one.together++)
            await one.write(writer + ((i * WRITERS) % (contacts.length - WRITERS)))
        }),
      )
    }
  }
  await Promise.all(writers.map(({ end }) => end()))
  return {
    name: 'send_message inside Postgres',
    target: 'T11: p50 1 ms, p99 4 ms; 2,500/s on 8 connections',
    results: measured.map(({ system, milliseconds, together }) => ({
      system,
      sent: ONE_BY_ONE,
      milliseconds,
      figures: { 'per second on 8': (together * 1000) / (TURNS * TURN_MS) },
    })),
  }
}

function inOneStatement(url: string, contacts: World['contacts']): Writer {
  const sql = postgres(url, { max: WRITERS, onnotice: () => {}, connection: { role: 'authenticated' } })
  return {
    system: 'in one statement',
    write: (n) => {
      const { sub, conversationId } = contacts[n]!
      return sql`
        select public.send_message(${conversationId}, ${uuid()}, ${bodyOf('T11')})
        from set_config('request.jwt.claims', ${claimsOf(sub)}, true)`
    },
    end: () => sql.end(),
  }
}

function withBeginAndCommit(url: string, contacts: World['contacts']): Writer {
  const sql = postgres(url, { max: WRITERS, onnotice: () => {} })
  return {
    system: 'with begin and commit',
    write: (n) => {
      const { sub, conversationId } = contacts[n]!
      return sql.begin(async (tx) => {
        const [, sent] = await Promise.all([
          tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claimsOf(sub)}, true)`,
          tx`select public.send_message(${conversationId}, ${uuid()}, ${bodyOf('T11')})`,
        ])
        return sent
      })
    },
    end: () => sql.end(),
  }
}

const PER_SECOND = 100
const SECONDS = 8

/** T12: what lies between the commit's answer to the writer and the frame at a client: what our Realtime server adds. */
export async function committedToSocket(world: World): Promise<Benchmark> {
  const { topic, token } = world.contacts[0]!
  const client = clientOf(world, token)
  const committedAt = new Map<number, number>()
  const heardAt = new Map<number, number>()
  await listen(client, topic, ({ payload }) => heardAt.set(Number(payload.n), performance.now()), {
    replicationReady: true,
  })
  await pace(PER_SECOND, PER_SECOND * SECONDS, (n) => {
    void world.sql`select realtime.send(${JSON.stringify({ n, body: bodyOf('T12') })}::text::jsonb, 'bench', ${topic})`.then(
      () => committedAt.set(n, performance.now()),
    )
  })
  const sent = PER_SECOND * SECONDS
  await until(() => heardAt.size >= sent && committedAt.size >= sent)
  await hangUp([client])
  const milliseconds = [...heardAt].map(([n, at]) => Math.max(0, at - (committedAt.get(n) ?? Number.NaN)))
  return {
    name: `committed → on the socket, ${PER_SECOND}/s`,
    target: 'T12: p50 2 ms, p99 10 ms',
    results: [{ system: 'causerie', sent, milliseconds }],
  }
}
