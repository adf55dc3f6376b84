import { useQuery, type QueryKey, type UseQueryOptions } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'

interface LoadedProps<T, Key extends QueryKey> {
  query: UseQueryOptions<T, Error, T, Key> & { queryKey: Key }
  children: (data: T) => ReactNode
}

/** What was asked for; until then its shape, or why it is not there and a way to ask again. */
export function Loaded<T, Key extends QueryKey>({ query, children }: LoadedProps<T, Key>) {
  const { t } = useI18n()
  const asked = useQuery(query)
  const { why, isAsking, again } = useFailure(query.queryKey, asked)
  if (asked.data !== undefined) return children(asked.data)
  if (!why) return <Skeleton width="100%" height={240} />
  return (
    <EmptyState
      role="alert"
      icon={<AlertIcon />}
      title={t.settings.loadFailed}
      action={
        <Button look="primary" busy={isAsking} onClick={again}>
          {t.app.retry}
        </Button>
      }
    >
      {errorText(t, why)}
    </EmptyState>
  )
}
