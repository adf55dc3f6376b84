import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readStack, type Stack } from './stack.ts'

/** A whole stack for some stories alone: with quotas of its own, or one that may be killed. */
export type OwnStack = {
  stack: Stack
  /** Ends it as a power cut would: without a word, and without a chance to put anything in order. */
  kill: () => Promise<void>
  /** Starts it again, at the same addresses, over the same data. */
  start: () => Promise<void>
  stop: () => Promise<void>
}

const READY_MS = 60_000

/** @param preset the plan whose Realtime quotas count; '' for none */
export async function startOwnStack(preset: string): Promise<OwnStack> {
  const folder = mkdtempSync(join(tmpdir(), 'causerie-e2e-own-'))
  const [api, database, app, demo] = await freePorts(4)
  const env = {
    ...process.env,
    CAUSERIE_API_PORT: api,
    CAUSERIE_DB_PORT: database,
    CAUSERIE_APP_PORT: app,
    CAUSERIE_DEMO_PORT: demo,
    CAUSERIE_DATA_DIR: join(folder, 'data'),
    CAUSERIE_REALTIME_PRESET: preset,
  }
  let child: ChildProcess | undefined
  let said = ''

  async function start(): Promise<void> {
    said = ''
    const mine = spawn(process.execPath, ['supabase/local/cli.ts', 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child = mine
    mine.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
    mine.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    for (const begun = Date.now(); !said.includes('Ready in'); await pause(50)) {
      if (mine.exitCode !== null || Date.now() - begun > READY_MS) throw new Error(`The stack did not start:\n${said}`)
    }
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const mine = child
    child = undefined
    if (!mine) return
    if (mine.exitCode !== null || mine.signalCode !== null) throw new Error(`The stack ended by itself:\n${said}`)
    const ended = once(mine, 'exit')
    mine.kill(signal)
    await ended
  }

  await start()
  return {
    stack: readStack(env),
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGINT').finally(() => rmSync(folder, { recursive: true, force: true }))
    },
  }
}

/** Held until all are known, so that no two are the same. */
async function freePorts(count: number): Promise<string[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => String((server.address() as AddressInfo).port))
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
