import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useChat } from './ChatProvider'
import { contactActions, type ContactActions } from './contactActions'

/** Ending, rating, saying who one is: for contacts. */
export function useContactActions(): ContactActions {
  const { side, client, keys } = useChat()
  const queryClient = useQueryClient()
  const inboxKey = side.side === 'contact' ? side.inboxKey : ''
  return useMemo(() => contactActions(client, inboxKey, queryClient, keys), [client, inboxKey, queryClient, keys])
}
