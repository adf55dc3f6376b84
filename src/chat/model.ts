import type { CauserieError } from '@/lib/errors'
import type {
  AgentCard,
  Attachment,
  Author,
  ConversationStatus,
  EventRow,
  InboxContact,
  NoteRow,
  Person,
} from './shapes'

/** Who sits in front of this chat. */
export type Side = { side: 'contact'; inboxKey: string } | { side: 'agent'; workspaceId: string; me: Me }

/** The signed-in agent. `id` is their auth user id. */
export interface Me {
  id: string
  name: string
}

/** A message on the screen: stored, or written here and on its way. */
export interface ChatMessage {
  type: 'message'
  id: string
  conversation_id: string
  /** Null until it is stored. */
  seq: number | null
  author: Author
  kind: 'text' | 'greeting'
  /** Who of the team wrote it, as far as known. */
  agent: Person | null
  body: string | null
  attachments: readonly Attachment[]
  created_at: string
  deleted_at: string | null
  /** Written by whoever looks at it. */
  mine: boolean
  delivery: Delivery
}

/**
 * - `sending`: under way · `waiting`: held until the network or the server is back · `stored`: the server has it
 * - `failed`: refused; `error` says why. It stays until it is retried or discarded.
 */
export type Delivery =
  { state: 'stored' } | { state: 'sending' } | { state: 'waiting' } | { state: 'failed'; error: CauserieError }

export type ChatNote = { type: 'note'; agent: Person | null; delivery: Delivery } & NoteRow
export type ChatEvent = { type: 'event'; agent: Person | null; assignee: Person | null } & EventRow

/** What agents see in order; contacts see messages only. */
export type TimelineEntry = ChatMessage | ChatNote | ChatEvent

/** What the window of a conversation needs to know of it, from either side. */
export interface ChatConversation {
  id: string
  inbox_id: string
  status: ConversationStatus
  snoozed_until: string | null
  last_seq: number
  /** Up to where whoever looks has read. */
  my_read_seq: number
  /** Up to where the other side has read. */
  their_read_seq: number
  unread_count: number
  assignee: AgentCard | null
  assignee_id: string | null
  /** For agents: who writes. */
  contact: InboxContact | null
}

export interface Typist {
  id: string
  name: string
}

/** How a message leaves. The first two are for agents. */
export interface SendOptions {
  /** So long it may be taken back. */
  holdMs?: number
  /** What is done with the conversation once it is stored. */
  afterwards?: 'close'
  /** Files that are uploaded. With them the text may be empty. */
  attachments?: readonly Attachment[]
}

/** What `useChatMessages` returns. */
export interface ChatMessages {
  /** `missing`: there is no such conversation, or it is not for these eyes. */
  status: 'loading' | 'ready' | 'missing' | 'failed'
  error: CauserieError | null
  reload: () => void
  /** Stored and unsent, in order, each once. */
  messages: ChatMessage[]
  /** The same with notes and events among them, for agents. */
  entries: readonly TimelineEntry[]
  conversation: ChatConversation | null
  /** On the screen at once. @returns the message's id; null when there is nothing to send */
  sendMessage: (body: string, options?: SendOptions) => string | null
  /** For agents: what only the team sees. @returns the note's id; null when there is nothing to keep */
  addNote: (body: string, mentions?: string[]) => string | null
  /** To be called at every keystroke: it throttles itself. */
  startTyping: () => void
  /** Who else is writing right now. */
  typing: Typist[]
  /** Sends a failed message again. */
  retry: (id: string) => void
  /** Forgets a message that isn't stored. */
  discard: (id: string) => void
  loadOlder: () => void
  hasOlder: boolean
  isLoadingOlder: boolean
}
