import type { VarsContext } from '@supabase/lite'
import { PostgresConnection } from '@supabase/lite/postgres'
import { Kysely, sql } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import postgres from 'postgres'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import { isConnectionTrouble, postgrestError } from './errors.ts'
import { postgrestTypes } from './types.ts'

type Database = PostgresConnection['kysely']
type ContextOptions = NonNullable<Parameters<PostgresConnection['withContext']>[2]>
type Introspection = Awaited<ReturnType<PostgresConnection['introspect']>>

const API_ROLES = ['anon', 'authenticated', 'service_role']
/** What the API serves, what its functions may come from, and `auth`, which the library's own Auth reads. */
const SEEN_SCHEMAS = new Set(['public', 'graphql_public', 'extensions', 'pg_catalog', 'auth'])
const POOL_SIZE = 8

/**
 * The library's connection, made safe and fast. Plain, it grants every table to everyone on its first request and runs
 * without row-level security when no table had it by then.
 *
 * Two pools: requests run as `authenticator`, which holds no right but to become an API role; the library's own work (the
 * catalogue, `auth`) as `supabase_auth_admin`, no superuser either.
 */
export class DataConnection extends PostgresConnection {
  readonly #requestUrl: string
  #requests: { driver: postgres.Sql; kysely: Database }
  #roleSettings = new Map<string, Record<string, string>>()

  constructor(server: DatabaseServer, database: string) {
    const options = { max: POOL_SIZE, onnotice: () => {}, types: postgrestTypes }
    super({ url: databaseUrl(server, 'supabase_auth_admin', database), postgresOptions: options })
    this.#requestUrl = databaseUrl(server, 'authenticator', database)
    this.#requests = this.#openPool()
  }

  /** One transaction a request, in three round trips: begin with role and claims, the query, commit. */
  override async withContext<T>(
    vars: VarsContext | undefined,
    work: (db: Database) => Promise<T>,
    options: ContextOptions = {},
  ): Promise<T> {
    if (options.transaction || options.forceRollback) throw new Error('Only plain requests are served.')
    return this.#requests.kysely.connection().execute(async (connection) => {
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
    const before = this.#requests.driver
    this.#requests = this.#openPool()
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
    await Promise.all([super.close(), this.#requests.driver.end({ timeout: 2 })])
  }

  #openPool(): { driver: postgres.Sql; kysely: Database } {
    const driver = postgres(this.#requestUrl, {
      max: POOL_SIZE,
      onnotice: () => {},
      types: { ...bigintAsNumber, ...dateAsText, ...postgrestTypes },
      connection: { TimeZone: 'UTC', application_name: 'causerie-api' },
    })
    return { driver, kysely: new Kysely({ dialect: new PostgresJSDialect({ postgres: preparing(driver) }) }) }
  }

  #settings(vars: VarsContext | undefined, rpc: ContextOptions['rpc']): string {
    const auth = (vars?.auth ?? {}) as { role?: string; uid?: string; jwt?: unknown }
    const role = auth.role || 'anon'
    const claims = auth.jwt && typeof auth.jwt === 'object' ? auth.jwt : { role }
    const settings: Record<string, string> = {
      role,
      ...this.#roleSettings.get(role),
      search_path: 'public, extensions',
      'request.jwt.claims': JSON.stringify(claims),
      'request.jwt.claim.sub': auth.uid ?? '',
      'request.jwt.claim.role': role,
      'response.status': '',
      'response.headers': '',
    }
    if (rpc) {
      settings['request.method'] = rpc.method
      settings['request.path'] = rpc.path
      settings['request.headers'] = JSON.stringify(rpc.requestHeaders ?? {})
    }
    const calls = Object.entries(settings).map(([name, value]) => `set_config(${quote(name)}, ${quote(value)}, true)`)
    return `select ${calls.join(', ')}`
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

/**
 * The same driver, with two changes. Statements with parameters are prepared once a connection: two round trips less each
 * time. And a reserved connection that broke is left alone: the driver would write to its closed socket, and give it to the
 * next request.
 */
function preparing(driver: postgres.Sql): postgres.Sql {
  return new Proxy(driver, {
    get(target, key: keyof postgres.Sql) {
      return key === 'reserve' ? async () => guarded(await target.reserve()) : target[key]
    },
  })
}

function guarded(reserved: postgres.ReservedSql): Pick<postgres.ReservedSql, 'release'> & { unsafe: Unsafe } {
  let broken: Error | undefined
  return {
    async unsafe(query, parameters) {
      if (broken) throw broken
      try {
        return await reserved.unsafe(query, parameters, parameters.length > 0 ? { prepare: true } : {})
      } catch (error) {
        if (isConnectionTrouble((error as { code?: string }).code ?? '')) broken = error as Error
        throw error
      }
    },
    release: () => {
      if (!broken) reserved.release()
    },
  }
}

type Unsafe = (query: string, parameters: never[]) => Promise<unknown>

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

function quote(text: string): string {
  // A backslash is only special in E'…' strings: standard_conforming_strings is on.
  return `'${text.replaceAll("'", "''")}'`
}
