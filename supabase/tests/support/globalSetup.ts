import type { TestProject } from 'vitest/node'
import { createDatabase } from '../../local/database/database.ts'
import { migrate } from '../../local/database/migrations.ts'
import { startDisposablePostgres } from '../../local/postgres/disposable.ts'
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
  const { server, stop } = await startDisposablePostgres()
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
