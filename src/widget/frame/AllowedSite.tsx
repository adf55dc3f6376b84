import { useEffect, type ReactNode } from 'react'
import { useInbox } from '@/chat/useInbox'
import type { WidgetHost } from '@/widget/host'
import { mayShow } from './mayShow'

interface AllowedSiteProps {
  host: WidgetHost
  /** Of the page around us. */
  origin: string
  children: ReactNode
}

/** Shows nothing on a site that the inbox doesn't name, and says so to the loader. It keeps order; a boundary it is not. */
export function AllowedSite({ host, origin, children }: AllowedSiteProps) {
  const { data } = useInbox()
  const isRefused = data !== undefined && !mayShow(data.allowed_origins, origin)
  useEffect(() => {
    if (isRefused) host.unknownInbox()
  }, [host, isRefused])
  return isRefused ? null : children
}
