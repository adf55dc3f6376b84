import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { ContactConversation, Inbox } from '@/chat/shapes'
import { useIncoming } from '@/chat/useIncoming'
import { useInbox } from '@/chat/useInbox'
import { msSince } from '@/lib/time'

const REFRESH_MS = 120_000

/**
 * The inbox, with who is there kept true: asked again when somebody answers, reads or takes a conversation, and now and then
 * while the chat is looked at. Nobody shall answer live under "away".
 */
export function useFreshInbox(conversations: ContactConversation[], isOpen: boolean): UseQueryResult<Inbox> {
  const inbox = useInbox()
  const { isSuccess, refetch } = inbox
  // Who takes a conversation or reads one is here, whatever was said before.
  const signs = conversations
    .filter(({ assignee, agent_read_seq }) => assignee !== null || agent_read_seq > 0)
    .map(({ assignee, agent_read_seq }) => `${assignee?.id} ${agent_read_seq}`)
    .join(', ')
  const refresh = () => {
    const isFresh = inbox.data?.available && msSince(inbox.dataUpdatedAt) < FRESH_MS
    if (isSuccess && !isFresh) void refetch() // the first look is its own
  }
  const look = useEffectEvent(refresh)
  useIncoming(({ author }) => {
    if (author === 'agent') refresh()
  })
  useEffect(() => {
    if (signs) look()
  }, [signs])
  useEffect(() => {
    if (!isOpen) return undefined
    look()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') look()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [isOpen])
  return inbox
}

const FRESH_MS = 30_000
