import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { tell } from '@/lib/errors'
import { useToast } from '@/ui/Toast'
import { deskQueries } from './queries'
import { NO_ROWS, type Rows } from './rows'
import { useDesk } from './useDesk'

/** Blocks a contact, or lets them write again: in all their conversations at once. */
export function useBlocking({ contact_id }: Pick<InboxConversation, 'contact_id'>): (blocked: boolean) => void {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const rowsKey = deskQueries.rows(desk.workspaceId).queryKey
  const show = (blocked: boolean) =>
    cache.setQueryData(rowsKey, (rows = NO_ROWS) => withContact(rows, contact_id, { blocked }))

  const { mutate } = useMutation({
    scope: { id: `contact:${contact_id}` },
    mutationFn: (blocked: boolean) => tell(desk.client.rpc('block_contact', { contact_id, blocked })),
    onMutate: show,
    onSuccess: (_, blocked) => {
      if (blocked) toast.done(t.desk.blockedDone, { label: t.inbox.undo, onSelect: () => mutate(false) })
      else toast.done(t.desk.unblockedDone)
    },
    onError: (error, blocked) => {
      show(!blocked)
      toast.trouble(`${t.desk.blockFailed} ${errorText(t, error)}`)
    },
  })
  return mutate
}

/** Changes what is known of a contact in all their conversations. */
export function withContact(rows: Rows, contactId: string, fields: Partial<InboxConversation['contact']>): Rows {
  const next = new Map(rows)
  for (const [id, row] of rows) {
    if (row.contact_id === contactId) next.set(id, { ...row, contact: { ...row.contact, ...fields } })
  }
  return next
}
