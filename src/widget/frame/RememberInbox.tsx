import { useEffect } from 'react'
import { useInbox } from '@/chat/useInbox'
import type { WidgetHost } from '@/widget/host'

/** Leaves the inbox's address with the page: when the chat can't be reached one day, its button offers it. */
export function RememberInbox({ host }: { host: WidgetHost }) {
  const { data } = useInbox()
  const email = data?.email
  useEffect(() => {
    if (email) host.remember({ email })
  }, [host, email])
  return null
}
