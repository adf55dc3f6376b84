import './library.css'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { Language } from '@/i18n/Language'
import { ChatWidget as Widget } from '@/widget/ChatWidget'
import { words } from '@/widget/frame/words'
import { warn } from '@/widget/loader/warn'
import { controlOf, enter } from './controls'
import type { ChatWidgetProps } from './index'
import { useIdentityToken } from './useIdentityToken'

const stays = () => () => undefined

/** `ChatWidget` in somebody's own React app. Nothing on a server, whose visitors' language and screen nobody knows. */
export function ChatWidget(props: ChatWidgetProps) {
  const isInBrowser = useSyncExternalStore(
    stays,
    () => true,
    () => false,
  )
  return isInBrowser ? <InBrowser key={props.inboxKey} {...props} /> : null
}

function InBrowser({
  inboxKey,
  apiUrl,
  publishableKey,
  identityToken,
  variant,
  locale,
  accent,
  theme,
  onEvent,
}: ChatWidgetProps) {
  const config = useMemo(
    () => (apiUrl && publishableKey ? { apiUrl: apiUrl.replace(/\/+$/, ''), publishableKey } : undefined),
    [apiUrl, publishableKey],
  )
  const control = controlOf(inboxKey)
  useEffect(() => enter(inboxKey), [inboxKey])
  useIdentityToken(control, inboxKey, identityToken, (code) => {
    warn(`identityToken: ${code}`)
    onEvent?.('error', { code })
  })
  return (
    <Language words={words} locale={locale} remember={false} ofPage={false}>
      <div className="causerie" data-variant={variant} data-theme={theme}>
        <Widget
          inboxKey={inboxKey}
          accent={accent}
          inline={variant === 'inline'}
          config={config}
          control={control}
          onEvent={onEvent}
        />
      </div>
    </Language>
  )
}
