import { useEffect } from 'react'

/** What the tab is called: "Sign in · Causerie". Each page says its own, so none keeps another's. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Causerie`
  }, [title])
}
