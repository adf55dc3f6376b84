import { useI18n } from '@/i18n/I18nProvider'
import { Spinner } from '@/ui/Spinner'
import styles from './PanelWaiting.module.css'

/** While the chat itself is on its way. */
export function PanelWaiting() {
  const { t } = useI18n()
  return (
    <div role="status" aria-label={t.widget.loading} className={styles.waiting}>
      <Spinner />
    </div>
  )
}
