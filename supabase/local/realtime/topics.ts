import type { Broadcast, Data, Wire } from './frames.ts'
import { Presence, type PresenceDiff } from './presence.ts'

/** One joined channel, as its topic sees it. */
export type Member = {
  readonly wire: Wire
  readonly hearsBroadcasts: boolean
  readonly hearsPresence: boolean
  deliver(data: Data): void
}

/** All that is joined to one name. `room` public and `room` private are two topics that know nothing of each other. */
export class Topic {
  readonly name: string // with its prefix, as on the wire
  readonly members = new Set<Member>()
  readonly presence = new Presence<Member>()

  constructor(name: string) {
    this.name = name
  }

  /** @param except the sender, unless it asked to hear itself */
  broadcast(broadcast: Broadcast, except: Member | null = null): void {
    this.#fanOut(
      (wire) => wire.encodeBroadcast(this.name, broadcast),
      (member) => member !== except && member.hearsBroadcasts,
    )
  }

  announce(diff: PresenceDiff | null): void {
    if (!diff) return
    this.#fanOut(
      (wire) => wire.encode(null, null, this.name, 'presence_diff', diff),
      (member) => member.hearsPresence,
    )
  }

  #fanOut(encode: (wire: Wire) => Data | null, hears: (member: Member) => boolean): void {
    const written = new Map<Wire, Data | null>() // once for all who hear it
    for (const member of this.members) {
      if (!hears(member)) continue
      let data = written.get(member.wire)
      if (data === undefined) {
        data = encode(member.wire)
        written.set(member.wire, data)
      }
      if (data !== null) member.deliver(data)
    }
  }
}

export const PREFIX = 'realtime:'

/** The topics that somebody has joined. */
export class Topics {
  #topics = new Map<string, Topic>()

  join(isPrivate: boolean, sub: string, member: Member): Topic {
    const key = keyOf(isPrivate, sub)
    let topic = this.#topics.get(key)
    if (!topic) {
      topic = new Topic(PREFIX + sub)
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

  /** From the database or by HTTP: to everyone who hears the topic. */
  broadcast(isPrivate: boolean, sub: string, broadcast: Broadcast): void {
    this.#topics.get(keyOf(isPrivate, sub))?.broadcast(broadcast)
  }
}

const keyOf = (isPrivate: boolean, sub: string): string => (isPrivate ? 'private:' : 'public:') + sub
