import { queryOptions } from '@tanstack/react-query'
import type { InboxContact } from '@/chat/shapes'
import type { Tables } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { deskKey, type Desk } from './queries'
import { fetchFound } from './searchQueries'

export type ContactRow = Tables<'contacts'>

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
