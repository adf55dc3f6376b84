import { wireV2, type Data } from '../frames.ts'
import type { Answer, DatabaseTrouble, Extension, Policies, Subject } from '../permissions.ts'
import { createMeters, LIMITS, type Clock, type Feed, type Limits, type Project } from '../project.ts'
import { Session, type Peer } from '../session.ts'
import type { Claims, Verdict } from '../tokens.ts'
import { Topics } from '../topics.ts'

/** A frame as the client reads it; a broadcast in bytes is shown as what it says. */
export type Frame = [joinRef: unknown, ref: unknown, topic: string, event: string, payload: unknown]

export const START_MS = 1_800_000_000_000

/** The core with a clock that is moved by hand, policies that are written in a test, and sockets that only take notes. */
export function createWorld({ limits, privateOnly = false }: { limits?: Partial<Limits>; privateOnly?: boolean } = {}) {
  const clock = new HandClock()
  const policies = new WrittenPolicies()
  const feed = new SwitchedFeed()
  const log: string[] = []
  const allLimits = { ...LIMITS, ...limits }
  const meters = createMeters(allLimits, clock)
  const project: Project = {
    topics: new Topics(meters),
    meters,
    clock,
    verify: async (token, nowMs) => verdictOf(token, nowMs),
    policies,
    feed,
    limits: allLimits,
    privateOnly,
    joinErrorDelayMs: 0,
    log: (line) => log.push(line),
  }
  return {
    project,
    clock,
    policies,
    feed,
    log,
    connect: (token = tokenOf({ role: 'anon' }), headers: Record<string, string> = {}) =>
      new TestClient(project, token, headers),
  }
}

export type World = ReturnType<typeof createWorld>

/** A token of these tests: its claims in the open. Signatures have tests of their own. */
export const tokenOf = (claims: Partial<Claims> & Record<string, unknown>): string =>
  JSON.stringify({ exp: START_MS / 1000 + 3600, ...claims })

/** Until nothing that is ready waits any more. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export class TestClient {
  frames: Frame[] = []
  raw: Data[] = []
  closed: number | null = null
  readonly session: Session

  constructor(project: Project, token: string, headers: Record<string, string>) {
    const peer: Peer = {
      send: (data) => {
        this.raw.push(data)
        this.frames.push(read(data))
      },
      close: (code) => {
        this.closed = code
      },
    }
    this.session = new Session(project, peer, wireV2, { token, headers })
  }

  send(...frame: Frame): void {
    this.session.receive(JSON.stringify(frame))
  }

  join(
    topic: string,
    config: Record<string, unknown> = {},
    { ref = '1', token }: { ref?: string; token?: string } = {},
  ) {
    this.send(ref, ref, `realtime:${topic}`, 'phx_join', {
      config,
      ...(token !== undefined && { access_token: token }),
    })
  }

  /** A broadcast as the client sends it: in bytes. */
  broadcast(topic: string, event: string, payload: unknown, { joinRef = '1', ref = '9' } = {}): void {
    this.session.receive(pushFrame(joinRef, ref, `realtime:${topic}`, event, Buffer.from(JSON.stringify(payload))))
  }

  /** What came since the last call. */
  async heard(): Promise<Frame[]> {
    await settle()
    return this.frames.splice(0)
  }
}

/** Kind 3, as realtime-js writes it. */
export function pushFrame(
  joinRef: string,
  ref: string,
  topic: string,
  event: string,
  body: Buffer,
  json = true,
): Buffer {
  const fields = [joinRef, ref, topic, event, ''].map((field) => Buffer.from(field))
  return Buffer.concat([Buffer.from([3, ...fields.map((field) => field.length), json ? 1 : 0]), ...fields, body])
}

/** Kind 4, as realtime-js reads it. */
export function read(data: Data): Frame {
  if (typeof data === 'string') return JSON.parse(data) as Frame
  const [kind, topicSize = 0, eventSize = 0, metaSize = 0, encoding] = data
  if (kind !== 4) throw new Error(`a frame of kind ${kind}: this client would choke on it`)
  let at = 5
  const [topic = '', event, meta] = [topicSize, eventSize, metaSize].map((size) =>
    data.toString('utf8', at, (at += size)),
  )
  const payload: unknown = encoding === 1 ? JSON.parse(data.toString('utf8', at)) : data.subarray(at)
  return [
    null,
    null,
    topic,
    'broadcast',
    { type: 'broadcast', event, payload, ...(meta && { meta: JSON.parse(meta) }) },
  ]
}

class HandClock implements Clock {
  #now = START_MS
  #timers = new Map<symbol, { at: number; run: () => void }>()

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const id = Symbol('timer')
    this.#timers.set(id, { at: this.#now + ms, run })
    return () => this.#timers.delete(id)
  }

  get pending(): number {
    return this.#timers.size
  }

  /** Moves on, and runs what falls due on the way, in order. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const [next] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)
      if (!next) break
      const [id, { at, run }] = next
      this.#timers.delete(id)
      this.#now = Math.max(this.#now, at)
      run()
      await settle()
    }
    this.#now = end
    await settle()
  }
}

class WrittenPolicies implements Policies {
  /** Everything is allowed until a test says otherwise. */
  reads: (subject: Subject) => Extension[] | DatabaseTrouble = () => ['broadcast', 'presence']
  writes: (subject: Subject) => Extension[] | DatabaseTrouble = () => ['broadcast', 'presence']
  down: DatabaseTrouble | null = null
  asked: { kind: 'read' | 'write'; subject: Subject; extensions: readonly Extension[] }[] = []
  #held: (() => void)[] | null = null

  /** Answers wait until the returned function is called. */
  hold(): () => void {
    this.#held = []
    return () => {
      const held = this.#held ?? []
      this.#held = null
      for (const release of held) release()
    }
  }

  async reach(): Promise<DatabaseTrouble | null> {
    return this.down
  }

  mayRead(subject: Subject, extensions: readonly Extension[]): Promise<Answer> {
    return this.#answer('read', subject, extensions, this.reads)
  }

  mayWrite(subject: Subject, extensions: readonly Extension[]): Promise<Answer> {
    return this.#answer('write', subject, extensions, this.writes)
  }

  async #answer(
    kind: 'read' | 'write',
    subject: Subject,
    extensions: readonly Extension[],
    rule: (subject: Subject) => Extension[] | DatabaseTrouble,
  ): Promise<Answer> {
    this.asked.push({ kind, subject, extensions })
    if (this.#held) await new Promise<void>((resolve) => this.#held?.push(resolve))
    const granted = this.down ?? rule(subject)
    if (typeof granted === 'string') return { ok: false, trouble: granted }
    return { ok: true, granted: new Set(granted.filter((extension) => extensions.includes(extension))) }
  }
}

class SwitchedFeed implements Feed {
  live = true
  #waiting = new Set<() => void>()

  onceLive(run: () => void): () => void {
    if (this.live) run()
    else this.#waiting.add(run)
    return () => this.#waiting.delete(run)
  }

  goLive(): void {
    this.live = true
    for (const run of this.#waiting) run()
    this.#waiting.clear()
  }
}

function verdictOf(token: string, nowMs: number): Verdict {
  let claims: Claims
  try {
    claims = JSON.parse(token) as Claims
  } catch {
    return { ok: false, trouble: { code: 'MalformedJWT', text: 'The token provided is not a valid JWT' } }
  }
  if (claims.exp * 1000 > nowMs) return { ok: true, claims }
  const ago = Math.floor(nowMs / 1000) - claims.exp
  return { ok: false, trouble: { code: 'InvalidJWTToken', text: `Token has expired ${ago} seconds ago` } }
}
