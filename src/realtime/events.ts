/** What a channel delivers: docs/api.md, "Live events". The payload came over the wire: look before you trust. */
export interface LiveEvent {
  event: string
  payload: Record<string, unknown>
}

/** The topics that `my_topics()` says the caller may join now, by purpose. */
export interface MyTopics {
  workspace: string[]
  agents: string[]
  contact: string[]
}

export type Purpose = keyof MyTopics

export const NO_TOPICS: MyTopics = { workspace: [], agents: [], contact: [] }

export const topic = {
  /** Typing, the contact's read cursor, and which agents look at it. The others come from `my_topics()`: they carry an epoch. */
  conversation: (id: string) => `conversation:${id}`,
  isConversation: (name: string) => name.startsWith('conversation:'),
}

/** A topic's state. `polling`: given up for now, what it would say is fetched instead. */
export type TopicState =
  { state: 'joining' } | { state: 'live' } | { state: 'trouble'; error: Error } | { state: 'polling'; error: Error }

/**
 * - `connecting`: not live yet, or not any more, and trying.
 * - `live`: what happens is shown as it happens.
 * - `polling`: Realtime refuses; everything works, a few seconds late.
 * - `offline`: no network, or our server doesn't answer.
 */
type ConnectionState = 'connecting' | 'live' | 'polling' | 'offline'

export interface Connection {
  state: ConnectionState
  /** Live, or polling and therefore as good as live. */
  connected: boolean
  /** Worth telling a person: not the first second of a page, nor the blink of a reconnect. */
  trouble: null | 'offline' | 'unreachable' | 'reconnecting'
  error: Error | null
}
