import type postgres from 'postgres'
import { openPool } from '../postgres/pool.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'

const PAUSE_MS = 15_000

/**
 * Does what `pg_cron` does on hosted: calls `private.run_due()` again and again (there each minute), as the role that owns the tables.
 * @returns its end, which waits for a run that is under way
 */
export function runDueWork(
  server: DatabaseServer,
  database: string,
  log: (line: string) => void,
  pauseMs = PAUSE_MS,
): () => Promise<void> {
  const sql = openPool(databaseUrl(server, 'postgres', database), { max: 1, idle_timeout: 60 })
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= runDue(sql, log).finally(() => (running = undefined)) // a slow one is not overtaken
  }, pauseMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
    await sql.end({ timeout: 1 })
  }
}

async function runDue(sql: postgres.Sql, log: (line: string) => void): Promise<void> {
  try {
    const [row] = await sql<{ is_there: boolean }[]>`
      select to_regprocedure('private.run_due(integer)') is not null as is_there`
    if (row?.is_there) await sql`select private.run_due()`
  } catch (error) {
    log(`Due work: ${error instanceof Error ? error.message : String(error)}`) // the next time tries again
  }
}
