import type { QueryClient } from '@tanstack/react-query'
import type { Chat } from '@/chat/chat'
import type { InboxConversation } from '@/chat/shapes'
import { contactQueries } from './contactQueries'
import { deskKey } from './queries'

/** Somebody was erased: what this browser still holds of them goes too, be it what was found, written down or not sent yet. */
export function forgetPerson(
  cache: QueryClient,
  chat: Chat,
  { id, contact_id, workspace_id: workspaceId }: InboxConversation,
): void {
  const desk = { client: chat.client, workspaceId }
  chat.forgetConversation(id)
  for (const { queryKey } of [contactQueries.one(desk, contact_id), contactQueries.note(desk, contact_id)]) {
    cache.removeQueries({ queryKey, exact: true })
  }
  for (const kind of ['contact', 'draft', 'findPerson', 'found']) {
    const queryKey = [...deskKey(workspaceId), kind]
    cache.removeQueries({ queryKey, type: 'inactive' })
    void cache.invalidateQueries({ queryKey })
  }
}
