import { Budget } from './budget.ts'
import { broadcastBytes, type Data, type Incoming, type Ref, type Wire } from './frames.ts'
import { record, type JoinConfig } from './joinConfig.ts'
import type { Extension } from './permissions.ts'
import type { Project } from './project.ts'
import { Rights } from './rights.ts'
import type { Claims } from './tokens.ts'
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
  #rights: Rights
  #presenceCalls: Budget
  #undo: (() => void)[] = []
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
    this.#rights = new Rights(project, { topic: this.#sub, headers: line.headers }, joined, {
      isOpen: () => this.#open,
      stop: (message) => this.#stop(message),
    })
    this.#presenceCalls = new Budget(project.limits.presenceCalls, project.limits.presenceWindowMs)
    this.#onEnd = onEnd

    this.#reply(joined.ref, 'ok', { postgres_changes: [] })
    this.#topic = project.topics.join(this.#config.private, this.#sub, this)
    if (this.#config.replicationReady) this.#announceFeed()
    if (this.#config.presence.enabled && this.hearsPresence) this.#push('presence_state', this.#topic.presence.state())
    if (this.#config.presence.enabled && project.meters.presence.over) this.#stop(TOO_MUCH_PRESENCE)
    else this.#rights.watchExpiry()
  }

  get open(): boolean {
    return this.#open
  }

  get hearsBroadcasts(): boolean {
    return this.#rights.reads('broadcast')
  }

  get hearsPresence(): boolean {
    return this.#rights.reads('presence')
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
        return this.#rights.whenMayWrite('broadcast', (granted) => {
          if (granted) this.#broadcast(frame)
        })
      case 'presence':
        return this.#presence(frame)
      case 'access_token':
        return this.#rights.refresh(record(frame.payload).access_token)
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
    this.#rights.forget()
    for (const undo of this.#undo) undo()
    this.#project.topics.leave(this.#config.private, this.#sub, this)
    this.#onEnd()
  }

  get #sub(): string {
    return this.#name.slice(PREFIX.length)
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
    return this.#rights.whenMayTrack(track)
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
