import { Channel, type Line } from './channel.ts'
import type { Data, Incoming, Wire } from './frames.ts'
import { parseJoin, type JoinConfig } from './joinConfig.ts'
import { Lane } from './lane.ts'
import { joinReason, unauthorizedText, type Extension } from './permissions.ts'
import type { Project } from './project.ts'
import type { Claims } from './tokens.ts'
import { PREFIX } from './topics.ts'

/** The other end of a socket. */
export type Peer = { send(data: Data): void; close(code: number, reason: string): void }

export type Connection = {
  /** A JWT: opaque keys were translated at the door. */
  token: string
  /** The `x-*` headers of the upgrade, for policies. */
  headers: Record<string, string>
}

type Place = { lane: Lane; channel: Channel | null }

type Permit =
  { ok: true; claims: Claims; reads: ReadonlySet<Extension> } | { ok: false; reason: string; hopeless?: boolean }

/** One socket: its channels, its heartbeat, its end. */
export class Session implements Line {
  readonly wire: Wire
  readonly headers: Record<string, string>
  #project: Project
  #peer: Peer
  #token: string
  #places = new Map<string, Place>()
  #channels = 0
  #hadChannels = false
  #joining = 0
  #ended = false
  #lastFrameAt: number
  #cancelIdle: () => void = () => {}

  constructor(project: Project, peer: Peer, wire: Wire, connection: Connection) {
    this.#project = project
    this.#peer = peer
    this.wire = wire
    this.headers = connection.headers
    this.#token = connection.token
    this.#lastFrameAt = project.clock.now()
    this.#watchIdle()
  }

  receive(data: Data): void {
    if (this.#ended) return
    this.#lastFrameAt = this.#project.clock.now()
    const frame = this.wire.decode(data)
    if (!frame) return this.#project.log('malformed frame dropped')
    if (frame.topic === 'phoenix' && frame.event === 'heartbeat') {
      return this.#reply(frame, 'ok', {})
    }
    const place = this.#place(frame.topic)
    place.lane.run(() => (this.#ended ? undefined : this.#guarded(place, frame)))
  }

  send(data: Data): void {
    if (!this.#ended) this.#peer.send(data)
  }

  /** The socket is gone: its channels leave without a word. Doing it twice does no harm. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#cancelIdle()
    for (const { channel } of this.#places.values()) channel?.detach()
    this.#places.clear()
  }

  /** Every ten minutes on hosted: ends a socket whose last channel is gone. One that has not joined anything yet may stay. */
  sweep(): void {
    if (this.#hadChannels && this.#channels + this.#joining === 0) this.#close(1001, '')
  }

  /** The server ends it; the client comes back by itself. */
  disconnect(): void {
    for (const { channel } of this.#places.values()) channel?.system('ok', 'Server requested disconnect')
    this.#close(1012, 'Server requested disconnect')
  }

  /** A fault of ours in one channel must not take down the socket, let alone the server. */
  #guarded(place: Place, frame: Incoming): Promise<void> | void {
    const fault = (error: unknown): void => {
      this.#project.log(`${frame.topic}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      if (frame.event === 'phx_join') this.#refuseJoin(frame, 'Unknown Error on Channel')
      else place.channel?.crash()
    }
    try {
      return this.#route(place, frame)?.catch(fault)
    } catch (error) {
      fault(error)
    }
  }

  #route(place: Place, frame: Incoming): Promise<void> | void {
    if (frame.event === 'phx_join') return this.#join(place, frame)
    const { channel } = place
    if (frame.event === 'phx_leave') {
      if (!channel) return this.#reply(frame, 'ok', {})
      if (frame.joinRef === null || frame.joinRef === channel.joinRef) channel.leave(frame.ref)
      return
    }
    if (!channel) return this.#reply(frame, 'error', { reason: 'unmatched topic' })
    return channel.handle(frame)
  }

  async #join(place: Place, frame: Incoming): Promise<void> {
    place.channel?.close()
    if (!frame.topic.startsWith(PREFIX)) return this.#reply(frame, 'error', { reason: 'unmatched topic' })
    const config = parseJoin(frame.payload)
    const token = config.token ?? this.#token
    this.#joining++ // or a burst of joins would slip through the limit
    const permit = await this.#permit(frame.topic.slice(PREFIX.length), config, token).finally(() => this.#joining--)
    if (!permit.ok) {
      await this.#delay(this.#project.joinErrorDelayMs)
      this.#refuseJoin(frame, permit.reason)
      if (permit.hopeless) this.#close(1001, '')
      return
    }
    if (this.#ended) return
    this.#channels++
    this.#hadChannels = true
    const joined = { topic: frame.topic, joinRef: frame.joinRef, ref: frame.ref, config, token, ...permit }
    const channel = new Channel(this.#project, this, joined, () => {
      this.#channels--
      place.channel = null
      place.lane.run(() => {}) // for its onIdle
    })
    place.channel = channel.open ? channel : null
  }

  /** The checks of a join, in the order in which their refusals are reported. */
  async #permit(sub: string, config: JoinConfig, token: string): Promise<Permit> {
    const { limits, meters, policies, privateOnly, verify, clock } = this.#project
    const refuse = (reason: string): Permit => ({ ok: false, reason })
    if (sub === '') return refuse('TopicNameRequired: You must provide a topic name')
    if (privateOnly && !config.private) return refuse('PrivateOnly: This project only allows private channels')
    meters.joins.count()
    if (meters.joins.over) {
      return { ok: false, reason: 'ClientJoinRateLimitReached: Too many joins per second', hopeless: true }
    }
    if (this.#channels + this.#joining > limits.channelsPerConnection)
      return refuse('ChannelRateLimitReached: Too many channels')

    const verdict = await verify(token, clock.now())
    if (!verdict.ok) return refuse(`${verdict.trouble.code}: ${verdict.trouble.text}`)
    const { claims } = verdict

    if (!config.private) {
      const trouble = await policies.reach()
      return trouble ? refuse(joinReason(trouble, sub)) : { ok: true, claims, reads: new Set() }
    }
    const asked: Extension[] = config.presence.enabled ? ['broadcast', 'presence'] : ['broadcast']
    const answer = await policies.mayRead({ topic: sub, claims, headers: this.headers }, asked)
    if (!answer.ok) return refuse(joinReason(answer.trouble, sub))
    if (answer.granted.size === 0) return refuse(`Unauthorized: ${unauthorizedText(sub)}`)
    return { ok: true, claims, reads: answer.granted }
  }

  #place(topic: string): Place {
    const known = this.#places.get(topic)
    if (known) return known
    const lane = new Lane(() => {
      if (!place.channel) this.#places.delete(topic)
    })
    const place: Place = { lane, channel: null }
    this.#places.set(topic, place)
    return place
  }

  /** A socket that says nothing for a minute is dead: a live one sends heartbeats. */
  #watchIdle(): void {
    const { clock, limits } = this.#project
    const leftMs = this.#lastFrameAt + limits.idleMs - clock.now()
    if (leftMs <= 0) return this.#close(1000, '')
    this.#cancelIdle = clock.after(leftMs, () => this.#watchIdle())
  }

  #close(code: number, reason: string): void {
    this.end()
    this.#peer.close(code, reason)
  }

  #delay(ms: number): Promise<void> | void {
    if (ms > 0) return new Promise((resolve) => this.#project.clock.after(ms, resolve))
  }

  /** For a frame of no channel: without a join_ref. */
  #reply(frame: Incoming, status: 'ok' | 'error', response: object): void {
    this.send(this.wire.encode(null, frame.ref, frame.topic, 'phx_reply', { status, response }))
  }

  #refuseJoin({ joinRef, ref, topic }: Incoming, reason: string): void {
    this.send(this.wire.encode(joinRef, ref, topic, 'phx_reply', { status: 'error', response: { reason } }))
  }
}
