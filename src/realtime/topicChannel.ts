import { after, backoffMs, between } from '@/lib/time'
import type { LiveEvent, TopicState } from './events'
import { createTracked } from './tracked'
import { verdict } from './verdict'
import type { PresenceState, Wire, WireChannel, WireStatus } from './wire'

/** The channel of one topic, over all the channels of the wire that follow each other: joined, refused, closed, given up, built anew. */
export interface TopicChannel {
  state: () => TopicState
  presence: () => PresenceState
  /** Whether there is a channel of the wire, in whatever state. */
  isOpen: () => boolean
  open: () => Promise<void>
  close: () => void
  /** Says it if the channel stands and nobody has asked for quiet, else drops it. */
  send: (event: string, payload: Record<string, unknown>) => boolean
  /** Shows this as our presence, after every rejoin again; null shows none. */
  track: (payload: Record<string, unknown> | null) => void
  /** Signed out, or about to be opened anew: as if it had never been tried. */
  rest: () => void
}

export interface TopicChannelOptions {
  topic: string
  wire: Wire
  /** Null where presence has no business. */
  presenceKey: string | null
  /** Whether it is still to be opened. */
  isWanted: () => boolean
  onState: (state: TopicState) => void
  onEvent: (event: LiveEvent) => void
  onPresence: (state: PresenceState) => void
  /** Joined, for the first time or again, or its feed from the database has just begun. */
  onJoined: (isFirst: boolean) => void
  /** The server says that we have no business here. */
  onForbidden: () => void
  random: () => number
}

const REFUSALS_BEFORE_POLLING = 2
const GIVEN_UP_MS = { from: 5_000, to: 60_000 }
/** Closed for a quota: what nobody would miss, typing, is not said for so long, or the next word would close it again. */
const HUSH_MS = 60_000
const REBUILD = { baseMs: 1_000, capMs: 30_000 }

export function createTopicChannel({ topic, wire, random, ...options }: TopicChannelOptions): TopicChannel {
  let state: TopicState = { state: 'joining' }
  let presence: PresenceState = {}
  let channel: WireChannel | null = null
  /** Raised by everything that makes callbacks of an earlier channel moot. */
  let generation = 0
  /** The last error that the server told the channel. */
  let reason: string | null = null
  /** How often it was closed since it last stood. */
  let closings = 0
  /** How often it has stood. */
  let joins = 0
  /** How often it was refused since it last stood. */
  let refusals = 0
  let hushedUntil = 0
  let cancelTimer: () => void = () => undefined
  const tracked = createTracked(() => channel)

  function setState(next: TopicState) {
    if (state.state === next.state && state.state !== 'trouble') return
    state = next
    options.onState(next)
  }

  async function open() {
    close()
    if (!options.isWanted()) return
    const mine = generation
    const current = () => generation === mine
    if (state.state !== 'trouble') setState({ state: 'joining' })
    try {
      await wire.authorize()
    } catch (error) {
      // No token, no join: the network is away, or the session over. Trying again is all that helps.
      if (current()) later(asError(error))
      return
    }
    if (!current()) return
    reason = null
    channel = wire.open(topic, options.presenceKey, {
      onStatus: (status, error) => current() && hearStatus(status, error),
      onSystem(status, message) {
        if (!current()) return
        if (status === 'error') reason = message
        else if (message === 'Replication connection established') options.onJoined(joins <= 1)
      },
      onEvent: (event) => current() && options.onEvent(event),
      onPresence(next) {
        if (!current()) return
        presence = next
        options.onPresence(next)
      },
    })
  }

  function hearStatus(status: WireStatus, error?: Error) {
    switch (status) {
      case 'SUBSCRIBED':
        closings = 0
        refusals = 0
        joins += 1
        setState({ state: 'live' })
        tracked.again() // the client never tracks again by itself
        options.onJoined(joins === 1)
        return
      case 'TIMED_OUT':
        setState({ state: 'trouble', error: new Error('The channel did not answer in time.') })
        return
      case 'CHANNEL_ERROR':
        hearRefusal(error ?? new Error('The channel failed.'))
        return
      case 'CLOSED': {
        // Nobody of ours closed it, and the client never joins it again: a new one must be made.
        channel = null
        hearClosing(new Error(reason ?? 'The server closed the channel.'))
        return
      }
      default:
        status satisfies never
    }
  }

  // The client tries again by itself, for ever, with the same payload: some refusals would repeat for ever.
  function hearRefusal(refusal: Error) {
    const { forbidden, staleToken, overloaded } = verdict(refusal.message)
    if (staleToken) void wire.refresh().catch(() => undefined) // the next try carries the new token; failing, the try after it
    if (forbidden) options.onForbidden()
    if (forbidden || staleToken || overloaded) refusals += 1
    if (overloaded || refusals >= REFUSALS_BEFORE_POLLING) giveUp(refusal)
    else setState({ state: 'trouble', error: refusal })
  }

  function hearClosing(error: Error) {
    const { forbidden, staleToken, overloaded } = verdict(error.message)
    closings += 1
    if (forbidden) options.onForbidden()
    if (overloaded) hushedUntil = performance.now() + HUSH_MS
    if (forbidden || overloaded) giveUp(error)
    else later(error, staleToken)
  }

  function later(error: Error, refreshFirst = false) {
    const mine = (generation += 1)
    setState({ state: 'trouble', error })
    cancelTimer()
    cancelTimer = after(backoffMs(Math.max(closings, 1), { ...REBUILD, random }), () => {
      void reopen(mine, refreshFirst)
    })
    if (closings === 0) closings = 1
  }

  async function reopen(mine: number, refreshFirst: boolean) {
    if (refreshFirst) await wire.refresh().catch(() => undefined) // opening says what is the matter
    if (generation === mine) await open()
  }

  function giveUp(error: Error) {
    close()
    setState({ state: 'polling', error })
    cancelTimer = after(between(GIVEN_UP_MS.from, GIVEN_UP_MS.to, random), () => void open())
  }

  function close() {
    generation += 1
    cancelTimer()
    cancelTimer = () => undefined
    presence = {}
    const before = channel
    channel = null
    before?.close()
  }

  return {
    state: () => state,
    presence: () => presence,
    isOpen: () => channel !== null,
    open,
    close,
    send: (event, payload) => performance.now() >= hushedUntil && (channel?.send(event, payload) ?? false),
    track: (payload) => tracked.set(payload, state.state === 'live'),
    rest() {
      close()
      setState({ state: 'joining' })
    },
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
