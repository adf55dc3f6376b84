import type { Unsent } from './lanes'
import type { Person } from './shapes'
import type { Stored } from './timeline'

/** What a side asks of the server about one conversation. Each side has its own way; the hooks above know neither. */
export interface ChatApi {
  /** The first entries after a number; or the newest, before a number. In order. @throws CauserieError */
  timeline: (conversationId: string, range: { after?: number; before?: number; max: number }) => Promise<Stored[]>
  send: (entry: Unsent) => Promise<Stored>
  markRead: (conversationId: string, seq: number) => Promise<void>
  /** Tells the other side that we write. @returns seconds after which it may be told again */
  typing: (conversationId: string) => Promise<number>
  /** The team, by id. Contacts know them by their messages. */
  people: () => Promise<ReadonlyMap<string, Person>>
}
