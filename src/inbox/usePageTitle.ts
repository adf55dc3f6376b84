import { useI18n } from '@/i18n/I18nProvider'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { contactName } from './contactName'
import { useRows } from './useDesk'

/** With whom, where another tab's user sees it. */
export function usePageTitle(conversationId: string | null): void {
  const { t } = useI18n()
  const row = useRows().get(conversationId ?? '')
  useDocumentTitle(row ? `${contactName(t, row.contact)} · ${t.inbox.title}` : t.inbox.title)
}
