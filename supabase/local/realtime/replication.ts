import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from 'pg-logical-replication'
import type { Broadcast } from './frames.ts'
import type { Feed } from './project.ts'

const PUBLICATION = 'supabase_realtime_messages_publication'
const SLOT_PREFIX = 'supabase_realtime_messages_replication_slot_'
/** A Postgres that hangs must not keep its follower from stopping. */
const STOP_PATIENCE_MS = 2_000
const RETRY_MS = [100, 200, 500, 1_000, 2_000]

export type StoredBroadcast = { topic: string; private: boolean; broadcast: Broadcast }

export type Replication = Feed & {
  /** Resolves when broadcasts flow, or after `ms` in any case. */
  settled(ms: number): Promise<void>
  stop(): Promise<void>
}

/**
 * Follows the commits on `realtime.messages`, for ever: in commit order, statements in order. The slot is temporary and lives
 * with its connection, so what is committed while none stands is never delivered live; nor is it on a hosted project.
 */
export function followMessages(
  databaseUrl: string,
  onBroadcast: (stored: StoredBroadcast) => void,
  log: (line: string) => void,
): Replication {
  let live = false
  let timesLive = 0
  let service: LogicalReplicationService | null = null
  const ending = new AbortController()
  const waiting = new Set<() => void>()

  const goLive = (): void => {
    live = true
    timesLive += 1
    for (const run of waiting) run()
    waiting.clear()
  }

  const followOnce = async (): Promise<void> => {
    service = new LogicalReplicationService(
      { connectionString: databaseUrl, application_name: 'realtime_replication' },
      { acknowledge: { auto: false, timeoutSeconds: 10 } },
    )
    const current = service
    current.on('start', goLive)
    current.on('error', (error: Error) => log(`replication: ${error.message}`))
    current.on('heartbeat', (lsn: string, _at: number, wanted: boolean) => {
      if (wanted) void current.acknowledge(oneBefore(lsn)).catch(() => false) // a lost connection ends the subscription anyway
    })
    current.on('data', (_lsn: string, message: Pgoutput.Message) => {
      const stored = broadcastOf(message)
      if (stored) onBroadcast(stored)
    })
    try {
      await current.subscribe(new MessagesPlugin(), SLOT_PREFIX + randomBytes(6).toString('hex'))
    } finally {
      live = false
      await current.destroy().catch(() => {}) // its connection is gone already
    }
  }

  const follow = async (): Promise<void> => {
    for (let failures = 0; !ending.signal.aborted; failures++) {
      const stoodBefore = timesLive
      try {
        await followOnce()
      } catch (error) {
        log(`replication: ${error instanceof Error ? error.message : String(error)}`)
      }
      if (timesLive > stoodBefore) failures = 0 // it stood: what ended it is new
      const retryMs = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]
      await sleep(retryMs, null, { signal: ending.signal }).catch(() => {}) // woken to end
    }
  }
  const following = follow()

  const onceLive = (run: () => void): (() => void) => {
    if (live) run()
    else waiting.add(run)
    return () => waiting.delete(run)
  }

  return {
    get live() {
      return live
    },
    onceLive,
    settled: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        onceLive(() => {
          clearTimeout(timer)
          resolve()
        })
      }),
    stop: async () => {
      ending.abort()
      await Promise.race([
        Promise.allSettled([service?.destroy(), following]),
        sleep(STOP_PATIENCE_MS, null, { ref: false }),
      ])
    },
  }
}

type ReplicationClient = { query(statement: string): Promise<unknown> }

/** The library's decoder, with a slot made on its own connection and with columns left as the text that Postgres sends. */
class MessagesPlugin extends PgoutputPlugin {
  constructor() {
    super({ protoVersion: 2, publicationNames: [PUBLICATION] })
  }

  override async start(client: ReplicationClient, slotName: string, lastLsn: string): Promise<unknown> {
    await client.query(`CREATE_REPLICATION_SLOT "${slotName}" TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`)
    return super.start(client as Parameters<PgoutputPlugin['start']>[0], slotName, lastLsn)
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    const message = super.parse(buffer)
    // A parsed and rewritten jsonb would lose the digits of numbers beyond 2^53.
    if (message.tag === 'relation') for (const column of message.columns) column.parser = (text: unknown) => text
    return message
  }
}

/** Null for what is not a broadcast: other tables, updates, and rows that lack an event, a flag or a payload. */
export function broadcastOf(message: Pgoutput.Message): StoredBroadcast | null {
  if (message.tag !== 'insert' || message.relation.schema !== 'realtime') return null
  if (!/^messages(_\d{4}_\d\d_\d\d)?$/.test(message.relation.name)) return null
  const row: Record<string, unknown> = message.new
  const { topic, event, id, payload, binary_payload: bytes } = row
  if (typeof topic !== 'string' || typeof event !== 'string' || typeof row.private !== 'string') return null
  const meta = JSON.stringify({ id })
  const isPrivate = row.private === 't'
  if (typeof payload === 'string') {
    const broadcast = { kind: 'user', event, payload: Buffer.from(payload), encoding: 'json', meta } as const
    return { topic, private: isPrivate, broadcast }
  }
  if (typeof bytes === 'string') {
    const raw = Buffer.from(bytes.slice('\\x'.length), 'hex')
    return { topic, private: isPrivate, broadcast: { kind: 'user', event, payload: raw, encoding: 'binary', meta } }
  }
  return null
}

/** The library acknowledges the byte after the one it is given; a Postgres that shuts down waits for the exact place. */
export function oneBefore(lsn: string): string {
  const [high = '0', low = '0'] = lsn.split('/')
  const place = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n
  return `${(place >> 32n).toString(16)}/${(place & 0xffffffffn).toString(16)}`.toUpperCase()
}
