import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import { every } from './queryClient'

/** The proof that somebody was erased: who asked for it and when, and what is gone besides the texts, which go at once. */
export interface Erasure {
  contact_id: string
  agent_id: string
  asked_at: string
  files_gone: boolean
  broadcasts_gone: boolean
}

const LOOK_AGAIN_MS = 10_000

/** The last hundred, newest first; asked for again while one is under way. For owners and admins. */
export const erasuresQuery = ({ client, workspaceId }: { client: Client; workspaceId: string }) =>
  queryOptions({
    queryKey: ['erasures', workspaceId] as const,
    queryFn: ({ signal }) => ask<Erasure[]>(client.rpc('erasures', { workspace_id: workspaceId }).abortSignal(signal)),
    staleTime: 0,
    refetchInterval: (query) => every(query.state.data?.every(isComplete) === false && LOOK_AGAIN_MS)(query),
  })

export const isComplete = ({ files_gone, broadcasts_gone }: Erasure): boolean => files_gone && broadcasts_gone
