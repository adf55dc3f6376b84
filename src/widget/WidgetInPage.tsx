import { createClientFor, type Client } from '@/lib/supabase'
import type { PanelOptions, WidgetHost } from './host'
import type { Shown } from './loader/protocol'
import { WidgetPanel } from './WidgetPanel'
import { WidgetProviders } from './WidgetProviders'

interface WidgetInPageProps {
  inboxKey: string
  host: WidgetHost
  options: PanelOptions
  shown: Shown
}

/** What `ChatWidget` loads on the first intent. */
export function WidgetInPage({ inboxKey, host, options, shown }: WidgetInPageProps) {
  return (
    <WidgetProviders inboxKey={inboxKey} client={clientOf(inboxKey, host)} host={host}>
      <WidgetPanel host={host} options={options} shown={shown} />
    </WidgetProviders>
  )
}

// One per inbox for the life of the page: two clients over one session would renew it against each other.
const clients = new Map<string, Client>()

function clientOf(inboxKey: string, host: WidgetHost): Client {
  const client =
    clients.get(inboxKey) ??
    createClientFor('contact', { storage: host.storage, storageKey: `causerie:contact:${inboxKey}` })
  clients.set(inboxKey, client)
  return client
}
