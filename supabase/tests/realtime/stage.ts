import type { RealtimeChannel, RealtimeChannelOptions, SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import { onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { TestDatabase } from '../support/database.ts'
import { startStack, type RunningStack, type TestStackOptions } from '../support/stack.ts'
import { test as base } from '../support/test.ts'

export { describe, expect, onTestFinished, vi } from 'vitest'

/**
 * As the other tests', with `stage`: the stack over this file's database, where the policies of Realtime are these tests' own.
 * Who may do what on which topic is a row of `rights`; the topic `raising` has a policy that raises.
 */
export const test = base.extend<{ $file: { stage: EmbeddedStage } }>({
  stage: [
    async ({ db }, use) => {
      await writeTestPolicies(db)
      const stack = await startStack(db)
      await use(new EmbeddedStage(db, stack))
      await stack.stop()
    },
    { scope: 'file' },
  ],
})

export async function writeTestPolicies(db: TestDatabase): Promise<void> {
  const existing = await db.sql<{ name: string }[]>`
    select policyname as name from pg_policies where schemaname = 'realtime' and tablename = 'messages'`
  for (const { name } of existing) await db.sql`drop policy ${db.sql(name)} on realtime.messages`
  await db.sql.unsafe(TEST_POLICIES)
}

/** May be added to those of a hosted project: permissive policies are or-ed. */
export const TEST_POLICIES = `
    create table public.rights (topic text, sub text, reads text[] not null, writes text[] not null);
    grant select on public.rights to anon, authenticated;
    create policy hear on realtime.messages for select to anon, authenticated using (
      case when realtime.topic() = 'raising' then 1 / (length(realtime.topic()) - 7) = 0
      else exists (
        select from public.rights
        where rights.topic = realtime.topic() and sub = coalesce(auth.jwt() ->> 'sub', 'anon') and extension = any (reads)
      ) end
    );
    create policy speak on realtime.messages for insert to anon, authenticated with check (
      exists (
        select from public.rights
        where rights.topic = realtime.topic() and sub = coalesce(auth.jwt() ->> 'sub', 'anon') and extension = any (writes)
      )
    );
`

type Extension = 'broadcast' | 'presence'
const ALL: Extension[] = ['broadcast', 'presence']

/** What a channel says, as it comes. */
export type Heard = {
  channel: RealtimeChannel
  statuses: [status: string, message?: string][]
  broadcasts: Record<string, unknown>[]
  systems: { status: string; message: string }[]
  /** The status so far, once it is one of these. */
  reach: (...statuses: string[]) => Promise<void>
}

let counter = 0

export class Stage {
  readonly db: Pick<TestDatabase, 'sql' | 'postgres'>
  readonly stack: Pick<RunningStack, 'url' | 'keys' | 'client'>
  /** How long a client waits for the answer to a join. */
  readonly timeoutMs: number

  constructor(db: Stage['db'], stack: Stage['stack'], timeoutMs = 1_500) {
    this.db = db
    this.stack = stack
    this.timeoutMs = timeoutMs
  }

  /** A name that no other test uses. */
  topic(): string {
    return `room:é${++counter}`
  }

  async allow(topic: string, sub: string, { reads = ALL, writes = ALL } = {}): Promise<void> {
    await this.db.sql`delete from public.rights where topic = ${topic} and sub = ${sub}`
    await this.db.sql`insert into public.rights values (${topic}, ${sub}, ${reads}, ${writes})`
  }

  token(
    sub: string,
    { role = 'authenticated', seconds = 3600, ...claims }: Record<string, unknown> = {},
  ): Promise<string> {
    return new SignJWT({ role, sub, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor(Date.now() / 1000) + Number(seconds))
      .sign(new TextEncoder().encode(this.stack.keys.jwtSecret))
  }

  /** An unmodified client that holds a token, given to Realtime before anything joins. */
  async person(sub: string, claims: Record<string, unknown> = {}): Promise<SupabaseClient> {
    const token = await this.token(sub, claims)
    const client = this.client({ accessToken: async () => token })
    await client.realtime.setAuth()
    return client
  }

  client(options: Parameters<RunningStack['client']>[1] = {}): SupabaseClient {
    const realtime = { timeout: this.timeoutMs, reconnectAfterMs: () => 50, ...options.realtime }
    const client = this.stack.client(undefined, { ...options, realtime })
    onTestFinished(() => hangUp(client))
    return client
  }

  /** Subscribes and listens to everything. Resolves at the first status. */
  async join(client: SupabaseClient, topic: string, config: RealtimeChannelOptions['config'] = {}): Promise<Heard> {
    const heard = listen(client, topic, config)
    await heard.reach('SUBSCRIBED', 'CHANNEL_ERROR', 'TIMED_OUT', 'CLOSED')
    return heard
  }

  /** The database speaks, as a function of ours would. */
  async send(topic: string, payload: unknown, event = 'created'): Promise<void> {
    await this.db.postgres`select realtime.send(${JSON.stringify(payload)}::text::jsonb, ${event}, ${topic})`
  }

  raw(key = this.stack.keys.publishableKey, query = '&vsn=2.0.0'): Promise<RawSocket> {
    return RawSocket.open(`${this.stack.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${key}${query}`)
  }
}

/** Ours, over a test's database. */
export class EmbeddedStage extends Stage {
  override readonly stack: RunningStack
  readonly #whole: TestDatabase

  constructor(db: TestDatabase, stack: RunningStack) {
    super(db, stack)
    this.stack = stack
    this.#whole = db
  }

  /** A second stack over the same database, for a test that needs other settings or stops it. */
  async another(options: TestStackOptions = {}): Promise<EmbeddedStage> {
    const stack = await startStack(this.#whole, options)
    onTestFinished(() => stack.stop())
    return new EmbeddedStage(this.#whole, stack)
  }
}

export function listen(client: SupabaseClient, topic: string, config: RealtimeChannelOptions['config'] = {}): Heard {
  const channel = client.channel(topic, { config })
  const statuses: Heard['statuses'] = []
  const broadcasts: Heard['broadcasts'] = []
  const systems: Heard['systems'] = []
  channel.on('broadcast', { event: '*' }, (message) => broadcasts.push(message))
  channel.on('system', {}, (message: Heard['systems'][number]) => systems.push(message))
  channel.subscribe((status, error) => statuses.push(error ? [status, error.message] : [status]))
  const reach = (...wanted: string[]): Promise<void> =>
    vi.waitFor(
      () => {
        if (!statuses.some(([status]) => wanted.includes(status)))
          throw new Error(`heard only ${JSON.stringify(statuses)}`)
      },
      { timeout: 8_000, interval: 5 },
    )
  return { channel, statuses, broadcasts, systems, reach }
}

/** Without leaving channel by channel, which takes the client its time. */
async function hangUp(client: SupabaseClient): Promise<void> {
  await client.realtime.disconnect()
}

/** A socket that says what no well-behaved client would. */
export class RawSocket {
  readonly frames: unknown[][] = []
  readonly texts: string[] = []
  closed: number | null = null
  readonly ws: WebSocket

  constructor(ws: WebSocket) {
    this.ws = ws
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      this.texts.push(data.toString())
      if (!isBinary) this.frames.push(JSON.parse(data.toString()) as unknown[])
    })
    ws.on('close', (code) => {
      this.closed = code
    })
  }

  static open(url: string): Promise<RawSocket> {
    const ws = new WebSocket(url)
    onTestFinished(() => ws.terminate())
    return new Promise((resolve, reject) => {
      const socket = new RawSocket(ws)
      ws.once('open', () => resolve(socket))
      ws.once('error', reject)
    })
  }

  send(...frame: unknown[]): void {
    this.ws.send(JSON.stringify(frame))
  }

  /** Waits for a frame of this event; refs tell which. */
  async frame(event: string, ref?: string): Promise<unknown[]> {
    return vi.waitFor(
      () => {
        const found = this.frames.find((frame) => frame[3] === event && (ref === undefined || frame[1] === ref))
        if (!found) throw new Error(`no ${event} among ${JSON.stringify(this.frames)}`)
        return found
      },
      { timeout: 5_000, interval: 5 },
    )
  }
}
