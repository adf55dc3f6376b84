import { ask, asCauserieError, CauserieError, tell } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import type { ChatApi } from './api'
import { solve } from './challenge'
import { contactUser, ensureContactSession } from './contactSession'
import type { Unsent } from './lanes'
import type { ContactConversation, ContactMessage } from './shapes'
import type { StoredMessage } from './timeline'

export interface ContactApi extends ChatApi {
  conversations: () => Promise<ContactConversation[]>
}

/** What a contact asks: functions with a written list of columns, never a table. */
export function contactApi(
  client: Client,
  inboxKey: string,
  onStarted: (conversation: ContactConversation, messages: StoredMessage[]) => void,
): ContactApi {
  const conversations = async () => {
    if (!(await contactUser(client))) return []
    return ask<ContactConversation[]>(client.rpc('my_conversations', { inbox_key: inboxKey }))
  }

  async function start(entry: Unsent): Promise<StoredMessage> {
    await ensureContactSession(client)
    const { messages, ...conversation } = await begin(entry).catch(async (thrown: unknown) => {
      const error = asCauserieError(thrown)
      const challenge = error.hint === 'challenge_required' ? await solve(error.details) : null
      if (challenge === null) throw error
      return begin(entry, challenge)
    })
    const stored = messages.map(fromContactMessage)
    const first = stored.find(({ id }) => id === entry.id)
    if (!first) throw new CauserieError('The conversation began without its message.', { trouble: 'fault' })
    onStarted(conversation, stored)
    return first
  }

  function begin(entry: Unsent, challenge?: string) {
    return ask<ContactConversation & { messages: ContactMessage[] }>(
      client.rpc('start_conversation', {
        inbox_key: inboxKey,
        id: entry.conversation_id,
        message_id: entry.id,
        body: entry.body,
        context: { ...entry.context, ...(challenge !== undefined && { challenge }) },
        attachment_ids: idsOf(entry),
      }),
    )
  }

  async function send(entry: Unsent): Promise<StoredMessage> {
    if (!(await contactUser(client))) throw sessionOver()
    return fromContactMessage(
      await ask<ContactMessage>(
        client.rpc('send_message', {
          conversation_id: entry.conversation_id,
          id: entry.id,
          body: entry.body,
          attachment_ids: idsOf(entry),
        }),
      ),
    )
  }

  return {
    conversations,
    async timeline(conversationId, { after, before, max }) {
      const messages = await ask<ContactMessage[]>(
        client.rpc('my_messages', {
          conversation_id: conversationId,
          max,
          ...(after !== undefined && { after_seq: after, and_deleted: true }),
          ...(before !== undefined && { before_seq: before }),
        }),
      )
      return messages.map(fromContactMessage)
    },
    async send(entry) {
      try {
        return entry.kind === 'start' ? await start(entry) : await send(entry)
      } catch (thrown) {
        const error = asCauserieError(thrown)
        if (error.trouble !== 'session') throw error
        await renew(client)
        throw new CauserieError('The session was renewed; try again.', { trouble: 'network', cause: error })
      }
    },
    async markRead(conversationId, seq) {
      await tell(client.rpc('mark_read', { conversation_id: conversationId, seq }))
    },
    async typing(conversationId) {
      const { again_in } = await ask<{ again_in: number }>(client.rpc('typing', { conversation_id: conversationId }))
      return again_in
    },
    people: async () => new Map(),
  }
}

const idsOf = ({ attachments = [] }: Unsent) => attachments.map(({ id }) => id)

// An anonymous user has no password to sign in with again: without the session they are somebody new.
async function renew(client: Client): Promise<void> {
  const { error } = await client.auth.refreshSession()
  if (!error) return
  const trouble = asCauserieError(error)
  throw trouble.trouble === 'session' || trouble.trouble === 'fault' ? sessionOver() : trouble
}

function sessionOver(): CauserieError {
  return new CauserieError('The contact’s session is over.', { trouble: 'refused', hint: 'contact_session_over' })
}

export function fromContactMessage(message: ContactMessage): StoredMessage {
  return {
    ...message,
    attachments: message.attachments ?? [],
    type: 'message',
    number: message.seq,
    agent_id: message.agent?.id ?? null,
  }
}
