import { queryOptions } from '@tanstack/react-query'
import type { AgentRow } from '@/chat/shapes'
import { asCauserieError, ask, passes } from '@/lib/errors'
import type { Client } from '@/lib/supabase'

/** While the server is away. Nothing else on the page asks yet. */
const ASK_AGAIN_MS = 5_000

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
            .select('*, workspace:workspaces!agents_workspace_id_fkey(id, name)')
            .eq('user_id', userId)
            .is('removed_at', null)
            .order('created_at')
            .abortSignal(signal),
        )
        if (rows.length === 0) await requireAccount(client)
        return rows.map(({ workspace, ...agent }) => ({ agent, workspace }))
      },
      // Said soon, and over by itself: who opens the page during an outage must not have to reload it.
      retry: 1,
      refetchInterval: ({ state }) => (state.error && passes(asCauserieError(state.error)) ? ASK_AGAIN_MS : false),
    }),
}

/** A token outlives its account, but opens nothing: whoever is gone signs in anew. */
async function requireAccount(client: Client): Promise<void> {
  const { error } = await client.auth.getUser()
  if (!error) return
  const trouble = asCauserieError(error)
  if (trouble.trouble === 'session') await client.auth.signOut({ scope: 'local' })
  throw trouble
}
