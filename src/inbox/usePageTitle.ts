import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { deskQueries } from './queries'
import { useDesk } from './useDesk'

/** The number of conversations with something unread, where another tab's user sees it. */
export function usePageTitle(): void {
  const { t } = useI18n()
  const { data: counts } = useQuery(deskQueries.counts(useDesk()))
  const unread = counts?.unread ?? 0
  useEffect(() => {
    const before = document.title
    document.title = `${unread > 0 ? t.inbox.titleUnread(unread) : t.inbox.title} · Causerie`
    return () => {
      document.title = before
    }
  }, [t, unread])
}
