import { queryOptions } from '@tanstack/react-query'
import type { AgentRow } from '@/chat/shapes'
import type { Tables } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { byName } from '@/lib/inOrder'
import { settingsQueries, type Office } from '../queries'

export type InvitationRow = Pick<Tables<'invitations'>, 'id' | 'email' | 'role' | 'expires_at'>

export const teamQueries = {
  /** Who belongs to the team now. */
  agents: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...settingsQueries.all(workspaceId), 'agents'] as const,
      queryFn: ({ signal }) =>
        ask<AgentRow[]>(
          client
            .from('agents')
            .select('*')
            .eq('workspace_id', workspaceId)
            .is('removed_at', null)
            .order('name')
            .abortSignal(signal),
        ).then(byName),
    }),

  /** Who was asked and has not come yet. Owners and admins see it. */
  invitations: ({ client, workspaceId }: Office) =>
    queryOptions({
      queryKey: [...settingsQueries.all(workspaceId), 'invitations'] as const,
      queryFn: ({ signal }) =>
        ask<InvitationRow[]>(
          client
            .from('invitations')
            .select('id, email, role, expires_at')
            .eq('workspace_id', workspaceId)
            .is('accepted_at', null)
            .order('created_at')
            .abortSignal(signal),
        ),
    }),
}
