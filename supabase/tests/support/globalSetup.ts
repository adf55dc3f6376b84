import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createDatabase } from '../../local/database/database.ts'
import { migrate } from '../../local/database/migrations.ts'
import { isRoot, temporaryFolder } from '../../local/postgres/folders.ts'
import { freePort } from '../../local/postgres/port.ts'
import { startPostgres } from '../../local/postgres/server.ts'
import type { DatabaseServer } from '../../local/postgres/url.ts'

/** The database that every test file clones: system schema and all migrations. */
export const TEMPLATE = 'template_causerie'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: DatabaseServer
  }
}

/** One Postgres for the whole run, in a folder that is thrown away. */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(isRoot() ? temporaryFolder('tests') : tmpdir(), 'run-'))
  chmodSync(folder, 0o755) // the OS user postgres must enter it
  const server = { port: await freePort(), password: randomBytes(12).toString('hex') }
  const cluster = await startPostgres({ folder: join(folder, 'postgres'), ...server, disposable: true })
  const stop = async (): Promise<void> => {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await createDatabase(server, TEMPLATE)
    await migrate(server, TEMPLATE)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('databaseServer', server)
  return stop
}
