import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Database } from './database.types'
import heartbeatUrl from './heartbeat.worker?worker&url'
import { readConfig, type Config } from './config'
import { createReachability, type Reachability } from './reachability'
import { renewing } from './renewing'
import { forgivingStorage, type Storage } from './storage'
import { backoffMs } from './time'

/** Who a client speaks for. Widget and inbox never share a session, not even on one page. */
export type Audience = 'contact' | 'agent'

export type Client = SupabaseClient<Database>

export interface ClientOptions {
  config?: Config
  /** Keeps the session. May answer later: the widget's frame keeps it with the host page. */
  storage?: Storage
  /** Told of every request's fate; `useConnection` shows it. */
  reachability?: Reachability
  fetch?: typeof globalThis.fetch
  /** Sets sessions of several inboxes on one page apart. */
  storageKey?: string
  /** Node tests pass their own. */
  transport?: NonNullable<NonNullable<Parameters<typeof createClient>[2]>['realtime']>['transport']
}

const reachabilities = new WeakMap<Client, Reachability>()
const addresses = new WeakMap<Client, Config>()

/** The one configured client of an audience: every request, the session and the socket go through it. */
export function createClientFor(audience: Audience, options: ClientOptions = {}): Client {
  const { config = readConfig(), storage = forgivingStorage(), reachability = createReachability() } = options
  const fetch = options.fetch ?? fetchIfOnline
  const client: Client = createClient(config.apiUrl, config.publishableKey, {
    auth: {
      storage,
      storageKey: options.storageKey ?? storageKeyOf(audience),
      autoRefreshToken: true,
      persistSession: true,
      detectSessionInUrl: false, // an agent's links carry an invitation of ours, never a session
    },
    db: { retry: false }, // ours knows what may pass, says so soon, and is not multiplied by another
    global: {
      fetch: reachability.watch(withTimeout(renewing(() => client.auth, onOwnClock(fetch)))),
      headers: { 'x-client-info': `causerie-${audience}` },
    },
    realtime: {
      reconnectAfterMs,
      // Timers of hidden tabs are slowed down until the server takes the socket for dead; a worker's are not. From our own origin, so that
      // `worker-src 'self'` is enough.
      // Not with Vite's dev server: it serves a worker as a module, and realtime-js starts a classic one.
      ...(typeof Worker !== 'undefined' && import.meta.env.PROD && { worker: true, workerUrl: heartbeatUrl }),
      ...(options.transport && { transport: options.transport }),
    },
  })
  reachabilities.set(client, reachability)
  addresses.set(client, config)
  return client
}

/** Where a client made here asks. */
export function addressOf(client: Client): Config {
  const known = addresses.get(client)
  if (!known) throw new Error('This client was not made by createClientFor().')
  return known
}

/** Longer than the server lets any statement run: what takes more was lost on the way. */
const REQUEST_TIMEOUT_MS = 20_000

// A connection that hangs would hold an outbox for ever.
function withTimeout(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout })
  }
}

// When a session ends is told by the server's clock and read by the device's. Hours apart it would be renewed with every request, or be
// over long before it seems so. For how long it is good is the same on both: from that auth-js reckons by itself.
function onOwnClock(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    const url = input instanceof Request ? input.url : input.toString()
    if (!response.ok || !/\/auth\/v1\/(signup|token)/.test(url)) return response
    const { expires_at: _theirs, ...session } = (await response.json()) as Record<string, unknown>
    return new Response(JSON.stringify(session), response)
  }
}

// Without a network every request fails anyway: failing here spares the console an error for each.
const fetchIfOnline: typeof globalThis.fetch = (input, init) =>
  'onLine' in navigator && !navigator.onLine
    ? Promise.reject(new TypeError('Failed to fetch: offline'))
    : globalThis.fetch(input, init)

export function storageKeyOf(audience: Audience): string {
  return `causerie:${audience}:session`
}

/** How the requests of a client made here fare. */
export function reachabilityOf(client: Client): Reachability {
  const known = reachabilities.get(client)
  if (known) return known
  const fresh = createReachability()
  reachabilities.set(client, fresh)
  return fresh
}

/** Before the socket is opened again. The first try is quick: most cuts last a moment. Then full jitter, up to 15 s. */
export function reconnectAfterMs(tries: number): number {
  return tries <= 1
    ? 150 + backoffMs(1, { baseMs: 850, capMs: 850 })
    : 500 + backoffMs(tries, { baseMs: 1_000, capMs: 15_000 })
}
