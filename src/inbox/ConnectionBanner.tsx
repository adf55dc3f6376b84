import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { useConnection } from '@/realtime/useConnection'
import styles from './ConnectionBanner.module.css'

/** Trouble with the network or the server, above the list. An open conversation says it itself, where one writes. */
export function ConnectionBanner() {
  const { t } = useI18n()
  const { trouble, retry } = useConnection()
  if (!trouble) return null
  return (
    <div className={styles.banner} role="alert">
      <p>{t.inbox.trouble[trouble]}</p>
      {trouble !== 'offline' && (
        <Button size="small" onClick={retry}>
          {t.inbox.retry}
        </Button>
      )}
    </div>
  )
}
