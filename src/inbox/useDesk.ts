import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { AgentRow } from '@/chat/shapes'
import type { Eyes } from './lists'
import { deskQueries, type Desk } from './queries'
import { NO_ROWS, type Rows } from './rows'
import { teamQueries, type LabelRow } from './teamQueries'

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

/** What lists depend on besides the rows. */
export function useEyes(): Eyes {
  const { workspaceId, meId } = useDesk()
  const mentioned = useQuery(deskQueries.mentioned(workspaceId)).data
  return useMemo(() => ({ meId, mentioned: mentioned ?? new Set<string>() }), [meId, mentioned])
}

/** Labels by id. */
export function useLabels(): ReadonlyMap<string, LabelRow> {
  const { data } = useQuery(teamQueries.labels(useDesk()))
  return useMemo(() => new Map((data ?? []).map((label) => [label.id, label])), [data])
}

/** Colleagues by id. */
export function useAgents(): ReadonlyMap<string, AgentRow> {
  const { data } = useQuery(teamQueries.agents(useDesk()))
  return useMemo(() => new Map((data ?? []).map((agent) => [agent.user_id, agent])), [data])
}

/** An inbox's name, when there is more than one: else it says nothing. */
export function useInboxNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(teamQueries.inboxes(useDesk()))
  return useMemo(() => new Map(data && data.length > 1 ? data.map((inbox) => [inbox.id, inbox.name]) : []), [data])
}
