import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRoot, temporaryFolder } from './folders.ts'
import { freePort } from './port.ts'
import { startPostgres, type PostgresServer } from './server.ts'
import type { DatabaseServer } from './url.ts'

/** A Postgres on a free port, in a folder that is thrown away: for tests and scripts. */
export interface DisposablePostgres {
  server: DatabaseServer
  folder: string
  stop: () => Promise<void>
}

export async function startDisposablePostgres(): Promise<DisposablePostgres> {
  const folder = makeDisposableFolder()
  const server = { port: await freePort(), password: randomBytes(12).toString('hex') }
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  let running: PostgresServer
  try {
    running = await startPostgres({ folder: join(folder, 'postgres'), ...server, disposable: true })
  } catch (error) {
    remove()
    throw error
  }
  return {
    server,
    folder,
    async stop() {
      await running.stop()
      remove()
    },
  }
}

/** An empty folder that the OS user `postgres` can enter. */
export function makeDisposableFolder(): string {
  const folder = mkdtempSync(join(isRoot() ? temporaryFolder('disposable') : tmpdir(), 'causerie-'))
  chmodSync(folder, 0o755)
  return folder
}
