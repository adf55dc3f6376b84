import { queryOptions } from '@tanstack/react-query'
import type { AgentRow } from '@/chat/shapes'
import { ask } from '@/lib/errors'
import type { Client } from '@/lib/supabase'

/** A workspace where somebody is an agent. */
export interface Membership {
  agent: AgentRow
  workspace: { id: string; name: string }
}

export const membershipQueries = {
  mine: (client: Client, userId: string) =>
    queryOptions({
      queryKey: ['memberships', userId] as const,
      queryFn: async ({ signal }): Promise<Membership[]> => {
        const rows = await ask<(AgentRow & { workspace: Membership['workspace'] })[]>(
          client
            .from('agents')
            .select('*, workspace:workspaces(id, name)')
            .eq('user_id', userId)
            .is('removed_at', null)
            .order('created_at')
            .abortSignal(signal),
        )
        return rows.map(({ workspace, ...agent }) => ({ agent, workspace }))
      },
    }),
}
