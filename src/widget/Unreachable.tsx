import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { PlugIcon } from '@/ui/icons'

/** Nothing came from our server and nothing is known from before: says so, and offers one way on. */
export function Unreachable({ onRetry, busy }: { onRetry: () => void; busy: boolean }) {
  const { t } = useI18n()
  return (
    <EmptyState
      role="alert"
      icon={<PlugIcon size={22} />}
      title={t.widget.failed}
      action={
        <Button busy={busy} onClick={onRetry}>
          {t.widget.tryAgain}
        </Button>
      }
    >
      {t.widget.failedHint}
    </EmptyState>
  )
}
