import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { InboxConversation } from '@/chat/shapes'
import { fillCanned } from '@/lib/cannedText'
import { teamQueries } from '../teamQueries'
import { useAgents, useDesk } from '../useDesk'

/** A canned response, filled for one conversation. */
export interface Canned {
  id: string
  shortcut: string
  title: string
  text: string
}

/** The team's canned responses and one's own, with the names of this conversation in them. */
export function useCanned(row: InboxConversation | undefined): readonly Canned[] {
  const desk = useDesk()
  const me = useAgents().get(desk.meId)
  const { data } = useQuery(teamQueries.canned(desk))
  return useMemo(() => {
    const contact = row?.contact.name?.trim() || null
    const variables = {
      'contact.name': contact,
      'contact.first_name': contact?.split(/\s+/)[0] ?? null,
      'contact.email': row?.contact.email ?? null,
      'agent.name': me?.name ?? null,
      'agent.first_name': me?.name.split(/\s+/)[0] ?? null,
      'conversation.id': row?.id ?? null,
    }
    return (data ?? []).map(({ id, shortcut, title, body }) => ({
      id,
      shortcut,
      title,
      text: fillCanned(body, variables),
    }))
  }, [data, row, me])
}
