import { useMutation, useQueryClient } from '@tanstack/react-query'
import { erasuresQuery } from '@/chat/erasures'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { useToast } from '@/ui/Toast'
import { contactName } from './contactName'
import { deskQueries } from './queries'
import { useAgents, useDesk } from './useDesk'

/** Whether whoever looks may erase people: owners and admins may. */
export function useMayErase(): boolean {
  const { meId } = useDesk()
  const me = useAgents().get(meId)
  return me !== undefined && me.role !== 'agent'
}

/** Erases who writes in a conversation. Doing it twice does no harm. */
export function useErasing(row: InboxConversation, onDone: () => void) {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  return useMutation({
    scope: { id: `contact:${row.contact_id}` },
    mutationFn: () => tell(desk.client.rpc('erase_contact', { contact_id: row.contact_id })),
    onSuccess: async () => {
      onDone()
      toast.done(t.erasing.done(contactName(t, row.contact)))
      // The broadcast tells every screen; this one may only be polling.
      await Promise.allSettled([
        cache.fetchQuery({ ...deskQueries.one(desk, row.id), staleTime: 0 }),
        cache.fetchQuery({ ...deskQueries.ofContact(desk, row.contact_id), staleTime: 0 }),
        cache.invalidateQueries({ queryKey: deskQueries.counts(desk).queryKey }),
        cache.invalidateQueries({ queryKey: erasuresQuery(desk).queryKey }),
      ])
    },
  })
}
