import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { addStorage, createDatabase, databaseState } from './database/database.ts'
import { migrate } from './database/migrations.ts'
import type { Demo } from './demo/seed.ts'
import { ensureDemoData } from './demoData.ts'
import { StackError } from './errors.ts'
import { readOrMakeKeys, type Keys } from './keys.ts'
import type { Lifetime } from './lifetime.ts'
import { keysFile, type Places } from './places.ts'
import { startPostgres, type PostgresServer } from './postgres/server.ts'
import { databaseUrl, type DatabaseServer } from './postgres/url.ts'
import { step } from './terminal.ts'

const RESTARTS_IN_A_ROW = 8
const CALM_MS = 120_000
const LONGEST_PAUSE_MS = 8_000

/** The database of a data folder, running and ready to be served. */
export interface Project {
  keys: Keys
  server: DatabaseServer
}

/** Starts Postgres and keeps it running: when it ends by itself, it is started again under the same address. */
export async function openProject(
  places: Places,
  lifetime: Lifetime,
  onGivingUp: (error: unknown) => void,
): Promise<Project> {
  requireKeysOf(places)
  const keys = await readOrMakeKeys(keysFile(places))
  const server = { port: places.databasePort, password: keys.databasePassword }
  let running: PostgresServer | undefined
  let restarts: number[] = []

  const start = async (): Promise<void> => {
    running = await startPostgres({ folder: places.cluster, ...server, onCrash: () => void revive() })
    if (lifetime.isEnding) await running.stop()
  }
  const revive = async (): Promise<void> => {
    if (lifetime.isEnding) return
    restarts = [...restarts.filter((time) => time > Date.now() - CALM_MS), Date.now()]
    if (restarts.length > RESTARTS_IN_A_ROW) {
      onGivingUp(new StackError(`Postgres keeps ending: see ${places.cluster}.log`))
      return
    }
    // At once the first time; what ends it again may need a while to pass.
    if (restarts.length > 1) await setTimeout(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (restarts.length - 2)))
    try {
      await start()
      console.log('Postgres ended by itself and was started again.')
    } catch {
      await revive() // it ended while it started
    }
  }
  lifetime.defer(() => running?.stop())
  await step(`Postgres 17 on port ${places.databasePort}`, start)
  return { keys, server }
}

/** New keys do not open an old database. The two may lie apart, and who removes the data folder has removed one of them. */
function requireKeysOf(places: Places): void {
  const keys = keysFile(places)
  if (existsSync(keys) || !existsSync(join(places.cluster, 'PG_VERSION'))) return
  throw new StackError(
    `The keys of the database in ${places.cluster} are gone: put ${keys} back, or remove that folder to begin anew.`,
  )
}

/** Makes what the database lacks: system schema, migrations, demo data. @param fresh throw away what it holds first */
export async function prepareDatabase(server: DatabaseServer, { fresh = false } = {}): Promise<Demo> {
  const state = fresh ? 'missing' : await databaseState(server, 'postgres')
  if (state === 'missing') await step('Database with the schemas of Supabase', () => createDatabase(server, 'postgres'))
  if (state === 'older') {
    await addStorage(server, 'postgres')
    console.log('  The system schema has changed since this database was made: npm run reset makes a fresh one.')
  }
  await step('Migrations', () => migrate(server))
  return step('Demo data', () => ensureDemoData(server))
}

/** What `supabase status -o env` tells, and where the app is. */
export function statusOf(places: Places, { keys, server }: Project, demo: Demo): Record<string, string> {
  const appUrl = `http://127.0.0.1:${places.appPort}`
  return {
    API_URL: `http://127.0.0.1:${places.apiPort}`,
    DB_URL: databaseUrl(server, 'postgres'),
    PUBLISHABLE_KEY: keys.publishableKey,
    SECRET_KEY: keys.secretKey,
    ANON_KEY: keys.anonKey,
    SERVICE_ROLE_KEY: keys.serviceRoleKey,
    JWT_SECRET: keys.jwtSecret,
    APP_URL: appUrl,
    ADMIN_URL: `${appUrl}/admin/chat`,
    DEMO_URL: `http://127.0.0.1:${places.demoPort}`,
    DEMO_EMAIL: demo.email,
    DEMO_PASSWORD: demo.password,
    DEMO_WORKSPACE_ID: demo.workspaceId,
    DEMO_INBOX_KEY: demo.inboxKey,
    DEMO_ENGLISH_INBOX_KEY: demo.englishInboxKey,
    SETUP_CODE: demo.setupCode,
  }
}
