import { queryOptions } from '@tanstack/react-query'
import type { AgentRow } from '@/chat/shapes'
import { every } from '@/chat/queryClient'
import { ask } from '@/lib/errors'
import { byName, inOrder } from '@/lib/inOrder'
import type { Tables } from '@/lib/database.types'
import type { Filter, Sort } from './lists'
import { deskKey, SLOWER_THAN_POLLS_MS, type Desk } from './queries'

export type LabelRow = Tables<'labels'>
/** A list under a name. `status` may be missing: open then. */
export type SavedView = Omit<Tables<'saved_views'>, 'filter' | 'sort'> & { filter: Partial<Filter>; sort: Sort }

/** What a team has set up: who and what there is to choose from. */
export const teamQueries = {
  /** Colleagues, former ones too: what they wrote keeps its author. */
  agents: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'agents'] as const,
      queryFn: ({ signal }) =>
        ask<AgentRow[]>(
          client.from('agents').select('*').eq('workspace_id', workspaceId).order('name').abortSignal(signal),
        ).then(byName),
      refetchInterval: every(120_000), // who comes is told; who has gone, only their last sign tells
    }),

  inboxes: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'inboxes'] as const,
      queryFn: ({ signal }) =>
        ask<{ id: string; name: string; key: string }[]>(
          client
            .from('inboxes')
            .select('id, name, key')
            .eq('workspace_id', workspaceId)
            .order('name')
            .abortSignal(signal),
        ).then(byName),
    }),

  labels: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'labels'] as const,
      queryFn: ({ signal }) =>
        ask<LabelRow[]>(
          client.from('labels').select('*').eq('workspace_id', workspaceId).order('name').abortSignal(signal),
        ).then(byName),
      refetchInterval: every(300_000), // rarely changed, and not broadcast
    }),

  /** Shared ones and one's own. */
  views: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'views'] as const,
      queryFn: ({ signal }) =>
        ask<SavedView[]>(
          client
            .from('saved_views')
            .select('*')
            .eq('workspace_id', workspaceId)
            .order('position')
            .order('name')
            .abortSignal(signal),
        ),
      refetchInterval: every(300_000),
    }),

  /** By view; 101 stands for more than 100. */
  viewCounts: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'viewCounts'] as const,
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryFn: ({ signal }) =>
        ask<Record<string, number>>(client.rpc('view_counts', { workspace_id: workspaceId }).abortSignal(signal)),
    }),

  /** Shared ones and one's own, by shortcut. */
  canned: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'canned'] as const,
      queryFn: ({ signal }) =>
        ask<Tables<'canned_responses'>[]>(
          client
            .from('canned_responses')
            .select('*')
            .eq('workspace_id', workspaceId)
            .order('shortcut')
            .abortSignal(signal),
        ).then((rows) => inOrder(rows, ({ shortcut }) => shortcut)),
      refetchInterval: every(300_000),
    }),
}
