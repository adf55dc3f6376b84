import { backoffMs, after, between } from '@/lib/time'
import { createStore, type Store } from '@/lib/store'
import type { LiveEvent, TopicState } from './events'
import { verdict } from './verdict'
import type { PresenceState, Wire, WireChannel, WireStatus } from './wire'

export interface TopicListener {
  onEvent?: (event: LiveEvent) => void
  onState?: (state: TopicState) => void
  onPresence?: (state: PresenceState) => void
}

/** One channel per topic, opened with its first listener and closed with its last. Outside React: components only listen. */
export interface Topics {
  /** @returns the undo */
  listen: (topic: string, listener: TopicListener) => () => void
  /** Says it if the channel stands, else drops it. */
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
  onJoined: (topic: string) => void
  /** The server says that we have no business on a topic: it may have moved. */
  onForbidden: (topic: string) => void
  random?: () => number
}

interface Entry {
  topic: string
  listeners: Set<TopicListener>
  /** Raised by everything that makes callbacks of an earlier channel moot. */
  generation: number
  channel: WireChannel | null
  state: TopicState
  /** The last error that the server told the channel. */
  reason: string | null
  /** How often it was closed since it last stood. */
  closings: number
  /** How often it was refused since it last stood. */
  refusals: number
  presence: PresenceState
  tracked: Record<string, unknown> | null
  trackedAt: number[]
  cancelTimer: () => void
}

const REFUSALS_BEFORE_POLLING = 2
const GIVEN_UP_MS = { from: 5_000, to: 60_000 }
/** One call less than the server's five: it counts an untrack too. */
const PRESENCE_BUDGET = { calls: 4, windowMs: 30_000 }
const REBUILD = { baseMs: 1_000, capMs: 30_000 }

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
    states.set(new Map([...entries.values()].map((entry) => [entry.topic, entry.state])))
  }

  function setState(entry: Entry, state: TopicState) {
    if (entry.state.state === state.state && state.state !== 'trouble') return
    entry.state = state
    for (const listener of entry.listeners) listener.onState?.(state)
    publish()
  }

  async function open(entry: Entry) {
    close(entry)
    if (suspended || entry.listeners.size === 0) return
    const generation = entry.generation
    const current = () => entry.generation === generation
    if (entry.state.state !== 'trouble') setState(entry, { state: 'joining' })
    try {
      await wire.authorize()
    } catch (error) {
      // No token, no join: the network is away, or the session over. Trying again is all that helps.
      if (current()) later(entry, asError(error))
      return
    }
    if (!current()) return
    entry.reason = null
    entry.channel = wire.open(entry.topic, presenceKey(entry.topic), {
      onStatus: (status, error) => current() && hearStatus(entry, status, error),
      onSystem(status, message) {
        if (!current()) return
        if (status === 'error') entry.reason = message
        else if (message === 'Replication connection established') onJoined(entry.topic)
      },
      onEvent(event) {
        if (current()) for (const listener of entry.listeners) listener.onEvent?.(event)
      },
      onPresence(state) {
        if (!current()) return
        entry.presence = state
        for (const listener of entry.listeners) listener.onPresence?.(state)
      },
    })
  }

  function hearStatus(entry: Entry, status: WireStatus, error?: Error) {
    switch (status) {
      case 'SUBSCRIBED':
        entry.closings = 0
        entry.refusals = 0
        setState(entry, { state: 'live' })
        if (entry.tracked) track(entry, entry.tracked) // the client never tracks again by itself
        onJoined(entry.topic)
        return
      case 'TIMED_OUT':
        setState(entry, { state: 'trouble', error: new Error('The channel did not answer in time.') })
        return
      case 'CHANNEL_ERROR':
        hearRefusal(entry, error ?? new Error('The channel failed.'))
        return
      case 'CLOSED': {
        // Nobody of ours closed it, and the client never joins it again: a new one must be made.
        entry.channel = null
        hearClosing(entry, new Error(entry.reason ?? 'The server closed the channel.'))
        return
      }
      default:
        status satisfies never
    }
  }

  // A sixth call in 30 s closes the channel for good: better not to be seen for a while.
  function track(entry: Entry, payload: Record<string, unknown>) {
    const now = Date.now()
    entry.trackedAt = entry.trackedAt.filter((at) => now - at < PRESENCE_BUDGET.windowMs)
    if (entry.trackedAt.length >= PRESENCE_BUDGET.calls) return
    entry.trackedAt.push(now)
    entry.channel?.track(payload)
  }

  // The client tries again by itself, for ever, with the same payload: some refusals would repeat for ever.
  function hearRefusal(entry: Entry, error: Error) {
    const { forbidden, staleToken, overloaded } = verdict(error.message)
    if (staleToken) void wire.refresh().catch(() => undefined) // the next try carries the new token; failing, the try after it
    if (forbidden) onForbidden(entry.topic)
    if (forbidden || staleToken || overloaded) entry.refusals += 1
    if (overloaded || entry.refusals >= REFUSALS_BEFORE_POLLING) giveUp(entry, error)
    else setState(entry, { state: 'trouble', error })
  }

  function hearClosing(entry: Entry, error: Error) {
    const { forbidden, staleToken, overloaded } = verdict(error.message)
    entry.closings += 1
    if (forbidden) onForbidden(entry.topic)
    if (forbidden || overloaded) {
      giveUp(entry, error)
      return
    }
    later(entry, error, staleToken)
  }

  function later(entry: Entry, error: Error, refreshFirst = false) {
    const generation = (entry.generation += 1)
    setState(entry, { state: 'trouble', error })
    entry.cancelTimer()
    entry.cancelTimer = after(backoffMs(Math.max(entry.closings, 1), { ...REBUILD, random }), () => {
      void reopen(entry, generation, refreshFirst)
    })
    if (entry.closings === 0) entry.closings = 1
  }

  async function reopen(entry: Entry, generation: number, refreshFirst: boolean) {
    if (refreshFirst) await wire.refresh().catch(() => undefined) // opening says what is the matter
    if (entry.generation === generation) await open(entry)
  }

  function giveUp(entry: Entry, error: Error) {
    close(entry)
    setState(entry, { state: 'polling', error })
    entry.cancelTimer = after(between(GIVEN_UP_MS.from, GIVEN_UP_MS.to, random), () => void open(entry))
  }

  function close(entry: Entry) {
    entry.generation += 1
    entry.cancelTimer()
    entry.cancelTimer = () => undefined
    entry.presence = {}
    const { channel } = entry
    entry.channel = null
    channel?.close()
  }

  function entryOf(topic: string): Entry {
    const known = entries.get(topic)
    if (known) return known
    const entry: Entry = {
      topic,
      listeners: new Set(),
      generation: 0,
      channel: null,
      state: { state: 'joining' },
      reason: null,
      closings: 0,
      refusals: 0,
      presence: {},
      tracked: null,
      trackedAt: [],
      cancelTimer: () => undefined,
    }
    entries.set(topic, entry)
    publish()
    return entry
  }

  function leave(entry: Entry, listener: TopicListener) {
    if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return
    // A moment's grace: React unmounts and mounts again, and the next screen often listens to the same topic.
    entry.cancelTimer()
    entry.cancelTimer = after(0, () => {
      if (entry.listeners.size > 0) return
      close(entry)
      if (entries.get(entry.topic) === entry) entries.delete(entry.topic)
      publish()
    })
  }

  return {
    states: { get: states.get, subscribe: states.subscribe },
    listen(topic, handlers) {
      const listener = { ...handlers } // the same object twice is two listeners
      const entry = entryOf(topic)
      entry.listeners.add(listener)
      if (entry.listeners.size === 1 && !entry.channel) void open(entry)
      listener.onState?.(entry.state)
      if (Object.keys(entry.presence).length > 0) listener.onPresence?.(entry.presence)
      return () => leave(entry, listener)
    },
    send: (topic, event, payload) => entries.get(topic)?.channel?.send(event, payload) ?? false,
    track(topic, payload) {
      const entry = entries.get(topic)
      if (!entry) return
      const before = entry.tracked
      entry.tracked = payload
      if (entry.state.state !== 'live') return
      if (payload) track(entry, payload)
      else if (before) entry.channel?.untrack()
    },
    suspend() {
      suspended = true
      for (const entry of entries.values()) {
        close(entry)
        setState(entry, { state: 'joining' })
      }
    },
    resume() {
      if (!suspended) return
      suspended = false
      for (const entry of entries.values()) void open(entry)
    },
    wake() {
      if (suspended) return
      for (const entry of entries.values()) if (!entry.channel && entry.listeners.size > 0) void open(entry)
    },
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
