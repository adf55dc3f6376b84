import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from '../errors.ts'
import { commandLineOf, isAlive } from '../processes.ts'

/** What `postmaster.pid` says of the server that has (or had) the cluster open. */
export function readLockFile(folder: string): { pid: number; status: string } | undefined {
  const path = join(folder, 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').split('\n')
  return { pid: Number(lines[0]), status: lines[7]?.trim() ?? '' }
}

/** A killed Node leaves its Postgres running: ended here, so that the new one is our child and has our settings. */
export async function stopOrphan(folder: string): Promise<void> {
  const pid = readLockFile(folder)?.pid
  if (!pid || !isServed(folder)) return
  for (const [signal, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    process.kill(pid, signal)
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await delay(50)) {
      if (!isAlive(pid)) return
    }
  }
  throw new StackError(`An older Postgres (process ${pid}) does not end. Stop it, and start again.`)
}

/** Whether a server has the cluster open. Process ids are used again: only a Postgres with this very cluster counts. */
export function isServed(folder: string): boolean {
  const pid = readLockFile(folder)?.pid
  return pid !== undefined && isAlive(pid) && commandLineOf(pid).includes(folder)
}
