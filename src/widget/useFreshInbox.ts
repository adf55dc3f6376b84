import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { ContactConversation, Inbox } from '@/chat/shapes'
import { useIncoming } from '@/chat/useIncoming'
import { useInbox } from '@/chat/useInbox'

const REFRESH_MS = 120_000

/**
 * The inbox, with who is there kept true: asked again when somebody answers or takes a conversation, and now and then
 * while the chat is looked at. Nobody shall answer live under "away".
 */
export function useFreshInbox(conversations: ContactConversation[], isOpen: boolean): UseQueryResult<Inbox> {
  const inbox = useInbox()
  const { isSuccess, refetch } = inbox
  const assignees = conversations
    .map(({ assignee }) => assignee?.id)
    .join(' ')
    .trim()
  const refresh = () => {
    const allHere = inbox.data?.agents.every(({ availability }) => availability === 'online')
    const isFresh = allHere && Date.now() - inbox.dataUpdatedAt < FRESH_MS
    if (isSuccess && !isFresh) void refetch() // the first look is its own
  }
  const look = useEffectEvent(refresh)
  useIncoming(({ author }) => {
    if (author === 'agent') refresh()
  })
  useEffect(() => {
    if (assignees) look()
  }, [assignees])
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
