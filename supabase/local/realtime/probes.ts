import { randomUUID } from 'node:crypto'
import type { PendingQuery, Row, Sql, TransactionSql } from 'postgres'
import type { Answer, DatabaseTrouble, Extension, Policies, Subject } from './permissions.ts'

/**
 * Asks the policies on `realtime.messages` by trying, in a transaction that is always rolled back: nothing of it is ever
 * stored or broadcast. The connection is a superuser's; each transaction takes on the role of the one who asks.
 */
export function createPolicies(sql: Sql): Policies {
  return {
    reach: async () => {
      try {
        await sql`select 1`
        return null
      } catch (error) {
        return troubleOf(error)
      }
    },
    mayRead: (subject, extensions) => rolledBack(sql, (tx) => probeReads(tx, subject, extensions)),
    mayWrite: (subject, extensions) => rolledBack(sql, (tx) => probeWrites(tx, subject, extensions)),
  }
}

/** The superuser puts rows there: those that the subject sees are readable. */
async function probeReads(tx: TransactionSql, subject: Subject, extensions: readonly Extension[]): Promise<Answer> {
  const probes = new Map<string, Extension>(extensions.map((extension) => [randomUUID(), extension]))
  const inserts = [...probes].map(
    ([id, extension]) => tx`
      insert into realtime.messages (id, topic, extension, inserted_at, updated_at)
      values (${id}, ${subject.topic}, ${extension}, now() at time zone 'utc', now() at time zone 'utc')`,
  )
  const visible = tx<{ id: string }[]>`select id from realtime.messages where id = any(${[...probes.keys()]}::uuid[])`
  const outcomes = await pipelined([...inserts, become(tx, subject), visible])
  throwFirstError(outcomes)
  const granted = new Set<Extension>()
  for (const { id } of await visible) {
    const extension = probes.get(id)
    if (extension) granted.add(extension)
  }
  return { ok: true, granted }
}

/** The subject inserts, without `returning`, which would ask the read policies as well. */
async function probeWrites(tx: TransactionSql, subject: Subject, extensions: readonly Extension[]): Promise<Answer> {
  const attempts = extensions.map((extension) => [
    tx`savepoint probe`,
    tx`
      insert into realtime.messages (topic, extension, inserted_at, updated_at)
      values (${subject.topic}, ${extension}, now() at time zone 'utc', now() at time zone 'utc')`,
    tx`rollback to savepoint probe`,
  ])
  const outcomes = await pipelined([become(tx, subject), ...attempts.flat()])
  throwFirstError(outcomes.filter((outcome) => outcome.status === 'fulfilled' || codeOf(outcome.reason) !== DENIED))
  return { ok: true, granted: new Set(extensions.filter((_, i) => outcomes[2 + 3 * i]?.status === 'fulfilled')) }
}

function become(tx: TransactionSql, { topic, claims, headers }: Subject): PendingQuery<Row[]> {
  return tx`
    select
      set_config('role', ${claims.role}, true),
      set_config('realtime.topic', ${topic}, true),
      set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('request.jwt.claim.sub', ${typeof claims.sub === 'string' ? claims.sub : ''}, true),
      set_config('request.jwt.claim.role', ${claims.role}, true),
      set_config('request.headers', ${JSON.stringify(headers)}, true)`
}

class RollBack extends Error {}

async function rolledBack(sql: Sql, probe: (tx: TransactionSql) => Promise<Answer>): Promise<Answer> {
  let answer: Answer = { ok: false, trouble: 'unreachable' }
  try {
    await sql.begin(async (tx) => {
      answer = await probe(tx)
      throw new RollBack()
    })
  } catch (error) {
    if (!(error instanceof RollBack)) return { ok: false, trouble: troubleOf(error) }
  }
  return answer
}

/** Sends all before the first answer is back. */
const pipelined = (queries: PromiseLike<unknown>[]): Promise<PromiseSettledResult<unknown>[]> =>
  Promise.allSettled(queries)

function throwFirstError(outcomes: PromiseSettledResult<unknown>[]): void {
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

const DENIED = '42501'

const UNREACHABLE = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT'])

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

function troubleOf(error: unknown): DatabaseTrouble {
  const code = codeOf(error)
  if (UNREACHABLE.has(code) || /^(CONNECT|08)/.test(code)) return 'unreachable'
  if (code === '53300') return 'too_many_connections'
  if (code === '57014') return 'cancelled'
  if (code === '23514' && error instanceof Error && /no partition/.test(error.message)) return 'missing_partition'
  return 'refused'
}
