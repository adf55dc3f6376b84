import type { Claims } from './tokens.ts'

/** Who asks, and for which topic (without its prefix). */
export type Subject = { topic: string; claims: Claims; headers: Record<string, string> }

export type Extension = 'broadcast' | 'presence'

/** Why the database gave no answer. `refused`: a policy raised, or the role does not exist. */
export type DatabaseTrouble = 'unreachable' | 'too_many_connections' | 'cancelled' | 'missing_partition' | 'refused'

export type Answer = { ok: true; granted: ReadonlySet<Extension> } | { ok: false; trouble: DatabaseTrouble }

/** The policies on `realtime.messages`, asked. Nothing here is remembered: a channel keeps its own answers. */
export type Policies = {
  /** Whether there is a database at all: public channels need it too. */
  reach(): Promise<DatabaseTrouble | null>
  mayRead(subject: Subject, extensions: readonly Extension[]): Promise<Answer>
  mayWrite(subject: Subject, extensions: readonly Extension[]): Promise<Answer>
}

const UNREACHABLE = 'Realtime was unable to connect to the project database'
const CANCELLED = 'Query was cancelled, please try again'
const MISSING_PARTITION = 'Realtime was unable to find the expected messages partition'

export const unauthorizedText = (topic: string): string =>
  `You do not have permissions to read from this Channel topic: ${topic}`
export const revokedText = (topic: string): string =>
  `You no longer have permission to read from this Channel topic: ${topic}`

/** The reason of a refused join. */
export function joinReason(trouble: DatabaseTrouble, topic: string): string {
  switch (trouble) {
    case 'unreachable':
      return `UnableToConnectToProject: ${UNREACHABLE}`
    case 'too_many_connections':
      return "DatabaseLackOfConnections: Database can't accept more connections, Realtime won't connect"
    case 'cancelled':
      return `QueryCanceled: ${CANCELLED}`
    case 'missing_partition':
      return `MissingPartition: ${MISSING_PARTITION}`
    case 'refused':
      return `Unauthorized: ${unauthorizedText(topic)}`
  }
}

/** The `system` message before a channel closes. */
export function closeText(trouble: DatabaseTrouble, topic: string): string {
  switch (trouble) {
    case 'unreachable':
    case 'too_many_connections':
      return UNREACHABLE
    case 'cancelled':
      return CANCELLED
    case 'missing_partition':
      return MISSING_PARTITION
    case 'refused':
      return unauthorizedText(topic)
  }
}
