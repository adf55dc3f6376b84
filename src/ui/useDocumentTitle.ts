import { useEffect } from 'react'

/** The document has one title, whoever writes a part of it. */
const parts = { title: '', unread: 0 }

/** What the tab is called: "Sign in · Causerie". Each page says its own, so none keeps another's. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    parts.title = title
    show()
  }, [title])
}

/** Puts a number before it, as long as this is mounted: "(2) Reports · Causerie". */
export function useUnreadInTitle(unread: number): void {
  useEffect(() => {
    parts.unread = unread
    show()
  }, [unread])
  useEffect(
    () => () => {
      parts.unread = 0
      show()
    },
    [],
  )
}

function show(): void {
  const { title, unread } = parts
  if (title) document.title = unread > 0 ? `(${unread}) ${title} · Causerie` : `${title} · Causerie`
}
