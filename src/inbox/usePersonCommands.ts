import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import type { PickerItem } from '@/ui/Picker'
import type { PersonQuestion } from './PersonDialogs'
import { useBlocking } from './useBlocking'
import { useMayErase } from './useErasing'

/** What can be done to who writes, by its name. */
export function usePersonCommands(
  row: InboxConversation | undefined,
  onAsk: (question: PersonQuestion) => void,
): PickerItem[] {
  const { t } = useI18n()
  const mayErase = useMayErase()
  const setBlocked = useBlocking({ contact_id: row?.contact_id ?? '' })
  if (!row) return []
  const { blocked } = row.contact
  return [
    { id: 'merge', label: t.desk.mergeContact, onPick: () => onAsk('merge') },
    {
      id: 'block',
      label: blocked ? t.desk.unblockContact : t.desk.blockContact,
      onPick: () => setBlocked(!blocked),
    },
    ...(mayErase ? [{ id: 'erase', label: t.erasing.action, onPick: () => onAsk('erase') }] : []),
  ]
}
