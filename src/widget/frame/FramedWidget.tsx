import { useEffect, useSyncExternalStore } from 'react'
import { Language } from '@/i18n/Language'
import type { Client } from '@/lib/supabase'
import { PanelBoundary } from '@/widget/PanelBoundary'
import { WidgetPanel } from '@/widget/WidgetPanel'
import { WidgetProviders } from '@/widget/WidgetProviders'
import type { Bridge } from './bridge'
import { words } from './words'
import styles from './FramedWidget.module.css'

/** The panel in its frame: what the loader says goes in as props. */
export function FramedWidget({ bridge, client }: { bridge: Bridge; client: Client }) {
  const { host, inboxKey } = bridge
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
          <WidgetProviders inboxKey={inboxKey} client={client} host={host}>
            <WidgetPanel host={host} options={options} shown={shown} />
          </WidgetProviders>
        </PanelBoundary>
      </div>
    </Language>
  )
}
