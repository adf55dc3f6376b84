import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'

/** What was asked for; until then its shape, or why it is not there and a way to ask again. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  const { t } = useI18n()
  if (query.data !== undefined) return children(query.data)
  if (query.isPending) return <Skeleton width="100%" height={240} />
  return (
    <EmptyState
      role="alert"
      icon={<AlertIcon />}
      title={t.settings.loadFailed}
      action={
        <Button look="primary" busy={query.isFetching} onClick={() => void query.refetch()}>
          {t.app.retry}
        </Button>
      }
    >
      {errorText(t, query.error)}
    </EmptyState>
  )
}
