import { createClientFor, type Client } from '@/lib/supabase'
import type { Config } from '@/lib/config'
import type { WidgetControl } from './control'
import { ControlLink } from './ControlLink'
import type { PanelOptions, WidgetHost } from './host'
import type { Shown } from './loader/protocol'
import { WidgetPanel } from './WidgetPanel'
import { WidgetProviders } from './WidgetProviders'

interface WidgetInPageProps {
  inboxKey: string
  host: WidgetHost
  options: PanelOptions
  shown: Shown
  /** Without it the page's `<meta>` say where our Supabase is. */
  config?: Config
  control?: WidgetControl
}

/** What `ChatWidget` loads on the first intent. */
export function WidgetInPage({ inboxKey, host, options, shown, config, control }: WidgetInPageProps) {
  return (
    <WidgetProviders inboxKey={inboxKey} client={clientOf(inboxKey, host, config)} host={host}>
      {control && <ControlLink control={control} />}
      <WidgetPanel host={host} options={options} shown={shown} />
    </WidgetProviders>
  )
}

// One per inbox for the life of the page: two clients over one session would renew it against each other. The name of its storage is also
// that of auth-js's own BroadcastChannel: the chat's channel between tabs, `causerie:contact:{inbox key}`, must have another.
const clients = new Map<string, Client>()

function clientOf(inboxKey: string, host: WidgetHost, config?: Config): Client {
  const client =
    clients.get(inboxKey) ??
    createClientFor('contact', { config, storage: host.storage, storageKey: `causerie:contact:${inboxKey}:session` })
  clients.set(inboxKey, client)
  return client
}
