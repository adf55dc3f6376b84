import type { QueryClient } from '@tanstack/react-query'
import type { Chat } from '@/chat/chat'
import type { InboxConversation } from '@/chat/shapes'
import { contactQueries } from './contactQueries'
import { deskKey, deskQueries } from './queries'

/** Somebody was erased: what this browser still holds of them goes too, be it what was found, written down or not sent yet. */
export function forgetPerson(
  cache: QueryClient,
  chat: Chat,
  { id, contact_id, workspace_id: workspaceId }: InboxConversation,
): void {
  const desk = { client: chat.client, workspaceId }
  const all = deskKey(workspaceId)
  chat.forgetConversation(id)
  // Of them nothing is asked any more: what is on the screen goes with the next drawing.
  for (const queryKey of [
    contactQueries.one(desk, contact_id).queryKey,
    contactQueries.note(desk, contact_id).queryKey,
    contactQueries.merges(desk, contact_id).queryKey,
    deskQueries.ofContact(desk, contact_id).queryKey,
    [...all, 'draft', id],
  ]) {
    cache.removeQueries({ queryKey, exact: true })
  }
  cache.removeQueries({ queryKey: [...all, 'contact', 'events'], type: 'inactive' })
  for (const kind of ['findPerson', 'found']) {
    const queryKey = [...all, kind]
    cache.removeQueries({ queryKey, type: 'inactive' })
    void cache.invalidateQueries({ queryKey })
  }
}
