import { useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { Json } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import { settingsQueries, type InboxRow } from '../queries'
import { useChange } from '../useChange'
import { useOffice } from '../useOffice'

/**
 * Some settings of an inbox while they are edited. Saved are only those that differ, so that two people who edit different parts
 * don't undo each other.
 */
export function useInboxDraft<Part extends object>(
  inbox: InboxRow,
  from: (inbox: InboxRow) => Part,
  to: (part: Part) => Json,
) {
  const { t } = useI18n()
  const office = useOffice()
  const saved = from(inbox)
  const [draft, setDraft] = useState(saved)
  const isDirty = JSON.stringify(to(draft)) !== JSON.stringify(to(saved)) // as they would be stored: a space at the end is no change
  const save = useChange(
    () => ask<InboxRow>(office.client.rpc('update_inbox', { inbox_id: inbox.id, changes: to(draft) })),
    { touches: [settingsQueries.inboxes(office).queryKey], done: t.settings.saved },
  )
  return {
    draft,
    set: (part: Partial<Part>) => setDraft((before) => ({ ...before, ...part })),
    isDirty,
    discard: () => setDraft(saved),
    save,
  }
}
