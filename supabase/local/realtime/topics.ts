import type { Broadcast, Data, Wire } from './frames.ts'
import type { Meters } from './meter.ts'
import { Presence, type PresenceDiff } from './presence.ts'

/** One joined channel, as its topic sees it. */
export type Member = {
  readonly wire: Wire
  readonly hearsBroadcasts: boolean
  readonly hearsPresence: boolean
  deliver(data: Data): void
  /** Instead of a message beyond the project's rate: the channel is closed. */
  overrun(): void
}

/** All that is joined to one name. `room` public and `room` private are two topics that know nothing of each other. */
export class Topic {
  readonly name: string // with its prefix, as on the wire
  readonly members = new Set<Member>()
  readonly presence = new Presence<Member>()
  #meters: Meters

  constructor(name: string, meters: Meters) {
    this.name = name
    this.#meters = meters
  }

  /** @param except the sender, unless it asked to hear itself */
  broadcast(broadcast: Broadcast, except: Member | null = null): void {
    const { messages } = this.#meters
    messages.count()
    const hearers = [...this.members].filter((member) => member !== except && member.hearsBroadcasts)
    if (messages.over) {
      for (const member of hearers) member.overrun()
      return
    }
    messages.count(hearers.length)
    deliver(hearers, (wire) => wire.encodeBroadcast(this.name, broadcast))
  }

  announce(diff: PresenceDiff | null): void {
    if (!diff) return
    const hearers = [...this.members].filter((member) => member.hearsPresence)
    this.#meters.presence.count(1 + hearers.length)
    deliver(hearers, (wire) => wire.encode(null, null, this.name, 'presence_diff', diff))
  }
}

/** Written once for all who hear it. */
function deliver(hearers: Member[], encode: (wire: Wire) => Data | null): void {
  const written = new Map<Wire, Data | null>()
  for (const member of hearers) {
    let data = written.get(member.wire)
    if (data === undefined) {
      data = encode(member.wire)
      written.set(member.wire, data)
    }
    if (data !== null) member.deliver(data)
  }
}

export const PREFIX = 'realtime:'

/** The topics that somebody has joined. */
export class Topics {
  #topics = new Map<string, Topic>()
  #meters: Meters

  constructor(meters: Meters) {
    this.#meters = meters
  }

  join(isPrivate: boolean, sub: string, member: Member): Topic {
    const key = keyOf(isPrivate, sub)
    let topic = this.#topics.get(key)
    if (!topic) {
      topic = new Topic(PREFIX + sub, this.#meters)
      this.#topics.set(key, topic)
    }
    topic.members.add(member)
    return topic
  }

  leave(isPrivate: boolean, sub: string, member: Member): void {
    const key = keyOf(isPrivate, sub)
    const topic = this.#topics.get(key)
    if (!topic?.members.delete(member)) return
    topic.announce(topic.presence.untrack(member))
    if (topic.members.size === 0) this.#topics.delete(key)
  }

  /** From the database or by HTTP: to everyone who hears the topic. Beyond the project's rate it is dropped. */
  broadcast(isPrivate: boolean, sub: string, broadcast: Broadcast): void {
    if (this.#meters.messages.over) return
    this.#topics.get(keyOf(isPrivate, sub))?.broadcast(broadcast)
  }
}

const keyOf = (isPrivate: boolean, sub: string): string => (isPrivate ? 'private:' : 'public:') + sub
