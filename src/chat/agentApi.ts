import { ask, asCauserieError, CauserieError, tell } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import type { ChatApi } from './api'
import type { Unsent } from './lanes'
import type { AgentRow, Attachment, EventRow, InboxConversation, MessageRow, NoteRow } from './shapes'
import type { Stored, StoredMessage } from './timeline'

/** The columns of an `InboxConversation`, for a select from `conversations`. */
const INBOX_CONVERSATION =
  '*, contact:contacts!conversations_contact_id_fkey(id, name, email, verified, blocked, last_seen_at, erased_at)'

type TimelineRow =
  | ({ type: 'message' } & MessageRow)
  | ({ type: 'note' } & NoteRow)
  /** `message`, `note`: what is left of the one that was deleted. */
  | ({ type: 'event' } & EventRow & { message?: MessageRow | null; note?: NoteRow | null })

export interface AgentApi extends ChatApi {
  /** Null: there is none in this workspace. */
  conversation: (conversationId: string) => Promise<InboxConversation | null>
}

/** What an agent asks: tables under row-level security, and functions. */
export function agentApi(client: Client, workspaceId: string, myId: string): AgentApi {
  // Tabs share the session: somebody else may have signed in there, and what was written here is not theirs to say. Nor is it if they do so
  // before it has left: it leaves with the very token that was looked at.
  async function myToken(): Promise<string> {
    const { data, error } = await client.auth.getSession()
    if (error) throw asCauserieError(error)
    if (data.session?.user.id !== myId)
      throw new CauserieError('Whoever wrote it is not signed in.', { trouble: 'session' })
    return data.session.access_token
  }

  async function store(entry: Unsent, token: string): Promise<Stored> {
    const { kind, id, conversation_id, body, seen_seq, afterwards, mentions = [], attachments = [] } = entry
    const mine = ['Authorization', `Bearer ${token}`] as const
    if (kind === 'note') {
      const note = client.rpc('add_note', { conversation_id, id, body, mentions }).setHeader(...mine)
      return fromNoteRow(await ask<NoteRow>(note))
    }
    const message = await ask<MessageRow>(
      client
        .rpc('send_message', {
          conversation_id,
          id,
          body,
          attachment_ids: attachments.map((file) => file.id),
          ...(seen_seq !== null && { seen_seq }),
        })
        .setHeader(...mine),
    )
    // A failure here sends both again: the message is stored once all the same.
    if (afterwards === 'close') await tell(client.rpc('close_conversation', { conversation_id }).setHeader(...mine))
    return fromMessageRow(message)
  }

  return {
    async timeline(conversationId, { after, before, max }) {
      const rows = await ask<TimelineRow[]>(
        client.rpc('timeline', {
          conversation_id: conversationId,
          max,
          ...(after !== undefined && { after_rev: after }),
          ...(before !== undefined && { before_rev: before }),
        }),
      )
      return rows.flatMap((row) => fromTimelineRow(row, after !== undefined))
    },
    async conversation(conversationId) {
      const row = await tell(
        client
          .from('conversations')
          .select(INBOX_CONVERSATION)
          .eq('workspace_id', workspaceId)
          .eq('id', conversationId)
          .maybeSingle(),
      )
      return row as InboxConversation | null
    },
    async send(entry) {
      const token = await myToken()
      try {
        return await store(entry, token)
      } catch (thrown) {
        if (asCauserieError(thrown).trouble !== 'session') throw thrown
        const { error } = await client.auth.refreshSession()
        if (error) throw asCauserieError(error)
        return await store(entry, await myToken())
      }
    },
    async markRead(conversationId, seq) {
      await tell(client.rpc('mark_read', { conversation_id: conversationId, seq }))
    },
    typing: async () => AGENT_TYPING_SECONDS, // said on the channel, not asked of the server
    async people() {
      const rows = await ask<Pick<AgentRow, 'user_id' | 'name' | 'avatar_url'>[]>(
        client.from('agents').select('user_id, name, avatar_url').eq('workspace_id', workspaceId),
      )
      return new Map(rows.map(({ user_id, name, avatar_url }) => [user_id, { id: user_id, name, avatar_url }]))
    },
  }
}

const AGENT_TYPING_SECONDS = 3

export function fromMessageRow(row: MessageRow): StoredMessage {
  const { id, conversation_id, seq, rev, author, kind, agent_id, body, attachments, created_at, deleted_at } = row
  return {
    type: 'message',
    id,
    conversation_id,
    seq,
    number: rev,
    author,
    kind,
    agent_id,
    agent: null,
    body,
    attachments: (attachments ?? []) as unknown as Attachment[],
    created_at,
    deleted_at,
  }
}

export function fromNoteRow(note: NoteRow): Stored {
  return { ...note, type: 'note', number: note.rev }
}

// What was deleted is known only to who asks what came after: whoever reads a page anew finds the tombstone in its place.
function fromTimelineRow(row: TimelineRow, isLater: boolean): Stored | Stored[] {
  switch (row.type) {
    case 'message':
      return fromMessageRow(row)
    case 'note':
      return fromNoteRow(row)
    case 'event': {
      const { message, note, ...event } = row
      const stored = { ...event, number: event.rev }
      if (!isLater) return stored
      return [...(message ? [fromMessageRow(message)] : []), ...(note ? [fromNoteRow(note)] : []), stored]
    }
    default:
      return row satisfies never
  }
}
