import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { AgentRow } from '@/chat/shapes'
import { deskQueries, type Desk } from './queries'
import { NO_ROWS, type Rows } from './rows'

/** The workspace that this inbox shows, who looks at it, and how to ask for it. */
export function useDesk(): Desk & { meId: string } {
  const { side, client } = useChat()
  if (side.side !== 'agent') throw new Error('The inbox is for agents.')
  const { workspaceId } = side
  const meId = side.me.id
  return useMemo(() => ({ client, workspaceId, meId }), [client, workspaceId, meId])
}

/** Everything known of conversations, moving live. */
export function useRows(): Rows {
  const { workspaceId } = useDesk()
  return useQuery(deskQueries.rows(workspaceId)).data ?? NO_ROWS
}

/** Colleagues by id. */
export function useAgents(): ReadonlyMap<string, AgentRow> {
  const { data } = useQuery(deskQueries.agents(useDesk()))
  return useMemo(() => new Map((data ?? []).map((agent) => [agent.user_id, agent])), [data])
}

/** An inbox's name, when there is more than one: else it says nothing. */
export function useInboxNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(deskQueries.inboxes(useDesk()))
  return useMemo(() => new Map(data && data.length > 1 ? data.map((inbox) => [inbox.id, inbox.name]) : []), [data])
}
