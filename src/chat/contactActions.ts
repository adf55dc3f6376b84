import type { QueryClient } from '@tanstack/react-query'
import { ask, tell } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import type { ChatKeys } from './cache'
import { contactUser } from './contactSession'
import type { ContactCard, ContactConversation, ContactMessage } from './shapes'

/** What a contact does with a conversation besides writing in it. @throws CauserieError */
export interface ContactActions {
  end: (conversationId: string) => Promise<void>
  rate: (conversationId: string, score: number, comment: string) => Promise<void>
  /** All of its messages, from the first. */
  allMessages: (conversationId: string) => Promise<ContactMessage[]>
  /** Null before the first message. */
  card: () => Promise<ContactCard | null>
  update: (claims: Record<string, string | boolean>) => Promise<ContactCard>
}

export function contactActions(
  client: Client,
  inboxKey: string,
  queryClient: QueryClient,
  keys: ChatKeys,
): ContactActions {
  // The event that follows says the same; without Realtime nobody should wait for the next poll.
  const put = (conversation: ContactConversation) =>
    void queryClient.setQueryData<ContactConversation[]>(keys.conversations, [conversation])
  return {
    async end(conversationId) {
      put(await ask<ContactConversation>(client.rpc('end_conversation', { conversation_id: conversationId })))
    },
    async rate(conversationId, score, comment) {
      put(
        await ask<ContactConversation>(
          client.rpc('rate_conversation', {
            conversation_id: conversationId,
            score,
            ...(comment.trim() !== '' && { comment: comment.trim() }),
          }),
        ),
      )
    },
    async allMessages(conversationId) {
      const all: ContactMessage[] = []
      for (;;) {
        const page = await ask<ContactMessage[]>(
          client.rpc('my_messages', { conversation_id: conversationId, after_seq: all.at(-1)?.seq ?? 0, max: PAGE }),
        )
        all.push(...page)
        if (page.length < PAGE) return all
      }
    },
    async card() {
      if (!(await contactUser(client))) return null
      return (await tell(client.rpc('my_contact', { inbox_key: inboxKey }))) as ContactCard | null
    },
    update({ name, email, ...attributes }) {
      return ask<ContactCard>(
        client.rpc('update_contact', {
          inbox_key: inboxKey,
          ...(typeof name === 'string' && { name }),
          ...(typeof email === 'string' && { email }),
          ...(Object.keys(attributes).length > 0 && { attributes }),
        }),
      )
    },
  }
}

const PAGE = 200
