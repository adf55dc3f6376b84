import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { startServer, type Server } from './server.ts'

/** A stack of its own for the benchmarks, with demo data, in its own process. `status` is what `npm run -s status` prints. */
export type BenchStack = { status: Record<string, string>; inside: Server['inside']; stop: () => Promise<void> }

export async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return String(address.port)
}

/** Starts the stack as a user would, on free ports, and waits until it says that it is ready. @param command `stack`: without the app */
export async function startStack(command: 'start' | 'stack' = 'start'): Promise<BenchStack> {
  const folder = mkdtempSync(join(tmpdir(), 'causerie-bench-'))
  const env = {
    CAUSERIE_API_PORT: await freePort(),
    CAUSERIE_DB_PORT: await freePort(),
    CAUSERIE_APP_PORT: await freePort(),
    CAUSERIE_DEMO_PORT: await freePort(),
    CAUSERIE_DATA_DIR: join(folder, 'data'),
  }
  const server = startServer(['supabase/local/cli.ts', command], env)
  const readStatus = () => {
    try {
      return execFileSync(process.execPath, ['supabase/local/cli.ts', 'status'], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
        stdio: 'pipe',
      })
    } catch {
      return null // it has not come up yet
    }
  }
  let text = readStatus()
  while (text === null) {
    if (server.child.exitCode !== null)
      throw new Error(`The stack ended with code ${server.child.exitCode} before it was ready.`)
    await new Promise((resolve) => setTimeout(resolve, 250))
    text = readStatus()
  }
  const status = parseEnv(text) as Record<string, string>
  return {
    status,
    inside: server.inside,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
