import { useEffect, useRef } from 'react'
import { createPageTitle, type PageTitle } from './loader/pageTitle'

/** What is unread, in the title of a page that nobody looks at. */
export function usePageTitle(unread: number): void {
  const title = useRef<PageTitle | null>(null)
  useEffect(() => {
    title.current = createPageTitle()
    return () => {
      title.current?.remove()
      title.current = null
    }
  }, [])
  useEffect(() => title.current?.show(unread), [unread])
}
