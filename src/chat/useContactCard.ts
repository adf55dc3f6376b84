import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useChat } from './ChatProvider'
import type { ContactCard } from './shapes'
import { useContactActions } from './useContactActions'

/** What the team knows of the contact in front of the screen. Null before the first message. */
export function useContactCard(isWanted: boolean): UseQueryResult<ContactCard | null> {
  const { keys } = useChat()
  const { card } = useContactActions()
  return useQuery({ queryKey: [...keys.all, 'card'], queryFn: card, enabled: isWanted })
}
