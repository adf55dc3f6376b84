import postgres from 'postgres'
import { connectAsAdmin } from '../../local/database/database.ts'
import { databaseUrl, type DatabaseServer } from '../../local/postgres/url.ts'
import { callFunction, type Json } from './rpc.ts'
import { Given } from './given.ts'
import type { Persona } from './personas.ts'

type Statement = (sql: postgres.TransactionSql) => Promise<unknown>

/** A database of a test's own, and what may be done in it, as whom. */
export class TestDatabase {
  readonly server: DatabaseServer
  readonly name: string
  /** As the superuser: to arrange and to look behind the curtain. */
  readonly sql: postgres.Sql
  /** As the role that migrations run as: no superuser, but past row-level security. */
  readonly postgres: postgres.Sql
  /** Makes what tests start from: a workspace with its people, conversations. */
  readonly given: Given
  readonly #authenticator: postgres.Sql

  constructor(server: DatabaseServer, name: string) {
    this.server = server
    this.name = name
    this.sql = connectAsAdmin(server, name, 4)
    this.postgres = postgres(databaseUrl(server, 'postgres', name), { max: 2, onnotice: () => {} })
    this.#authenticator = postgres(databaseUrl(server, 'authenticator', name), { max: 8, onnotice: () => {} })
    this.given = new Given(this)
  }

  /** What a persona does, each call in its own transaction, with the role and claims that the Data API would set. */
  as(persona: Persona): As {
    return new As(this.#authenticator, persona)
  }

  async drop(): Promise<void> {
    await Promise.all([this.sql.end(), this.postgres.end(), this.#authenticator.end()])
    const cluster = connectAsAdmin(this.server, 'template1')
    try {
      await cluster`drop database if exists ${cluster(this.name)} with (force)`
    } finally {
      await cluster.end()
    }
  }
}

/** The Data API without HTTP: the same role, claims, grants and policies, in a hundredth of the time. */
export class As {
  readonly #sql: postgres.Sql
  readonly #persona: Persona

  constructor(sql: postgres.Sql, persona: Persona) {
    this.#sql = sql
    this.#persona = persona
  }

  /** Calls a function of `public` as `supabase.rpc` would, and returns what that would. Rejects with Postgres' own error. */
  async rpc<T = Json>(name: string, args: Record<string, unknown> = {}): Promise<T> {
    return (await this.transaction((sql) => callFunction(sql, name, args))) as T
  }

  /** All rows of a table that the persona may see, as JSON, filtered by equality. */
  async select<T = Record<string, Json>>(
    table: string,
    match: Record<string, string | number | boolean> = {},
  ): Promise<T[]> {
    return (await this.transaction(async (sql) => {
      const conditions = Object.entries(match).map(([column, value]) => sql`and ${sql(column)} = ${value}`)
      const rows = await sql<{ row: T }[]>`
        select to_jsonb(selected) as row from ${sql(`public.${table}`)} as selected where true ${conditions.length > 0 ? conditions : sql``}`
      return rows.map(({ row }) => row)
    })) as T[]
  }

  /** A statement of one's own, written as a template: `` as(agent).sql`select 1` ``. */
  async sql<T extends readonly postgres.Row[] = postgres.Row[]>(
    strings: TemplateStringsArray,
    ...values: postgres.ParameterOrFragment<never>[]
  ): Promise<T> {
    return (await this.transaction((sql) => sql(strings, ...values))) as T
  }

  /** Several statements in one transaction; it rolls back when `work` throws. */
  async transaction(work: Statement): Promise<unknown> {
    const { role, claims } = this.#persona
    return this.#sql.begin(async (sql) => {
      await sql`
        select set_config('role', ${role}, true),
          set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
          set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true),
          set_config('request.jwt.claim.role', ${role}, true)`
      return work(sql)
    })
  }
}
