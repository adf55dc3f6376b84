import type { LiveEvent } from '@/realtime/events'
import type { PresenceState, Wire, WireHandlers, WireStatus } from '@/realtime/wire'

/** A channel that a test speaks for. */
export interface ScriptedChannel {
  topic: string
  isOpen: boolean
  sent: LiveEvent[]
  tracked: Record<string, unknown>[]
  status: (status: WireStatus, message?: string) => void
  /** As the server ends a channel: the reason, then the end. */
  closeByServer: (reason?: string) => void
  system: (status: string, message: string) => void
  event: (event: string, payload: Record<string, unknown>) => void
  presence: (state: PresenceState) => void
}

export interface ScriptedWire extends Wire {
  /** Every channel that was ever opened, in order. */
  channels: ScriptedChannel[]
  /** The one that stands for a topic now. */
  of: (topic: string) => ScriptedChannel
  calls: ('authorize' | 'refresh')[]
  failAuthorize: Error | null
}

/** Realtime without a network: a test delivers every frame by hand. */
export function scriptedWire(): ScriptedWire {
  const wire: ScriptedWire = {
    channels: [],
    calls: [],
    failAuthorize: null,
    of(topic) {
      const found = wire.channels.findLast((channel) => channel.topic === topic && channel.isOpen)
      if (!found) throw new Error(`No channel stands for ${topic}.`)
      return found
    },
    async authorize() {
      wire.calls.push('authorize')
      if (wire.failAuthorize) throw wire.failAuthorize
    },
    async refresh() {
      wire.calls.push('refresh')
    },
    open(topic, _presenceKey, handlers) {
      const channel = scriptedChannel(topic, handlers)
      wire.channels.push(channel)
      return {
        send(event, payload) {
          channel.sent.push({ event, payload })
          return true
        },
        track: (payload) => void channel.tracked.push(payload),
        untrack: () => undefined,
        close() {
          channel.isOpen = false
          handlers.onStatus('CLOSED') // realtime-js says so of our own closing too
        },
      }
    },
  }
  return wire
}

function scriptedChannel(topic: string, handlers: WireHandlers): ScriptedChannel {
  const channel: ScriptedChannel = {
    topic,
    isOpen: true,
    sent: [],
    tracked: [],
    status: (status, message) => handlers.onStatus(status, message === undefined ? undefined : new Error(message)),
    closeByServer(reason) {
      channel.isOpen = false
      if (reason) handlers.onSystem('error', reason)
      handlers.onStatus('CLOSED')
    },
    system: handlers.onSystem,
    event: (event, payload) => handlers.onEvent({ event, payload }),
    presence: handlers.onPresence,
  }
  return channel
}
