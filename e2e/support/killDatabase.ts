import { readFileSync } from 'node:fs'
import postgres from 'postgres'

/** Kills the postmaster as if the machine had failed, if it runs. The stack starts it again by itself. @returns whether it ran */
export async function killDatabase(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 1, onnotice: () => {} })
  try {
    const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${backend?.pid}/status`, 'utf8'))?.[1]
    return process.kill(Number(parent), 'SIGKILL')
  } catch {
    return false // it is down already, or not up again yet
  } finally {
    await sql.end({ timeout: 0 })
  }
}

/** Kills it whenever it is back. The stack gives up when that happens too often: some 15 s are no problem. @returns the undo */
export function keepDatabaseDown(url: string): () => Promise<void> {
  const repair = new AbortController()
  const outage = (async () => {
    while (!repair.signal.aborted) await killDatabase(url)
  })()
  return async () => {
    repair.abort()
    await outage
  }
}
