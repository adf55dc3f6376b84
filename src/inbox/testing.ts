import type { ConversationStatus, InboxConversation } from '@/chat/shapes'
import type { Eyes, List } from './lists'

/** A conversation for tests: open, unassigned, read. */
export function conversation(fields: Partial<InboxConversation> = {}): InboxConversation {
  const id = fields.id ?? '0199a000-0000-7000-8000-000000000001'
  return {
    id,
    workspace_id: 'w',
    inbox_id: 'i',
    contact_id: `contact-${id}`,
    status: 'open',
    priority: 0,
    label_ids: [],
    assignee_id: null,
    snoozed_until: null,
    rev: 1,
    last_seq: 1,
    last_message_at: '2026-11-20T10:00:00+00:00',
    last_message_preview: 'Where is my parcel?',
    last_message_author: 'contact',
    contact_read_seq: 1,
    agent_read_seq: 1,
    contact_unread_count: 0,
    agent_unread_count: 0,
    waiting_since: null,
    episode: 1,
    context: {},
    created_at: '2026-11-20T10:00:00+00:00',
    changed_at: '2026-11-20T10:00:00+00:00',
    closed_at: null,
    ...fields,
    contact: {
      id: `contact-${id}`,
      name: 'Camille Durand',
      email: null,
      verified: false,
      blocked: false,
      last_seen_at: null,
      erased_at: null,
      ...fields.contact,
    },
  }
}

/** The list of a tab, newest first. */
export const tabOf = (status: ConversationStatus): List => ({ filter: { status }, sort: 'newest' })

/** Somebody whom nobody mentions. */
export const EYES: Eyes = { meId: 'me', mentioned: new Set() }
