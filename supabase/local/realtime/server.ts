import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { JSONWebKeySet } from 'jose'
import { openPool } from '../postgres/pool.ts'
import { broadcastBytes } from './frames.ts'
import { createGateway } from './gateway.ts'
import { keepPartitions } from './partitions.ts'
import { createPolicies } from './probes.ts'
import { createMeters, LIMITS, type Clock, type Limits, type Project } from './project.ts'
import { followMessages } from './replication.ts'
import { createRest } from './rest.ts'
import { createSockets } from './sockets.ts'
import { createVerifier } from './tokens.ts'
import { Topics } from './topics.ts'

export type RealtimeSettings = {
  /** Connects as the superuser `supabase_admin`. */
  databaseUrl: string
  jwtSecret: string
  publishableKey: string
  secretKey: string
  options?: Partial<RealtimeOptions>
}

export type RealtimeOptions = {
  /** Refuse public channels, as a project does that switched "Allow public access" off. */
  privateOnly: boolean
  /** Hosted: 2 s before a refused upgrade, 5 s before a refused join. */
  refusalDelayMs: number
  joinErrorDelayMs: number
  limits: Partial<Limits>
  maxBufferedBytes: number
  /** Signing keys beside the secret. */
  jwks: JSONWebKeySet
  log: (line: string) => void
}

export type Realtime = {
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Serves POST /realtime/v1/api/broadcast. */
  fetch(request: Request): Promise<Response>
  /** Closes every socket with 1012, so that its client comes back. */
  stop(): Promise<void>
}

const PROBE_CONNECTIONS = 4
const PROBE_TIMEOUT_MS = 5_000
const FEED_PATIENCE_MS = 10_000

/** Supabase Realtime for one project: sockets in front, policies and commits of Postgres behind. */
export async function createRealtime(settings: RealtimeSettings): Promise<Realtime> {
  const options: RealtimeOptions = {
    privateOnly: false,
    refusalDelayMs: 2_000,
    joinErrorDelayMs: 5_000,
    limits: {},
    maxBufferedBytes: 8_000_000,
    jwks: { keys: [] },
    log: () => {},
    ...settings.options,
  }
  const { log } = options
  const limits = { ...LIMITS, ...options.limits }
  const meters = createMeters(limits, clock)
  const topics = new Topics(meters)
  const sql = openPool(settings.databaseUrl, {
    max: PROBE_CONNECTIONS,
    connect_timeout: 5,
    connection: { application_name: 'realtime', statement_timeout: PROBE_TIMEOUT_MS },
  })
  const feed = followMessages(
    settings.databaseUrl,
    (stored) => {
      if (broadcastBytes(stored.broadcast) > limits.payloadBytes)
        return log(`${stored.topic}: broadcast too large, dropped`)
      topics.broadcast(stored.private, stored.topic, stored.broadcast)
    },
    log,
  )
  const stopPartitions = await keepPartitions(sql, log)
  const gateway = await createGateway(settings)
  const project: Project = {
    topics,
    meters,
    clock,
    verify: createVerifier(settings.jwtSecret, options.jwks),
    policies: createPolicies(sql),
    feed,
    limits,
    privateOnly: options.privateOnly,
    joinErrorDelayMs: options.joinErrorDelayMs,
    log,
  }
  const sockets = createSockets(project, gateway, options)
  await feed.settled(FEED_PATIENCE_MS)

  return {
    handleUpgrade: sockets.handleUpgrade,
    fetch: createRest(project, gateway),
    stop: async () => {
      stopPartitions()
      await Promise.all([sockets.stop(), feed.stop()])
      await sql.end({ timeout: 1 })
    },
  }
}

const clock: Clock = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref() // a socket keeps the process alive, its timers need not
    return () => clearTimeout(timer)
  },
}
