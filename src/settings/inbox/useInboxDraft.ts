import { useQueryClient } from '@tanstack/react-query'
import { useI18n } from '@/i18n/I18nProvider'
import type { Json } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { differing, rebased } from '../edits'
import { settingsQueries, type InboxRow } from '../queries'
import { useChange } from '../useChange'
import { useEdits } from '../useEdits'
import { useOffice } from '../useOffice'

/**
 * Some settings of an inbox while they are edited. Saved are only those that differ, over what is stored in that moment, so that two
 * people who edit different parts don't undo each other.
 */
export function useInboxDraft<Part extends object>(
  inbox: InboxRow,
  from: (inbox: InboxRow) => Part,
  to: (part: Part) => Record<string, Json>,
) {
  const { t } = useI18n()
  const office = useOffice()
  const cache = useQueryClient()
  const inboxes = settingsQueries.inboxes(office)
  const { before, draft, set, discard } = useEdits(inbox, from)
  const isDirty = JSON.stringify(to(draft)) !== JSON.stringify(to(before)) // as they would be stored: a space at the end is no change
  const save = useChange(
    async () => {
      const stored = (await cache.fetchQuery({ ...inboxes, staleTime: 0 })).find(({ id }) => id === inbox.id) ?? inbox
      const now = from(stored)
      const changes = differing(to(rebased(before, draft, now)), to(now))
      if (Object.keys(changes).length === 0) return stored // somebody else has just made the very same change
      return ask<InboxRow>(office.client.rpc('update_inbox', { inbox_id: inbox.id, changes }))
    },
    { touches: [inboxes.queryKey], done: t.settings.saved },
  )
  return { draft, set, isDirty, discard, save }
}
