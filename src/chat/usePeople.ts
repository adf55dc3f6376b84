import { useQuery } from '@tanstack/react-query'
import { useChat } from './ChatProvider'
import type { Person } from './shapes'

const NOBODY: ReadonlyMap<string, Person> = new Map()

/** The team by id, for agents. Contacts know agents by their messages. */
export function usePeople(): ReadonlyMap<string, Person> {
  const { api, keys, side } = useChat()
  const { data } = useQuery({
    queryKey: keys.people,
    queryFn: () => api.people(),
    enabled: side.side === 'agent',
    staleTime: 60_000,
    structuralSharing: false, // a Map is compared by what made it
  })
  return data ?? NOBODY
}
