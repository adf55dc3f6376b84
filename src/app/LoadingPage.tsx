import { useI18n } from '@/i18n/I18nProvider'
import { Loading } from '@/ui/Loading'

/** While the code of a page is on its way. */
export function LoadingPage() {
  const { t } = useI18n()
  return <Loading label={t.app.loading} />
}
