import type { IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { createAuthFront } from '../auth/front.ts'
import type { Users } from '../auth/users.ts'
import { createDataApi } from '../data/api.ts'
import { runDueWork } from '../database/dueWork.ts'
import type { Keys } from '../keys.ts'
import { databaseUrl, type DatabaseServer } from '../postgres/url.ts'
import { createRealtime, type RealtimeOptions } from '../realtime/server.ts'
import type { ProjectSettings } from '../settings.ts'
import { createStorage } from '../storage/server.ts'
import { withinSize } from './bodySize.ts'
import { isPreflight, preflight } from './cors.ts'
import { createLocalServer, namesThisMachine } from './hosts.ts'
import { closeServer, listenOnLoopback } from './listen.ts'
import { quietly } from './quiet.ts'

export interface StackOptions {
  server: DatabaseServer
  database: string
  keys: Keys
  settings: ProjectSettings
  /** 0: any free port. */
  port: number
  /** Where the files of Storage lie. */
  files: string
  realtime?: Partial<RealtimeOptions>
  /** Takes what the library has to say about refused requests. */
  log?: (line: string) => void
}

export interface Stack {
  url: string
  port: number
  /** Accounts, without HTTP: for seeds and tests. */
  users: Users
  /** Does at once what Storage does each minute. */
  storageUpkeep: () => Promise<void>
  stop: () => Promise<void>
}

/** What a client may say about where it comes from is never believed: functions limit rates by it. */
const FORWARDING_HEADERS = new Set(['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip', 'true-client-ip'])

/** The driver's `end` may wait for ever on a connection that is just being made. */
const STOP_PATIENCE_MS = 5_000

/** Longer than clients keep a connection that they don't use: ours would be closed under a request that is just being written. */
const KEEP_ALIVE_MS = 75_000

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, setTimeout(ms, undefined, { ref: false })])
}

/** Everything behind one URL, as a Supabase project has it: `/rest/v1`, `/auth/v1`, `/storage/v1`, `/realtime/v1`. On loopback. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { server, database, keys, settings, log = () => {} } = options
  const data = await createDataApi(server, database, keys, settings)
  const library = (request: Request): Promise<Response> => quietly(log, () => data.fetch(request))
  const auth = createAuthFront({ server, database, keys, settings, library, log })
  const realtime = await createRealtime({
    databaseUrl: databaseUrl(server, 'supabase_admin', database),
    jwtSecret: keys.jwtSecret,
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    options: { log, ...options.realtime },
  })
  const storage = await createStorage({
    server,
    database,
    keys,
    folder: options.files,
    maxBytes: settings.largestFileBytes,
    log,
  })

  const stopDueWork = runDueWork(server, database, log)

  const answer = async (asked: Request): Promise<Response> => {
    if (isPreflight(asked)) return preflight(asked)
    const { pathname } = new URL(asked.url)
    if (pathname.startsWith('/storage/v1/')) return storage.fetch(asked) // a bucket says how large a file may be
    const request = await withinSize(asked)
    if (request instanceof Response) return request
    if (pathname.startsWith('/auth/v1/')) return auth.fetch(request)
    if (pathname.startsWith('/realtime/v1/')) return realtime.fetch(request)
    if (pathname.startsWith('/rest/v1/')) return library(request)
    return Response.json(
      { message: 'no Route matched with those values' },
      { status: 404, headers: { 'access-control-allow-origin': '*' } },
    )
  }
  const listen = getRequestListener(answer)
  const http = createLocalServer((request, response) => {
    overwriteForwarding(request)
    void listen(request, response)
  })
  http.keepAliveTimeout = KEEP_ALIVE_MS
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy()) // from here on it is ours: unheard, a client that is just gone would end us
    overwriteForwarding(request)
    if (!namesThisMachine(request))
      return void socket.end('HTTP/1.1 421 Misdirected Request\r\nconnection: close\r\n\r\n')
    if (request.url?.startsWith('/realtime/v1/')) return realtime.handleUpgrade(request, socket, head)
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
  })

  const stop = async (): Promise<void> => {
    await within(STOP_PATIENCE_MS, realtime.stop())
    await closeServer(http)
    await within(STOP_PATIENCE_MS, Promise.all([auth.stop(), data.stop(), storage.stop(), stopDueWork()]))
  }
  try {
    const port = await listenOnLoopback(http, options.port)
    return { url: `http://127.0.0.1:${port}`, port, users: auth.users, storageUpkeep: () => storage.upkeep(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function overwriteForwarding(request: IncomingMessage): void {
  const address = request.socket.remoteAddress ?? ''
  const kept: string[] = []
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(index, index + 2)
    if (!FORWARDING_HEADERS.has(name.toLowerCase())) kept.push(name, value)
  }
  request.rawHeaders = [...kept, 'x-forwarded-for', address]
  for (const name of FORWARDING_HEADERS) delete request.headers[name]
  request.headers['x-forwarded-for'] = address
}
