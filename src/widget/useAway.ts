import type { ContactConversation } from '@/chat/shapes'
import { useInbox } from '@/chat/useInbox'
import { isAway } from './away'

/** Whether the team is away, for this conversation or at all; false until it is known. */
export function useAway(conversation: ContactConversation | null = null): boolean {
  const { data: inbox, dataUpdatedAt } = useInbox()
  return inbox !== undefined && isAway(inbox, conversation, dataUpdatedAt)
}
