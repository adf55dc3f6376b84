import { useState } from 'react'
import type { ChatConversation, ChatMessage } from './model'

/**
 * Where the unread began when the window was opened, or when its reader looked away: the line stays there while they read, and goes when
 * they answer.
 * @returns the seq of the first unread message, or null
 */
export function useUnreadMark(
  conversation: ChatConversation | null,
  messages: readonly ChatMessage[],
  viewer: 'contact' | 'agent',
  isReading: boolean,
): number | null {
  const [mark, setMark] = useState<{ id: string; from: number | null; seen: number; wasReading: boolean } | null>(null)
  const last = messages.findLast(({ seq }) => seq !== null)
  if (!conversation || !last || last.seq === null) return mark?.id === conversation?.id ? (mark?.from ?? null) : null

  const known = mark?.id === conversation.id ? mark : null
  if (!known) {
    const from = firstUnread(messages, conversation.my_read_seq, viewer)
    setMark({ id: conversation.id, from, seen: last.seq, wasReading: isReading })
    return from
  }
  if (last.seq > known.seen || isReading !== known.wasReading) {
    const missed = !isReading && known.from === null ? firstUnread(messages, known.seen, viewer) : known.from
    setMark({ ...known, from: last.mine ? null : missed, seen: last.seq, wasReading: isReading })
  }
  return known.from
}

// What the other side wrote: a colleague's message and the greeting wait for no agent.
function firstUnread(messages: readonly ChatMessage[], readSeq: number, viewer: 'contact' | 'agent'): number | null {
  return (
    messages.find(({ seq, author }) => seq !== null && seq > readSeq && (author === 'contact') === (viewer === 'agent'))
      ?.seq ?? null
  )
}
