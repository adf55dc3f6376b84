import type { Tables } from '@/lib/database.types'

/** The shapes of docs/api.md, as they come over the wire. */

/** An agent as a contact sees them. */
export interface AgentCard {
  id: string
  name: string
  avatar_url: string | null
  availability: 'online' | 'away'
}

export type Author = 'contact' | 'agent' | 'system'

export interface Person {
  id: string
  name: string
  avatar_url: string | null
}

/** A file of a message. `size` in bytes; `width` and `height` of images only. */
export interface Attachment {
  id: string
  name: string
  type: string
  size: number
  width: number | null
  height: number | null
  /** Where it lies in the bucket. */
  path: string
}

/** A message as a contact sees it. */
export interface ContactMessage {
  id: string
  conversation_id: string
  /** 1, 2, 3… without holes: the order. */
  seq: number
  author: Author
  kind: 'text' | 'greeting'
  /** For author 'agent'. */
  agent: Person | null
  /** Null: deleted. Empty: only files. */
  body: string | null
  attachments: Attachment[]
  created_at: string
  deleted_at: string | null
}

/** A conversation as a contact sees it. A snoozed one is 'open' to them. */
export interface ContactConversation {
  id: string
  inbox_id: string
  contact_id: string
  status: 'open' | 'closed'
  created_at: string
  changed_at: string
  last_seq: number
  last_message_at: string
  last_message: { author: Author; body: string | null }
  contact_read_seq: number
  agent_read_seq: number
  /** Messages not by the contact, after contact_read_seq. */
  unread_count: number
  assignee: AgentCard | null
  /** Of the current episode; null while it goes on, or unrated. */
  rating: { score: number; comment: string | null } | null
  /** Closed, not rated, and the inbox asks. */
  may_rate: boolean
}

/** The row of `messages` that agents read. */
export type MessageRow = Tables<'messages'>
export type NoteRow = Tables<'notes'>
/** `data` says what the kind needs: whom it was assigned to, until when it sleeps, a label's or inbox's name, the priority, the rating, which message or note. */
export type EventRow = Omit<Tables<'conversation_events'>, 'data'> & {
  data: {
    assignee_id?: string | null
    until?: string
    name?: string
    priority?: number
    score?: number
    seq?: number
    rev?: number
  }
}

export type ConversationStatus = 'open' | 'snoozed' | 'closed'

/** The row of `conversations` with its contact: what an inbox draws. */
export type InboxConversation = Omit<Tables<'conversations'>, 'status' | 'context' | 'contact_changed_at'> & {
  status: ConversationStatus
  context: StartContext
  contact: InboxContact
}

export interface InboxContact {
  id: string
  name: string | null
  email: string | null
  verified: boolean
  blocked: boolean
  last_seen_at: string | null
  /** Since when nothing is known of them any more. */
  erased_at: string | null
}

/** The row of `agents`. */
export type AgentRow = Tables<'agents'>

/** What `get_inbox()` tells of a website's chat. */
export interface Inbox {
  id: string
  name: string
  locale: 'fr' | 'en'
  /** In the language asked for; `strings`: texts of the widget by their dotted keys. */
  texts: { greeting?: string; welcome?: string; away?: string; strings?: Record<string, string> }
  theme: { accent?: string }
  form: FormField[]
  /** Where to write when the chat can't be reached. */
  email: string | null
  /** Origins whose pages may show the widget; empty: all. */
  allowed_origins: string[]
  /** Only contacts whom `identify()` has verified may write. */
  verified_only: boolean
  ask_rating: boolean
  attachments: { types: string[]; max_bytes: number }
  calendar: { time_zone: string; week: { from: string; to: string }[][]; exceptions: unknown[] } | null
  open_now: boolean
  next_opening: string | null
  agents: AgentCard[]
  available: boolean
  expected_reply_seconds: number | null
}

/** A question asked before the first message. `label` may be missing for `name`, `email` and `phone`; `options` are a choice's. */
export interface FormField {
  key: string
  type: 'text' | 'email' | 'phone' | 'choice' | 'checkbox'
  required: boolean
  label?: { fr?: string; en?: string }
  options?: string[]
}

/** What contacts see of themselves: not what agents wrote. */
export interface ContactCard {
  id: string
  name: string | null
  email: string | null
  verified: boolean
  attributes: Record<string, string | number | boolean>
  /** What of `name` and `email` somebody knows, agents included. */
  known: string[]
}

/** What a conversation remembers of where it began. */
export interface StartContext {
  page_url?: string
  referrer?: string
  user_agent?: string
  locale?: string
  time_zone?: string
  /** In which the chat is shown. */
  language?: string
  /** What is claimed of the visitor, unproven: `name`, `email` and others. */
  form?: Record<string, string | number | boolean>
}
