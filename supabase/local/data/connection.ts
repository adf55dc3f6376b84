import type { VarsContext } from '@supabase/lite'
import { PostgresConnection } from '@supabase/lite/postgres'
import { Kysely, sql } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import postgres from 'postgres'
import { outliving } from '../postgres/pool.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import { postgrestError } from './errors.ts'
import { readFunctions, type ApiFunction } from './functions.ts'
import { Lines } from './lines.ts'
import { requestSettings, type Asker, type Call } from './requestSettings.ts'
import { postgrestTypes } from './types.ts'

type Database = PostgresConnection['kysely']
type ContextOptions = NonNullable<Parameters<PostgresConnection['withContext']>[2]>
type Introspection = Awaited<ReturnType<PostgresConnection['introspect']>>

/** What a call brought: its result as JSON text, and what the function set for the response, if anything. */
export interface Answer {
  body: string | null
  status: string | null
  headers: string | null
}

const API_ROLES = ['anon', 'authenticated', 'service_role']
/** What the API serves, what its functions may come from, and `auth`, which the library's own Auth reads. */
const SEEN_SCHEMAS = new Set(['public', 'graphql_public', 'extensions', 'pg_catalog', 'auth'])
const POOL_SIZE = 8
const WARM_LINES = 2

/**
 * The library's connection, made safe and fast. Plain, it grants every table to everyone on its first request and runs
 * without row-level security when no table had it by then.
 *
 * Two pools: requests run as `authenticator`, which holds no right but to become an API role; the library's own work (the
 * catalogue, `auth`) as `supabase_auth_admin`, no superuser either.
 */
export class DataConnection extends PostgresConnection {
  readonly #requestUrl: string
  readonly #maxRows: number
  readonly #requestsByLibrary: Database
  #requests: Lines
  #roleSettings = new Map<string, Record<string, string>>()
  #functions: Promise<Map<string, ApiFunction>> | undefined

  constructor(server: DatabaseServer, database: string, maxRows: number) {
    const url = databaseUrl(server, 'supabase_auth_admin', database)
    const options = { max: POOL_SIZE, onnotice: () => {}, types: postgrestTypes, max_lifetime: null }
    super({ url, postgresOptions: options })
    const open = (onclose: () => void): postgres.Sql =>
      new PostgresConnection({ url, postgresOptions: { ...options, onclose } }).driver
    this.driver = outliving(open)
    this.kysely = new Kysely({ dialect: new PostgresJSDialect({ postgres: this.driver }) })
    this.#requestUrl = databaseUrl(server, 'authenticator', database)
    this.#maxRows = maxRows
    this.#requests = this.#openPool()
    const inTurn = asDriver({ reserve: () => this.#requests.reserve(), end: (options) => this.#requests.end(options) })
    this.#requestsByLibrary = new Kysely({ dialect: new PostgresJSDialect({ postgres: () => inTurn }) })
  }

  /** One transaction a request, in three round trips: begin with role and claims, the query, commit. */
  override async withContext<T>(
    vars: VarsContext | undefined,
    work: (db: Database) => Promise<T>,
    options: ContextOptions = {},
  ): Promise<T> {
    if (options.transaction || options.forceRollback) throw new Error('Only plain requests are served.')
    return this.#requestsByLibrary.connection().execute(async (connection) => {
      const readOnly = options.rpc?.readOnly ? ' read only' : ''
      try {
        // Inside the try: a role that nobody may become is refused here, and the next request must not inherit that.
        await sql.raw(`begin${readOnly}; ${this.#settings(vars, options.rpc)}`).execute(connection)
        const result = await work(connection)
        await sql.raw('commit').execute(connection)
        return result
      } catch (error) {
        await sql
          .raw('rollback')
          .execute(connection)
          .catch(() => {}) // the first error is the one that tells
        throw error
      }
    })
  }

  /** Reads what the first request would wait for, and every request that comes meanwhile. */
  async warmUp(): Promise<void> {
    this.#functions ??= this.#readFunctions()
    await Promise.all([this.#functions, this.#requests.open(WARM_LINES)])
  }

  /** A function that is called in the plain way, if it is one. */
  async apiFunction(name: string): Promise<ApiFunction | undefined> {
    this.#functions ??= this.#readFunctions()
    try {
      return (await this.#functions).get(name)
    } catch {
      this.#functions = undefined // the library says what is the matter
      return undefined
    }
  }

  /** The transaction of a call in one round trip: who asks, the call and the commit leave together, and each fails if the one before did. */
  async callInOneTrip(asker: Asker, call: Call, readOnly: boolean, query: string, argument: string): Promise<Answer> {
    const line = await this.#requests.reserve()
    try {
      const settings = requestSettings(asker, this.#roleSettings.get(asker.role) ?? {}, call)
      const [begun, called, committed] = await Promise.allSettled([
        line.unsafe(`begin${readOnly ? ' read only' : ''}; ${settings}`, []),
        line.unsafe(query, [argument as never]),
        line.unsafe('commit', []), // rolls back, if anything went wrong
      ])
      for (const part of [begun, called, committed]) if (part.status === 'rejected') throw part.reason
      const [answer] = called.status === 'fulfilled' ? (called.value as unknown as Answer[]) : []
      return answer ?? { body: null, status: null, headers: null }
    } finally {
      line.release()
    }
  }

  async #readFunctions(): Promise<Map<string, ApiFunction>> {
    await this.introspect({ useCache: true }) // the settings of the roles
    const catalogue = postgres(this.#requestUrl, { max: 1, onnotice: () => {} })
    try {
      return await readFunctions(catalogue, this.#maxRows)
    } finally {
      await catalogue.end({ timeout: 2 })
    }
  }

  /** The library answers "no such table" when it can't read the catalogue; that is trouble, not an answer. */
  override async introspect(options?: { useCache?: boolean }): Promise<Introspection> {
    const cached = options?.useCache ? await this.readCachedIntrospection(options) : undefined
    if (cached) return cached
    try {
      await sql`select 1`.execute(this.kysely)
      this.#roleSettings = await this.#readRoleSettings()
    } catch (error) {
      throw postgrestError(error)
    }
    return withSeenSchemasOnly(await super.introspect(options))
  }

  /** After a migration: the catalogue is read anew, and no statement prepared for the old tables is used again. */
  override async clearSchemaCache(): Promise<void> {
    const before = this.#requests
    this.#requests = this.#openPool()
    this.#functions = undefined
    await super.clearSchemaCache()
    await before.end({ timeout: 10 })
  }

  /** Whether Postgres answers at all. Asked over a connection of its own: the pools' may be what is broken. */
  async isReachable(): Promise<boolean> {
    const probe = postgres(this.#requestUrl, { max: 1, connect_timeout: 2, onnotice: () => {} })
    try {
      await probe`select 1`
      return true
    } catch {
      return false
    } finally {
      await probe.end({ timeout: 0 })
    }
  }

  override normalizeDbError(error: unknown): unknown {
    return postgrestError(error)
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.#requests.end({ timeout: 2 })])
  }

  #openPool(): Lines {
    const open = (onclose: () => void): postgres.Sql =>
      postgres(this.#requestUrl, {
        max: 1,
        onclose,
        onnotice: () => {},
        types: { ...bigintAsNumber, ...dateAsText, ...postgrestTypes },
        connection: { TimeZone: 'UTC', application_name: 'causerie-api' },
      })
    return new Lines(open, POOL_SIZE)
  }

  #settings(vars: VarsContext | undefined, call: ContextOptions['rpc']): string {
    const auth = (vars?.auth ?? {}) as { role?: string; uid?: string; jwt?: unknown }
    const role = auth.role || 'anon'
    const claims = auth.jwt && typeof auth.jwt === 'object' ? auth.jwt : { role }
    return requestSettings({ role, userId: auth.uid ?? null, claims }, this.#roleSettings.get(role) ?? {}, call)
  }

  /** `alter role anon set …` only counts at login; as PostgREST, we carry it over to who becomes that role. */
  async #readRoleSettings(): Promise<Map<string, Record<string, string>>> {
    const { rows } = await sql<{ role: string; setting: string }>`
      select rolname as role, unnest(setconfig) as setting
      from pg_catalog.pg_db_role_setting join pg_catalog.pg_roles on pg_roles.oid = setrole
      where setdatabase = 0 and rolname = any (${API_ROLES})`.execute(this.kysely)
    const settings = new Map<string, Record<string, string>>()
    for (const { role, setting } of rows) {
      const [name = '', ...value] = setting.split('=')
      settings.set(role, { ...settings.get(role), [name]: value.join('=') })
    }
    return settings
  }
}

const bigintAsNumber = {
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
}
const dateAsText = {
  date: { to: 1082, from: [1082], serialize: String, parse: String },
  time: { to: 1083, from: [1083], serialize: String, parse: String },
  timetz: { to: 1266, from: [1266], serialize: String, parse: String },
}

/** The part of the driver that the library's query builder uses. */
function asDriver(lines: Pick<Lines, 'reserve' | 'end'>): postgres.Sql {
  return lines as unknown as postgres.Sql
}

/**
 * Leaves out what lies in other schemas, in place, for the library remembers it. It looks columns up by the table's
 * bare name: `select=*,messages(*)` would ask `public.messages` for the columns of `realtime.messages`.
 */
function withSeenSchemasOnly(catalogue: Introspection): Introspection {
  for (const entries of Object.values(catalogue)) {
    if (!Array.isArray(entries)) continue
    const seen = entries.filter((entry: unknown) => SEEN_SCHEMAS.has((entry as { schema?: string }).schema ?? 'public'))
    entries.splice(0, entries.length, ...seen)
  }
  return catalogue
}
