import type { ContactConversation, Inbox } from '@/chat/shapes'

/** Who has read all of it may be expected to answer for so long. */
const ATTENDED_MS = 30 * 60_000

/**
 * Whether the team is away: nobody is there, or it is closed now, whoever has the inbox open. But not for a conversation that somebody
 * is in: nobody answers live under "away".
 * @param asOf when the inbox was asked, in milliseconds
 */
export function isAway(
  { available, open_now }: Pick<Inbox, 'available' | 'open_now'>,
  conversation: Pick<ContactConversation, 'agent_read_seq' | 'last_seq' | 'last_message_at'> | null = null,
  asOf = 0,
): boolean {
  if (!available) return true
  if (open_now) return false
  const isAttended =
    conversation !== null &&
    conversation.agent_read_seq >= conversation.last_seq &&
    asOf - Date.parse(conversation.last_message_at) < ATTENDED_MS
  return !isAttended
}
