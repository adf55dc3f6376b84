import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Inside } from './inside.ts'

const INSIDE = fileURLToPath(new URL('./inside.ts', import.meta.url))

/** A server in a process of its own, which can be asked what it costs. */
export type Server = { child: ChildProcess; inside: () => Promise<Inside>; stop: () => Promise<void> }

export function startServer(args: string[], env: Record<string, string>): Server {
  const child = spawn(process.execPath, ['--expose-gc', '--import', INSIDE, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  return {
    child,
    async inside() {
      const answer = once(child, 'message')
      child.send('inside')
      const [inside] = (await answer) as [Inside]
      return inside
    },
    async stop() {
      child.kill('SIGINT')
      await ended
    },
  }
}
