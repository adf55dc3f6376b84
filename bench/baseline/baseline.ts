import postgres from 'postgres'
import { io, type Socket } from 'socket.io-client'
import type { World } from '../support/world.ts'
import { startServer, type Server } from '../support/server.ts'
import { freePort } from '../support/stack.ts'

export type Baseline = {
  inside: Server['inside']
  /** Makes rooms, and lets somebody join them. */
  rooms: (names: string[], member: string) => Promise<void>
  connect: (token: string, options?: Parameters<typeof io>[1]) => Promise<Socket>
  stop: () => Promise<void>
}

/** socket.io in a process of its own, over the stack's Postgres. */
export async function startBaseline({ stack }: World): Promise<Baseline> {
  const { DB_URL = '', JWT_SECRET = '' } = stack.status
  const port = await freePort()
  const server = startServer(['bench/baseline/server.ts'], {
    BASELINE_DB: DB_URL,
    BASELINE_SECRET: JWT_SECRET,
    BASELINE_PORT: port,
  })
  const sql = postgres(DB_URL, { max: 1, onnotice: () => {} })
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/socket.io/`).catch(() => null))) await new Promise((resolve) => setTimeout(resolve, 50))
  return {
    inside: server.inside,
    async rooms(names, member) {
      await sql`insert into baseline.conversations (id) select unnest(${names}::text[]) on conflict do nothing`
      await sql`insert into baseline.members select unnest(${names}::text[]), ${member} on conflict do nothing`
    },
    connect: (token, options) =>
      new Promise((resolve, reject) => {
        const socket = io(url, { auth: { token }, forceNew: true, ...options })
        socket.once('connect', () => resolve(socket))
        socket.once('connect_error', reject)
      }),
    async stop() {
      await sql.end()
      await server.stop()
    },
  }
}

export async function join(socket: Socket, room: string): Promise<void> {
  if (!(await socket.emitWithAck('join', room))) throw new Error(`Nobody let ${room} be joined.`)
}
