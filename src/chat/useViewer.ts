import { useMemo } from 'react'
import { useChat } from './ChatProvider'
import type { Viewer } from './entries'
import { usePeople } from './usePeople'

/** Who sits in front of the screen. */
export function useViewer(): Viewer {
  const { side } = useChat()
  const people = usePeople()
  return useMemo(() => {
    if (side.side === 'contact') return { side: 'contact' }
    const { id, name } = side.me
    return { side: 'agent', me: people.get(id) ?? { id, name, avatar_url: null } }
  }, [side, people])
}
