import { useSyncExternalStore } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { useConnection } from '@/realtime/useConnection'
import { PlugIcon } from '@/ui/icons'
import { useChat } from './ChatProvider'
import styles from './ConnectionBanner.module.css'

/** Trouble with the connection, in one calm sentence. It goes by itself. */
export function ConnectionBanner() {
  const { t } = useI18n()
  const { trouble, retry } = useConnection()
  const { outbox } = useChat()
  const isSignedOut = useSyncExternalStore(outbox.state.subscribe, () => outbox.state.get().signedOut)
  const words = isSignedOut ? t.chat.signedOut : trouble && t.chat[trouble]
  return (
    <div role="alert" className={styles.place}>
      {words && (
        <p className={styles.banner}>
          <PlugIcon size={16} />
          <span>{words}</span>
          {trouble === 'unreachable' && (
            <button type="button" className={styles.action} onClick={retry}>
              {t.chat.tryAgain}
            </button>
          )}
        </p>
      )}
    </div>
  )
}
