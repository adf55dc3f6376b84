import type { Sql, TransactionSql } from 'postgres'
import { createGateway } from '../realtime/gateway.ts'
import { createVerifier, type Claims } from '../realtime/tokens.ts'
import { refusals } from './errors.ts'

/** Whose request it is: a database role and the claims of their token. */
export interface Caller {
  claims: Claims
}

const API_ROLES = new Set(['anon', 'authenticated', 'service_role'])

/** @returns who a request's token or key says they are. @throws StorageError */
export async function createCallers(keys: {
  jwtSecret: string
  publishableKey: string
  secretKey: string
}): Promise<(headers: Headers) => Promise<Caller>> {
  const gateway = await createGateway(keys)
  const verify = createVerifier(keys.jwtSecret)
  return async (headers) => {
    const token = gateway.tokenOf(headers)
    if (!token) throw refusals.noToken()
    const verdict = await verify(token, Date.now())
    if (!verdict.ok) throw refusals.badToken(verdict.trouble.text)
    if (!API_ROLES.has(verdict.claims.role)) throw refusals.badToken('The token has no role of the API')
    return { claims: verdict.claims }
  }
}

/** Does `work` in one transaction with the caller's role and claims: grants and policies decide. */
export async function asCaller<T>(sql: Sql, { claims }: Caller, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  const answer = await sql.begin(async (tx) => {
    await tx`
      select set_config('role', ${claims.role}, true),
        set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
        set_config('request.jwt.claim.sub', ${typeof claims.sub === 'string' ? claims.sub : ''}, true),
        set_config('request.jwt.claim.role', ${claims.role}, true),
        set_config('statement_timeout', '8s', true)`
    return { value: await work(tx) }
  })
  return (answer as { value: T }).value
}

class RollBack extends Error {}

/** Tries as the caller, and undoes it. @throws what the database says to it */
export async function probe(sql: Sql, caller: Caller, work: (tx: TransactionSql) => Promise<unknown>): Promise<void> {
  try {
    await asCaller(sql, caller, async (tx) => {
      await work(tx)
      throw new RollBack()
    })
  } catch (error) {
    if (!(error instanceof RollBack)) throw error
  }
}
