import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** A stack of its own for the benchmarks, with demo data, in its own process. `status` is what `npm run -s status` prints. */
export type BenchStack = { status: Record<string, string>; stop: () => Promise<void> }

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return String(address.port)
}

/** Starts the stack as a user would, on free ports, and waits until it says that it is ready. */
export async function startStack(): Promise<BenchStack> {
  const folder = mkdtempSync(join(tmpdir(), 'causerie-bench-'))
  const env = {
    ...process.env,
    CAUSERIE_API_PORT: await freePort(),
    CAUSERIE_DB_PORT: await freePort(),
    CAUSERIE_APP_PORT: await freePort(),
    CAUSERIE_DEMO_PORT: await freePort(),
    CAUSERIE_DATA_DIR: join(folder, 'data'),
  }
  const child = spawn(process.execPath, ['supabase/local/cli.ts', 'start'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  const readStatus = () => {
    try {
      return execFileSync(process.execPath, ['supabase/local/cli.ts', 'status'], {
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    } catch {
      return null // it has not come up yet
    }
  }
  let text = readStatus()
  while (text === null) {
    if (child.exitCode !== null) throw new Error(`The stack ended with code ${child.exitCode} before it was ready.`)
    await new Promise((resolve) => setTimeout(resolve, 250))
    text = readStatus()
  }
  const status = parseEnv(text) as Record<string, string>
  return {
    status,
    async stop() {
      child.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
