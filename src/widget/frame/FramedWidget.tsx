import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { Language } from '@/i18n/Language'
import type { Client } from '@/lib/supabase'
import type { Identity } from '@/widget/identity'
import { PanelBoundary } from '@/widget/PanelBoundary'
import { WidgetPanel } from '@/widget/WidgetPanel'
import { WidgetProviders } from '@/widget/WidgetProviders'
import { AllowedSite } from './AllowedSite'
import type { Bridge } from './bridge'
import { RememberInbox } from './RememberInbox'
import { words } from './words'
import styles from './FramedWidget.module.css'

interface FramedWidgetProps {
  bridge: Bridge
  client: Client
  identity: Identity
}

/** The panel in its frame: what the loader says goes in as props. */
export function FramedWidget({ bridge, client, identity }: FramedWidgetProps) {
  const { inboxKey } = bridge
  const host = useMemo(() => ({ ...bridge.host, claims: identity.claims }), [bridge, identity])
  const person = useSyncExternalStore(identity.person.subscribe, identity.person.get)
  const options = useSyncExternalStore(bridge.options.subscribe, bridge.options.get)
  const shown = useSyncExternalStore(bridge.shown.subscribe, bridge.shown.get)
  const { theme, locale } = options

  useEffect(() => {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    else delete document.documentElement.dataset.theme
  }, [theme])

  return (
    <Language words={words} locale={locale} remember={false} onChange={(chosen) => host.remember({ locale: chosen })}>
      <div className={styles.frame}>
        <PanelBoundary onError={host.ready}>
          <WidgetProviders key={person} inboxKey={inboxKey} client={client} host={host}>
            <AllowedSite host={host} origin={bridge.hostOrigin}>
              <RememberInbox host={host} />
              <WidgetPanel host={host} options={options} shown={shown} />
            </AllowedSite>
          </WidgetProviders>
        </PanelBoundary>
      </div>
    </Language>
  )
}
