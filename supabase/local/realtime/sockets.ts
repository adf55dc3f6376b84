import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { createCork } from './cork.ts'
import { wireOf, type Wire } from './frames.ts'
import type { Gateway } from './gateway.ts'
import type { Project } from './project.ts'
import { Session, type Peer } from './session.ts'

const MAX_FRAME_BYTES = 5_000_000
const CLOSE_TIMEOUT_MS = 2_000
const PATHS = new Set(['/realtime/v1/websocket', '/socket/websocket'])

export type Sockets = {
  handleUpgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Asks every client to come back (1012), and waits a moment for their answers. */
  stop: () => Promise<void>
}

export type SocketOptions = {
  /** Hosted lets a refused upgrade wait for 2 s. */
  refusalDelayMs: number
  /** A client that reads so slowly that this much waits for it is cut off: it must not cost the others their memory. */
  maxBufferedBytes: number
}

export function createSockets(project: Project, gateway: Gateway, options: SocketOptions): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
  })
  const open = new Map<WebSocket, Session>()
  let isStopping = false

  const accept = (ws: WebSocket, socket: Duplex, req: IncomingMessage, { wire, token }: Admitted): void => {
    const holdForThisTurn = createCork(socket) // commits come in bunches: what they tell one client leaves together
    const peer: Peer = {
      send: (data) => {
        if (ws.readyState !== WebSocket.OPEN) return
        if (ws.bufferedAmount > options.maxBufferedBytes) {
          project.log('socket cut off: it reads too slowly')
          ws.terminate()
          return
        }
        holdForThisTurn()
        ws.send(data)
      },
      close: (code, reason) => {
        ws.close(code, reason)
        const timer = setTimeout(() => ws.terminate(), CLOSE_TIMEOUT_MS)
        ws.once('close', () => clearTimeout(timer))
      },
    }
    const session = new Session(project, peer, wire, { token, headers: policyHeaders(req) })
    open.set(ws, session)
    ws.on('message', (data: Buffer, isBinary: boolean) => session.receive(isBinary ? data : data.toString()))
    ws.on('error', (error) => project.log(`socket: ${error.message}`)) // `close` follows
    ws.on('close', () => {
      open.delete(ws)
      session.end()
    })
  }

  const admit = async (req: IncomingMessage): Promise<Admission> => {
    const url = new URL(req.url ?? '/', 'http://localhost')
    if (!PATHS.has(url.pathname)) return { status: 404 }
    const key = header(req, 'x-api-key') ?? url.searchParams.get('apikey')
    const wire = wireOf(url.searchParams.get('vsn') ?? '1.0.0')
    if (!wire) return { status: 403 }
    if (!key) return { status: 401, error: 'API key is missing' }
    const token = gateway.translate(key)
    const verdict = await project.verify(token, project.clock.now())
    if (!verdict.ok) {
      const { text } = verdict.trouble
      return { status: 401, error: text.startsWith('Token has expired') ? 'Token has expired' : text }
    }
    if (open.size >= project.limits.connections) return { status: 429, error: 'Too many connected users' }
    if (project.meters.joins.over) return { status: 429, error: 'Too many joins per second' }
    return { status: 101, token, wire }
  }

  const handleUpgrade = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<unknown> => {
    socket.on('error', () => socket.destroy()) // until ws takes over, nobody else listens
    const admission = await admit(req)
    if (isStopping) return socket.destroy() // it would outlive us; the client tries again
    if (admission.status !== 101) {
      setTimeout(() => refuse(socket, admission), options.refusalDelayMs).unref()
      return
    }
    server.handleUpgrade(req, socket, head, (ws) => accept(ws, socket, req, admission))
  }

  // A socket whose last channel is gone serves nobody.
  let cancelSweep = (): void => {}
  const sweepLater = (): void => {
    cancelSweep = project.clock.after(project.limits.sweepMs, () => {
      for (const session of open.values()) session.sweep()
      sweepLater()
    })
  }
  sweepLater()

  return {
    handleUpgrade: (req, socket, head) => void handleUpgrade(req, socket, head).catch(() => socket.destroy()),
    stop: async () => {
      isStopping = true
      cancelSweep()
      const closed = [...open.keys()].map((ws) => new Promise<void>((resolve) => ws.once('close', () => resolve())))
      for (const session of open.values()) session.disconnect()
      await Promise.all(closed)
      server.close()
    },
  }
}

type Admitted = { status: 101; token: string; wire: Wire }
type Admission = Admitted | { status: 401 | 403 | 404 | 429; error?: string }

function refuse(socket: Duplex, { status, error }: { status: number; error?: string }): void {
  const body = error ? JSON.stringify({ error }) : ''
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    ...(body ? ['content-type: application/json; charset=utf-8'] : []),
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function header(req: IncomingMessage, name: string): string | null {
  const value = req.headers[name]
  return typeof value === 'string' ? value : null
}

/** Policies see them as `request.headers`. */
function policyHeaders(req: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.headers).flatMap(([name, value]) =>
      name.startsWith('x-') && value !== undefined ? [[name, String(value)]] : [],
    ),
  )
}
