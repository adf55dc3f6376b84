import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon } from '@/ui/icons'
import { Skeleton } from '@/ui/Skeleton'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './FigureState.module.css'

interface FigureStateProps<Answer> {
  query: UseQueryResult<Answer>
  isEmpty?: (answer: Answer) => boolean
  /** What is reserved while loading, so that nothing jumps. */
  height?: number
  children: (answer: Answer) => ReactNode
}

/**
 * What stands on the screen for what was asked: neither the figures of the filters before, dimmed, nor an empty page. A file of it may
 * be handed out.
 */
export function shownOf<Answer>(query: UseQueryResult<Answer>, isEmpty?: (answer: Answer) => boolean): Answer | null {
  return query.data === undefined || query.isPlaceholderData || isEmpty?.(query.data) ? null : query.data
}

/** A report on its way, failed, empty, or there. One that fails leaves the others standing. */
export function FigureState<Answer>({ query, isEmpty, height = 260, children }: FigureStateProps<Answer>) {
  const { t } = useI18n()
  if (query.data !== undefined) {
    if (isEmpty?.(query.data)) return <EmptyState title={t.reports.empty}>{t.reports.emptyWords}</EmptyState>
    return (
      <div className={styles.answer} data-late={query.isPlaceholderData} aria-busy={query.isPlaceholderData}>
        {children(query.data)}
      </div>
    )
  }
  if (query.isPending) {
    return (
      <output className={styles.loading}>
        <VisuallyHidden>{t.reports.loading}</VisuallyHidden>
        <Skeleton height={height} />
      </output>
    )
  }
  return (
    <EmptyState
      role="alert"
      icon={<AlertIcon />}
      title={t.reports.failed}
      action={
        <Button busy={query.isFetching} onClick={() => void query.refetch()}>
          {t.reports.retry}
        </Button>
      }
    >
      {errorText(t, query.error)}
    </EmptyState>
  )
}
