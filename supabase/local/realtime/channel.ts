import { Budget } from './budget.ts'
import { broadcastBytes, type Data, type Incoming, type Ref, type Wire } from './frames.ts'
import { isOpaqueKey, record, type JoinConfig } from './joinConfig.ts'
import { closeText, revokedText, unauthorizedText, type Extension, type Subject } from './permissions.ts'
import type { Project } from './project.ts'
import { expiredTrouble, type Claims, type TokenTrouble } from './tokens.ts'
import { PREFIX, type Member, type Topic } from './topics.ts'

/** The socket, as a channel uses it. */
export type Line = {
  readonly wire: Wire
  readonly headers: Record<string, string>
  send(data: Data): void
}

export type Joined = {
  topic: string // as on the wire
  joinRef: Ref
  ref: Ref
  config: JoinConfig
  token: string
  claims: Claims
  /** Read permissions of a private channel. Presence is asked for only if it was enabled. */
  reads: ReadonlySet<Extension>
}

const TOO_MUCH_PRESENCE = 'Too many presence messages per second'
const RECHECK_MS = 5 * 60_000
const FEED_PATIENCE_MS = 60_000

/** One join of one topic on one socket, until it is left, closed, or joined anew. */
export class Channel implements Member {
  readonly wire: Wire
  readonly joinRef: Ref
  #name: string
  #line: Line
  #project: Project
  #config: JoinConfig
  #topic: Topic
  #token: string
  #claims: Claims
  #reads: ReadonlySet<Extension>
  #writes: ReadonlySet<Extension> | null = null
  #presenceAsked: boolean
  #presenceCalls: Budget
  #undo: (() => void)[] = []
  #cancelRecheck: () => void = () => {}
  #open = true
  #onEnd: () => void

  /** Answers the join; from here on the topic's broadcasts follow it. */
  constructor(project: Project, line: Line, joined: Joined, onEnd: () => void) {
    this.#project = project
    this.#line = line
    this.wire = line.wire
    this.#name = joined.topic
    this.joinRef = joined.joinRef
    this.#config = joined.config
    this.#token = joined.token
    this.#claims = joined.claims
    this.#reads = joined.reads
    this.#presenceAsked = joined.config.presence.enabled
    this.#presenceCalls = new Budget(project.limits.presenceCalls, project.limits.presenceWindowMs)
    this.#onEnd = onEnd

    this.#reply(joined.ref, 'ok', { postgres_changes: [] })
    this.#topic = project.topics.join(this.#config.private, this.#sub, this)
    if (this.#config.replicationReady) this.#announceFeed()
    if (this.#config.presence.enabled && this.hearsPresence) this.#push('presence_state', this.#topic.presence.state())
    if (this.#config.presence.enabled && project.meters.presence.over) this.#stop(TOO_MUCH_PRESENCE)
    else this.#recheckAtExpiry()
  }

  get open(): boolean {
    return this.#open
  }

  get hearsBroadcasts(): boolean {
    return !this.#config.private || this.#reads.has('broadcast')
  }

  get hearsPresence(): boolean {
    return !this.#config.private || this.#reads.has('presence')
  }

  deliver(data: Data): void {
    this.#line.send(data)
  }

  overrun(): void {
    this.#stop('Too many messages per second')
  }

  /** @returns a promise where the database or a signature has to be waited for: the next frame of the topic waits too */
  handle(frame: Incoming): Promise<void> | void {
    switch (frame.event) {
      case 'broadcast':
        return this.#whenMayWrite('broadcast', (granted) => {
          if (granted) this.#broadcast(frame)
        })
      case 'presence':
        return this.#presence(frame)
      case 'access_token':
        return this.#refresh(record(frame.payload).access_token)
    }
  }

  leave(ref: Ref): void {
    this.#reply(ref, 'ok', {})
    this.close()
  }

  /** The end that the client knows as CLOSED: it does not join again by itself. */
  close(): void {
    if (!this.#open) return
    this.detach()
    this.#send(this.joinRef, this.joinRef, 'phx_close', {})
  }

  /** The end that the client takes for an accident: it joins again after a while. */
  crash(): void {
    if (!this.#open) return
    this.detach()
    this.#send(this.joinRef, this.joinRef, 'phx_error', {})
  }

  system(status: 'ok' | 'error', message: string): void {
    this.#push('system', { extension: 'system', status, message, channel: this.#sub })
  }

  /** The end without a word: the socket is gone, or a `phx_close` follows. */
  detach(): void {
    if (!this.#open) return
    this.#open = false
    this.#cancelRecheck()
    for (const undo of this.#undo) undo()
    this.#project.topics.leave(this.#config.private, this.#sub, this)
    this.#onEnd()
  }

  get #sub(): string {
    return this.#name.slice(PREFIX.length)
  }

  #subject(claims: Claims = this.#claims): Subject {
    return { topic: this.#sub, claims, headers: this.#line.headers }
  }

  // Broadcast

  #broadcast({ ref, broadcast }: Incoming): void {
    if (!broadcast) return
    if (broadcastBytes(broadcast) > this.#project.limits.payloadBytes) {
      if (this.#config.ack) this.#reply(ref, 'error', 'payload_size_exceeded')
      return
    }
    this.#topic.broadcast(broadcast, this.#config.self ? null : this)
    if (this.#config.ack) this.#reply(ref, 'ok', {})
  }

  /** Asked at the first write and remembered until a new token; trouble is not remembered. */
  #whenMayWrite(extension: Extension, then: (granted: boolean) => void): Promise<void> | void {
    if (!this.#config.private) return then(true)
    if (this.#writes) return then(this.#writes.has(extension))
    return this.#askWrites(extension, then)
  }

  async #askWrites(extension: Extension, then: (granted: boolean) => void): Promise<void> {
    const answer = await this.#project.policies.mayWrite(this.#subject(), ['broadcast', 'presence'])
    if (!this.#open) return
    if (answer.ok) this.#writes = answer.granted
    else this.#project.log(`${this.#name}: write permission unknown (${answer.trouble})`)
    then(answer.ok && answer.granted.has(extension))
  }

  // Presence

  #presence({ ref, payload }: Incoming): Promise<void> | void {
    if (!this.#presenceCalls.spend(this.#project.clock.now())) return this.#stop('Client presence rate limit exceeded')
    if (this.#project.meters.presence.over) return this.#stop(TOO_MUCH_PRESENCE)
    const call = record(payload)
    if (call.event === undefined) return this.#reply(ref, 'ok', {})
    const event = typeof call.event === 'string' ? call.event.toLowerCase() : ''
    if (event === 'untrack') {
      this.#topic.announce(this.#topic.presence.untrack(this))
      return this.#reply(ref, 'ok', {})
    }
    if (event !== 'track') return this.#reply(ref, 'error', {})
    return this.#track(ref, call.payload ?? {})
  }

  #track(ref: Ref, payload: unknown): Promise<void> | void {
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      return this.#reply(ref, 'error', { reason: 'Presence track payload must be a map' })
    }
    if (Buffer.byteLength(JSON.stringify(payload)) > this.#project.limits.payloadBytes) {
      return this.#stop('Track message size exceeded')
    }
    const tracked = { ...payload }
    const track = (granted: boolean): void => {
      if (!granted) return this.#reply(ref, 'error', {})
      this.#reply(ref, 'ok', {})
      this.#topic.announce(this.#topic.presence.track(this, this.#config.presence.key, tracked))
    }
    if (this.#config.private && !this.#presenceAsked) return this.#askPresence(track)
    return this.#whenMayWrite('presence', track)
  }

  /** Presence was off at the join: the first track asks whether this channel may hear it, too. */
  async #askPresence(then: (granted: boolean) => void): Promise<void> {
    const answer = await this.#project.policies.mayRead(this.#subject(), ['presence'])
    if (!this.#open) return
    if (!answer.ok) return then(false)
    await this.#whenMayWrite('presence', (granted) => {
      if (granted) {
        this.#presenceAsked = true
        this.#reads = new Set([...this.#reads, ...answer.granted])
      }
      then(granted)
    })
  }

  // The token

  #refresh(token: unknown): Promise<void> | void {
    if (typeof token !== 'string' || token === this.#token || isOpaqueKey(token)) return
    return this.#replaceToken(token)
  }

  async #replaceToken(token: string): Promise<void> {
    this.#cancelRecheck() // what came before the end counts, however long the answer takes
    const verdict = await this.#project.verify(token, this.#project.clock.now())
    if (!this.#open) return
    if (!verdict.ok) return this.#stop(troubleText(verdict.trouble))
    if (this.#config.private) {
      const asked: Extension[] = this.#presenceAsked ? ['broadcast', 'presence'] : ['broadcast']
      const answer = await this.#project.policies.mayRead(this.#subject(verdict.claims), asked)
      if (!this.#open) return
      if (!answer.ok) return this.#stop(closeText(answer.trouble, this.#sub))
      if (answer.granted.size === 0) return this.#stop(unauthorizedText(this.#sub))
      if ([...this.#reads].some((read) => !answer.granted.has(read))) return this.#stop(revokedText(this.#sub))
      this.#reads = answer.granted
      this.#writes = null
    }
    this.#token = token
    this.#claims = verdict.claims
    this.#recheckAtExpiry()
  }

  #recheckAtExpiry(): void {
    this.#cancelRecheck()
    const { clock } = this.#project
    const leftMs = this.#claims.exp * 1000 - clock.now()
    if (leftMs <= 0) return this.#stop(troubleText(expiredTrouble(this.#claims.exp, clock.now())))
    this.#cancelRecheck = clock.after(Math.min(leftMs, RECHECK_MS), () => this.#recheckAtExpiry())
  }

  // The rest

  #announceFeed(): void {
    const { feed, clock } = this.#project
    const cancel = clock.after(FEED_PATIENCE_MS, () => this.#stop('Replication connection was not established in time'))
    const forget = feed.onceLive(() => {
      cancel()
      this.system('ok', 'Replication connection established')
    })
    this.#undo.push(cancel, forget)
  }

  #stop(message: string): void {
    if (!this.#open) return
    this.system('error', message)
    this.close()
  }

  #reply(ref: Ref, status: 'ok' | 'error', response: object | string): void {
    this.#send(this.joinRef, ref, 'phx_reply', { status, response })
  }

  #push(event: string, payload: object): void {
    this.#send(this.joinRef, null, event, payload)
  }

  #send(joinRef: Ref, ref: Ref, event: string, payload: object): void {
    this.#line.send(this.wire.encode(joinRef, ref, this.#name, event, payload))
  }
}

/** As the server words it in `system`: a bad signature shows its internal name. */
function troubleText(trouble: TokenTrouble): string {
  return trouble.code === 'JwtSignatureError' ? ':signature_error' : trouble.text
}
