import { createStore, type Store } from '@/lib/store'
import { after } from '@/lib/time'
import type { LiveEvent, TopicState } from './events'
import { createTopicChannel, type TopicChannel } from './topicChannel'
import type { PresenceState, Wire } from './wire'

interface TopicListener {
  onEvent?: (event: LiveEvent) => void
  onState?: (state: TopicState) => void
  onPresence?: (state: PresenceState) => void
}

/** One channel per topic, opened with its first listener and closed with its last. Outside React: components only listen. */
export interface Topics {
  /** @returns the undo */
  listen: (topic: string, listener: TopicListener) => () => void
  /** Says it if the channel stands and was not closed for a quota just now, else drops it. */
  send: (topic: string, event: string, payload: Record<string, unknown>) => boolean
  /** Shows this as our presence while there are listeners, after every rejoin again; null shows none. */
  track: (topic: string, payload: Record<string, unknown> | null) => void
  /** The state of every topic that somebody listens to. */
  states: Store<ReadonlyMap<string, TopicState>>
  /** Leaves every channel: signed out. Listeners stay, and hear again after `resume`. */
  suspend: () => void
  /** Signed in: opens a channel for whoever listens. */
  resume: () => void
  /** Tries now what was put off. */
  wake: () => void
}

export interface TopicsOptions {
  wire: Wire
  /** The key under which we are present on a topic; null where presence has no business. */
  presenceKey?: (topic: string) => string | null
  /** The channel (re)joined, or its feed from the database has just begun: fetch what was missed. */
  onJoined: (topic: string, isFirst: boolean) => void
  /** The server says that we have no business on a topic: it may have moved. */
  onForbidden: (topic: string) => void
  random?: () => number
}

interface Entry {
  topic: string
  listeners: Set<TopicListener>
  channel: TopicChannel
  cancelLeaving: () => void
}

export function createTopics({
  wire,
  presenceKey = () => null,
  onJoined,
  onForbidden,
  random = Math.random,
}: TopicsOptions): Topics {
  const entries = new Map<string, Entry>()
  const states = createStore<ReadonlyMap<string, TopicState>>(new Map())
  let suspended = true

  function publish() {
    states.set(new Map([...entries.values()].map(({ topic, channel }) => [topic, channel.state()])))
  }

  function entryOf(topic: string): Entry {
    const known = entries.get(topic)
    if (known) return known
    const listeners = new Set<TopicListener>()
    const channel = createTopicChannel({
      topic,
      wire,
      random,
      presenceKey: presenceKey(topic),
      isWanted: () => !suspended && listeners.size > 0,
      onState(state) {
        for (const listener of listeners) listener.onState?.(state)
        publish()
      },
      onEvent(event) {
        for (const listener of listeners) listener.onEvent?.(event)
      },
      onPresence(state) {
        for (const listener of listeners) listener.onPresence?.(state)
      },
      onJoined: (isFirst) => onJoined(topic, isFirst),
      onForbidden: () => onForbidden(topic),
    })
    const entry: Entry = { topic, listeners, channel, cancelLeaving: () => undefined }
    entries.set(topic, entry)
    publish()
    return entry
  }

  function leave(entry: Entry, listener: TopicListener) {
    const { topic, listeners, channel } = entry
    if (!listeners.delete(listener) || listeners.size > 0) return
    // A moment's grace: React unmounts and mounts again, and the next screen often listens to the same topic.
    entry.cancelLeaving()
    entry.cancelLeaving = after(0, () => {
      if (listeners.size > 0) return
      channel.close()
      if (entries.get(topic) === entry) entries.delete(topic)
      publish()
    })
  }

  return {
    states: { get: states.get, subscribe: states.subscribe },
    listen(topic, handlers) {
      const listener = { ...handlers } // the same object twice is two listeners
      const entry = entryOf(topic)
      const { listeners, channel } = entry
      listeners.add(listener)
      if (listeners.size === 1 && !channel.isOpen()) void channel.open()
      listener.onState?.(channel.state())
      if (Object.keys(channel.presence()).length > 0) listener.onPresence?.(channel.presence())
      return () => leave(entry, listener)
    },
    send: (topic, event, payload) => entries.get(topic)?.channel.send(event, payload) ?? false,
    track: (topic, payload) => entries.get(topic)?.channel.track(payload),
    suspend() {
      suspended = true
      for (const { channel } of entries.values()) channel.rest()
    },
    resume() {
      if (!suspended) return
      suspended = false
      for (const { channel } of entries.values()) void channel.open()
    },
    wake() {
      if (suspended) return
      for (const { channel, listeners } of entries.values())
        if (!channel.isOpen() && listeners.size > 0) void channel.open()
    },
  }
}
