import { useI18n } from '@/i18n/I18nProvider'
import type { Failure } from '@/chat/useFailure'
import { Button } from '@/ui/Button'
import styles from './ConversationDetails.module.css'

/** In the place of what could not be loaded: that, and a way to ask again. It comes by itself, too. */
export function NotLoaded({ failure }: { failure: Failure }) {
  const { t } = useI18n()
  return (
    <p className={styles.notLoaded}>
      {t.inbox.detailsFailed}
      <Button size="small" look="quiet" busy={failure.isAsking} onClick={failure.again}>
        {t.inbox.retry}
      </Button>
    </p>
  )
}
