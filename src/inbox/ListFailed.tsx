import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'

interface ListFailedProps {
  title: string
  error: unknown
  isRetrying: boolean
  retry: () => void
}

/** In place of a list that did not come: why, and once more. */
export function ListFailed({ title, error, isRetrying, retry }: ListFailedProps) {
  const { t } = useI18n()
  return (
    <EmptyState
      role="alert"
      icon={<AlertIcon />}
      title={title}
      action={
        <Button busy={isRetrying} onClick={retry}>
          {t.inbox.retry}
        </Button>
      }
    >
      {errorText(t, error)}
    </EmptyState>
  )
}
