import { queryOptions } from '@tanstack/react-query'
import type { EventRow, InboxContact } from '@/chat/shapes'
import type { Tables } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { deskKey, type Desk } from './queries'
import { fetchFound } from './searchQueries'

export type ContactRow = Tables<'contacts'>

/** A contact that is now part of another. Name and address are those of the one that went. */
export interface MergeRow {
  id: string
  contact_id: string
  into_contact_id: string
  name: string | null
  email: string | null
  reason: 'identified' | 'agent' | 'realm'
  agent_id: string | null
  created_at: string
  undone_at: string | null
}

const EVENTS_MAX = 50

/** People who write. */
export const contactQueries = {
  /** All that is known of one. Null: erased. */
  one: ({ client, workspaceId }: Desk, id: string) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'person', id] as const,
      queryFn: async ({ signal }): Promise<ContactRow | null> => {
        const rows = await ask<ContactRow[]>(
          client.from('contacts').select('*').eq('workspace_id', workspaceId).eq('id', id).abortSignal(signal),
        )
        return rows[0] ?? null
      },
      staleTime: 30_000,
    }),

  /** What the team has written down about them. */
  note: ({ client, workspaceId }: Desk, id: string) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'personNote', id] as const,
      queryFn: async ({ signal }): Promise<Tables<'contact_notes'> | null> => {
        const rows = await ask<Tables<'contact_notes'>[]>(
          client
            .from('contact_notes')
            .select('*')
            .eq('workspace_id', workspaceId)
            .eq('contact_id', id)
            .abortSignal(signal),
        )
        return rows[0] ?? null
      },
      staleTime: 30_000,
    }),

  /** What happened to their conversations, newest first. */
  events: ({ client, workspaceId }: Desk, conversationIds: readonly string[]) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'contact', 'events', conversationIds] as const,
      queryFn: ({ signal }): Promise<EventRow[]> =>
        ask<EventRow[]>(
          client
            .from('conversation_events')
            .select('*')
            .eq('workspace_id', workspaceId)
            .in('conversation_id', [...conversationIds])
            .order('created_at', { ascending: false })
            .order('rev', { ascending: false })
            .limit(EVENTS_MAX)
            .abortSignal(signal),
        ),
      staleTime: 60_000,
    }),

  /** Who was found to be the same person, newest first; those that were taken apart again are left out. */
  merges: ({ client, workspaceId }: Desk, id: string) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'contact', 'merges', id] as const,
      queryFn: async ({ signal }): Promise<MergeRow[]> => {
        const merges = await ask<MergeRow[]>(client.rpc('contact_merges', { contact_id: id }).abortSignal(signal))
        return merges.filter((merge) => merge.into_contact_id === id && merge.undone_at === null)
      },
      staleTime: 60_000,
    }),

  /** Contacts by name or address. */
  find: (desk: Desk, query: string) =>
    queryOptions({
      queryKey: [...deskKey(desk.workspaceId), 'findPerson', query] as const,
      queryFn: async ({ signal }): Promise<InboxContact[]> => {
        const { results } = await fetchFound(desk, query, null, signal)
        return results.flatMap(({ kind, contact }) => (kind === 'contact' ? [contact] : []))
      },
      enabled: query !== '',
      gcTime: 60_000,
    }),
}
