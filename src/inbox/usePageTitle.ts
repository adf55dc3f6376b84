import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { contactName } from './contactName'
import { deskQueries } from './queries'
import { useDesk, useRows } from './useDesk'

/** With whom, and the number of conversations with something unread, where another tab's user sees it; a dot on the icon too. */
export function usePageTitle(conversationId: string | null): void {
  const { t } = useI18n()
  const row = useRows().get(conversationId ?? '')
  const { data: counts } = useQuery(deskQueries.counts(useDesk()))
  const unread = counts?.unread ?? 0
  const title = row ? `${contactName(t, row.contact)} · ${t.inbox.title}` : t.inbox.title
  useDocumentTitle(unread > 0 ? `(${unread}) ${title}` : title)
  useFavicon(unread > 0 ? '/favicon-unread.svg' : '/favicon.svg')
}

function useFavicon(href: string): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!link) return undefined
    link.href = href
    return () => {
      link.href = '/favicon.svg'
    }
  }, [href])
}
