import { useEffect, useEffectEvent, useRef } from 'react'
import type { WidgetControl } from '@/widget/control'
import { CONTACT, pageStorage } from '@/widget/pageStorage'

/**
 * Who the site says its visitor is. A token names them, another one the next. None after one forgets them, as `null` does whoever was
 * named on an earlier page. A component that goes says nothing: on the next page it is back.
 * @param onRefused told the code of an error
 */
export function useIdentityToken(
  control: WidgetControl,
  inboxKey: string,
  token: string | null | undefined,
  onRefused: (code: string) => void,
): void {
  const last = useRef<string | null>(undefined)
  const refused = useEffectEvent((error: { code?: string }) => {
    if (error.code && error.code !== 'logged_out') onRefused(error.code)
  })
  useEffect(() => {
    const before = last.current
    last.current = token
    if (token) control.identifyOnce(token).catch(refused)
    else if (before || (token === null && pageStorage(inboxKey).get(CONTACT))) control.logout().catch(refused)
  }, [control, inboxKey, token])
}
