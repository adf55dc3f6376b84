import { App } from '@supabase/lite'
import postgres from 'postgres'
import type { Keys } from '../keys.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import type { ProjectSettings } from '../settings.ts'
import { createCalls } from './calls.ts'
import { DataConnection } from './connection.ts'

const RELOAD_DELAY_MS = 50

export interface DataApi {
  /** Answers `/rest/v1/*`, and `/auth/v1/*` as far as the library goes. */
  fetch: (request: Request) => Promise<Response>
  stop: () => Promise<void>
}

/** The Data API and the library's Auth over a database. Its picture of the schema is renewed by `notify pgrst`. */
export async function createDataApi(
  server: DatabaseServer,
  database: string,
  keys: Keys,
  settings: ProjectSettings,
): Promise<DataApi> {
  const connection = new DataConnection(server, database, settings.maxRows)
  const app = new App({
    connection,
    api: { max_rows: settings.maxRows },
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      jwt_expiry: settings.jwtExpirySeconds,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      enable_signup: true,
      minimum_password_length: settings.minimumPasswordLength,
      email: { enable_signup: true, enable_confirmations: false },
    },
    db: { migrations: { enabled: false } },
    options: { server: { disableStudio: true, apiKeys: { resolver: async (key) => resolveKey(key, keys) } } },
  })
  await app.init()
  const renew = async (): Promise<void> => {
    await connection.clearSchemaCache()
    await connection.warmUp().catch(() => {}) // Postgres is away again: the next request says so, or the next renewal reads it
  }
  const stopListening = await onSchemaChange(databaseUrl(server, 'authenticator', database), renew)
  await connection.warmUp() // after listening began, so that no change is missed in between
  const answer = createCalls(connection, keys, async (request) => app.fetch(request))
  return {
    async fetch(request) {
      const response = await answer(request)
      // Where the library looks into the database before it serves a table, it takes an outage for a fault of its own.
      const isFault = response.status === 500 && !response.headers.get('content-type')?.includes('json')
      const isUnseen = response.status === 404 // a catalogue that could not be read holds no function
      return (isFault || isUnseen) && !(await connection.isReachable()) ? databaseAway() : response
    },
    async stop() {
      await stopListening()
      await connection.close()
    },
  }
}

/** As PostgREST says it. */
function databaseAway(): Response {
  const body = {
    code: 'PGRST000',
    details: null,
    hint: null,
    message: 'Database connection error. Retrying the connection.',
  }
  return Response.json(body, { status: 503, headers: { 'access-control-allow-origin': '*' } })
}

type ResolvedKey = { type: 'publishable' | 'secret'; claims: Record<string, unknown> }

function resolveKey(key: string, keys: Keys): ResolvedKey | null {
  if (key === keys.publishableKey || key === keys.anonKey) return { type: 'publishable', claims: { role: 'anon' } }
  if (key === keys.secretKey || key === keys.serviceRoleKey) return { type: 'secret', claims: { role: 'service_role' } }
  return null
}

/** `notify pgrst` comes in bursts, one for each statement of a migration: answered once. @returns its undo */
async function onSchemaChange(url: string, reload: () => Promise<void>): Promise<() => Promise<void>> {
  const listener = postgres(url, { max: 1, onnotice: () => {} })
  let timer: NodeJS.Timeout | undefined
  const schedule = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      reload().catch((error: unknown) => console.error('The schema could not be read anew:', error))
    }, RELOAD_DELAY_MS)
  }
  let listens = 0
  const onListening = (): void => {
    if (listens++ > 0) schedule() // after a lost connection: what was missed is unknown
  }
  await listener.listen('pgrst', schedule, onListening)
  return async () => {
    clearTimeout(timer)
    await listener.end({ timeout: 2 })
  }
}
