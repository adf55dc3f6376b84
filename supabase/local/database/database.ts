import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import { createAuthSchema } from './authSchema.ts'

/** What API roles get on whatever a migration makes in `public`: nothing (new hosted projects) or everything (older ones). */
export type DefaultPrivileges = 'none' | 'all'

const BEFORE_AUTH = ['roles', 'database']
const AFTER_AUTH = ['auth', 'storage', 'realtime', 'guard', 'watch']
const LOGIN_ROLES = ['postgres', 'authenticator', 'supabase_auth_admin', 'supabase_storage_admin']

/** Makes a database as a hosted project has it before its first migration. */
export async function createDatabase(
  server: DatabaseServer,
  name: string,
  defaultPrivileges: DefaultPrivileges = 'none',
): Promise<void> {
  const cluster = connectAsAdmin(server, 'template1')
  try {
    await dropDatabase(cluster, name)
    await cluster`create database ${cluster(name)} template template0`
  } finally {
    await cluster.end()
  }
  const database = connectAsAdmin(server, name)
  try {
    for (const file of BEFORE_AUTH) await run(database, file)
    for (const role of LOGIN_ROLES) await database.unsafe(`alter role ${role} password '${server.password}'`)
    await createAuthSchema(databaseUrl(server, 'supabase_admin', name))
    for (const file of [...AFTER_AUTH, `privileges_${defaultPrivileges}`]) await run(database, file)
    await database.unsafe(`comment on database "${name}" is '${mark(defaultPrivileges)}'`) // last: it says that all is there
  } finally {
    await database.end()
  }
}

/** Also under a running stack, whose replication would hold it: nobody comes back in before it is gone. */
async function dropDatabase(cluster: postgres.Sql, name: string): Promise<void> {
  await cluster`update pg_database set datallowconn = false where datname = ${name}`
  for (;;) {
    const slots = await cluster<{ slot_name: string; active_pid: number | null }[]>`
      select slot_name, active_pid from pg_replication_slots where database = ${name}`
    if (slots.length === 0) break
    for (const { slot_name: slot, active_pid: pid } of slots) {
      if (pid)
        await cluster`select pg_terminate_backend(${pid}, 5000)` // its temporary slot goes with it
      else await cluster`select pg_drop_replication_slot(${slot})`
    }
  }
  await cluster`drop database if exists ${cluster(name)} with (force)`
}

/** Gives a database that was made before there were attachments what they need. */
export async function addStorage(server: DatabaseServer, name: string): Promise<void> {
  const database = connectAsAdmin(server, name)
  try {
    await run(database, 'storage')
    await database.unsafe(`alter role supabase_storage_admin password '${server.password}'`)
  } finally {
    await database.end()
  }
}

/** `missing` also when it was left half made: nobody's data is in a database without its mark. */
export async function databaseState(server: DatabaseServer, name: string): Promise<'missing' | 'current' | 'older'> {
  const cluster = connectAsAdmin(server, 'template1')
  try {
    const [row] = await cluster<{ mark: string | null }[]>`
      select shobj_description(oid, 'pg_database') as mark from pg_database where datname = ${name}`
    if (!row?.mark?.startsWith(MARK)) return 'missing'
    return [mark('none'), mark('all')].includes(row.mark) ? 'current' : 'older'
  } finally {
    await cluster.end()
  }
}

/** A connection as the superuser, quiet about notices. */
export function connectAsAdmin(server: DatabaseServer, name = 'postgres', max = 1): postgres.Sql {
  return postgres(databaseUrl(server, 'supabase_admin', name), { max, onnotice: () => {} })
}

const MARK = 'Causerie, system schema '

function mark(defaultPrivileges: DefaultPrivileges): string {
  const hash = createHash('sha256')
  for (const file of [...BEFORE_AUTH, ...AFTER_AUTH, `privileges_${defaultPrivileges}`]) hash.update(systemSql(file))
  return MARK + hash.digest('hex').slice(0, 12)
}

async function run(database: postgres.Sql, file: string): Promise<void> {
  await database.begin((transaction) => transaction.unsafe(systemSql(file)).simple())
}

function systemSql(file: string): string {
  return readFileSync(new URL(`../system/${file}.sql`, import.meta.url), 'utf8')
}
