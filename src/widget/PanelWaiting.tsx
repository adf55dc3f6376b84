import { useI18n } from '@/i18n/I18nProvider'
import { EmptyState } from '@/ui/EmptyState'
import { Spinner } from '@/ui/Spinner'

/** While the chat itself is on its way. */
export function PanelWaiting() {
  const { t } = useI18n()
  return <EmptyState role="status" icon={<Spinner />} title={t.widget.loading} />
}
