import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useUnreadInTitle } from '@/ui/useDocumentTitle'
import { deskQueries } from './queries'
import { useDesk } from './useDesk'

/** The number of conversations with something unread, before the title of whichever page it is; a dot on its icon too. */
export function useUnread(): void {
  const { data: counts } = useQuery(deskQueries.counts(useDesk()))
  const unread = counts?.unread ?? 0
  useUnreadInTitle(unread)
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
