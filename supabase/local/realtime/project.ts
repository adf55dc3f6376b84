import { Meter, type Meters } from './meter.ts'
import type { Policies } from './permissions.ts'
import type { VerifyToken } from './tokens.ts'
import type { Topics } from './topics.ts'

/** What the core needs of time. `after` returns its undo. */
export type Clock = { now(): number; after(ms: number, run: () => void): () => void }

/** Whether broadcasts of the database arrive. `onceLive` runs at once when they do; it returns its undo. */
export type Feed = { readonly live: boolean; onceLive(run: () => void): () => void }

export type Limits = {
  connections: number
  channelsPerConnection: number
  payloadBytes: number
  joinsPerSecond: number
  messagesPerSecond: number
  presencePerSecond: number
  presenceCalls: number // per channel and window
  presenceWindowMs: number
  idleMs: number
}

/** As on the Free plan, but for connections and rates: a load test on one machine is no abuse. */
export const LIMITS: Limits = {
  connections: 10_000,
  channelsPerConnection: 100,
  payloadBytes: 256_000 + 500,
  joinsPerSecond: Infinity,
  messagesPerSecond: Infinity,
  presencePerSecond: Infinity,
  presenceCalls: 5,
  presenceWindowMs: 30_000,
  idleMs: 60_000,
}

export function createMeters(limits: Limits, clock: Clock): Meters {
  const now = (): number => clock.now()
  return {
    joins: new Meter(limits.joinsPerSecond, now),
    messages: new Meter(limits.messagesPerSecond, now),
    presence: new Meter(limits.presencePerSecond, now),
  }
}

/** What all sockets share. */
export type Project = {
  readonly topics: Topics
  readonly meters: Meters
  readonly clock: Clock
  readonly verify: VerifyToken
  readonly policies: Policies
  readonly feed: Feed
  readonly limits: Limits
  readonly privateOnly: boolean
  /** Hosted waits 5 s before it refuses a join. */
  readonly joinErrorDelayMs: number
  readonly log: (line: string) => void
}
