import { randomUUID } from 'node:crypto'

/** What a client asks for when it joins. A wrong type never fails a join: the default stands in. */
export type JoinConfig = {
  private: boolean
  ack: boolean
  self: boolean
  replicationReady: boolean
  presence: { enabled: boolean; key: string }
  /** null: none was given, or an opaque key; the connection's own counts. */
  token: string | null
}

export function parseJoin(payload: unknown): JoinConfig {
  const join = record(payload)
  const config = record(join.config)
  const broadcast = record(config.broadcast)
  const presence = record(config.presence)
  return {
    private: bool(config.private),
    ack: bool(broadcast.ack),
    self: bool(broadcast.self),
    replicationReady: bool(broadcast.replication_ready),
    presence: { enabled: bool(presence.enabled), key: presenceKey(presence.key) },
    token: ownToken(join.access_token ?? join.user_token),
  }
}

/** Opaque keys stand for "the connection's token": the protocol itself never reads them. */
export const isOpaqueKey = (token: string): boolean => token.startsWith('sb_')

export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

function ownToken(token: unknown): string | null {
  return typeof token === 'string' && !isOpaqueKey(token) ? token : null
}

function bool(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

function presenceKey(value: unknown): string {
  const key = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : ''
  // The client mistakes a top-level key `ids` for a message of Postgres Changes and throws.
  return key === '' || key === 'ids' ? randomUUID() : key
}
