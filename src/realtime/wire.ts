import type { Client } from '@/lib/supabase'
import type { LiveEvent } from './events'

export type WireStatus = 'SUBSCRIBED' | 'CHANNEL_ERROR' | 'TIMED_OUT' | 'CLOSED'

/** Who is present, by key: everything each of their devices tracks. */
export type PresenceState = Record<string, Record<string, unknown>[]>

export interface WireHandlers {
  /** Speaks again and again: SUBSCRIBED after every rejoin. CLOSED is the end of the channel. */
  onStatus: (status: WireStatus, error?: Error) => void
  /** The server's word on the channel: the only place where the reason of a CLOSED appears. */
  onSystem: (status: string, message: string) => void
  onEvent: (event: LiveEvent) => void
  onPresence: (state: PresenceState) => void
}

export interface WireChannel {
  /** Drops what is said before the channel stands: it would be stale, or become a request. */
  send: (event: string, payload: Record<string, unknown>) => boolean
  track: (payload: Record<string, unknown>) => void
  untrack: () => void
  close: () => void
}

/** The part of Realtime that the registry of topics stands on. Tests script it. */
export interface Wire {
  /** Puts the session's token where the next join finds it: a join's payload is fixed when it is called. */
  authorize: () => Promise<void>
  /** A new token, after the server said that ours is over. */
  refresh: () => Promise<void>
  open: (topic: string, presenceKey: string | null, handlers: WireHandlers) => WireChannel
}

export function supabaseWire(client: Client): Wire {
  return {
    async authorize() {
      await client.auth.getSession() // refreshes an expired one
      await client.realtime.setAuth()
    },
    async refresh() {
      await client.auth.refreshSession()
      await client.realtime.setAuth()
    },
    open(topic, presenceKey, handlers) {
      const channel = client.channel(topic, {
        config: {
          private: true,
          broadcast: { self: false, ack: false, replication_ready: true },
          presence: presenceKey ? { enabled: true, key: presenceKey } : { enabled: false },
        },
      })
      channel.on('broadcast', { event: '*' }, ({ event, payload }) => {
        if (isRecord(payload)) handlers.onEvent({ event, payload })
      })
      channel.on('system', {}, (message: unknown) => {
        if (isRecord(message)) handlers.onSystem(String(message.status), String(message.message))
      })
      if (presenceKey) channel.on('presence', { event: 'sync' }, () => handlers.onPresence(channel.presenceState()))
      channel.subscribe((status, error) => handlers.onStatus(status, error))

      const joined = () => channel.state === 'joined' && client.realtime.isConnected()
      return {
        send(event, payload) {
          if (!joined()) return false
          void channel.send({ type: 'broadcast', event, payload })
          return true
        },
        track(payload) {
          if (joined()) void channel.track(payload)
        },
        untrack() {
          if (joined()) void channel.untrack()
        },
        close() {
          void client.removeChannel(channel)
        },
      }
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
