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
  sweepMs: number
}

const COMMON = {
  channelsPerConnection: 100,
  presenceCalls: 5,
  presenceWindowMs: 30_000,
  idleMs: 60_000,
  sweepMs: 10 * 60_000,
}

const kilobytes = (kb: number): number => kb * 1000 + 500

/** What hosted allows a project. */
export const PLANS = {
  free: {
    ...COMMON,
    connections: 200,
    payloadBytes: kilobytes(256),
    joinsPerSecond: 100,
    messagesPerSecond: 100,
    presencePerSecond: 20,
  },
  pro: {
    ...COMMON,
    connections: 500,
    payloadBytes: kilobytes(3_000),
    joinsPerSecond: 500,
    messagesPerSecond: 500,
    presencePerSecond: 50,
  },
  /** Pro without a spend cap, too. */
  team: {
    ...COMMON,
    connections: 10_000,
    payloadBytes: kilobytes(3_000),
    joinsPerSecond: 2_500,
    messagesPerSecond: 2_500,
    presencePerSecond: 1_000,
  },
} as const satisfies Record<string, Limits>

export type Plan = keyof typeof PLANS

/** As on the Free plan, but for connections and rates: a load test on one machine is no abuse. */
export const LIMITS: Limits = {
  ...PLANS.free,
  connections: 10_000,
  joinsPerSecond: Infinity,
  messagesPerSecond: Infinity,
  presencePerSecond: Infinity,
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
