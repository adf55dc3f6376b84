import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Config } from '@/lib/config'
import type { Storage } from '@/lib/storage'
import { createClientFor, type Client } from '@/lib/supabase'
import type { WidgetControl } from './control'
import { ControlLink } from './ControlLink'
import type { PanelOptions, WidgetHost } from './host'
import { createIdentity, outcome, type Identity } from './identity'
import type { Shown } from './loader/protocol'
import { pageStorage, sessionName } from './pageStorage'
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
  const { client, identity } = visitorOf(inboxKey, config)
  const person = useSyncExternalStore(identity.person.subscribe, identity.person.get)
  const own = useMemo(() => ({ ...host, claims: identity.claims }), [host, identity])
  useEffect(() => control?.attachIdentity((call) => outcome(identity.answer(call))), [control, identity])
  return (
    <WidgetProviders key={person} inboxKey={inboxKey} client={client} host={own}>
      {control && <ControlLink control={control} />}
      <WidgetPanel host={own} options={options} shown={shown} />
    </WidgetProviders>
  )
}

interface Visitor {
  client: Client
  identity: Identity
}

// One per inbox for the life of the page: two clients over one session would renew it against each other.
const visitors = new Map<string, Visitor>()

function visitorOf(inboxKey: string, config?: Config): Visitor {
  const visitor = visitors.get(inboxKey) ?? newVisitor(inboxKey, config)
  visitors.set(inboxKey, visitor)
  return visitor
}

function newVisitor(inboxKey: string, config?: Config): Visitor {
  const { get, set, remove } = pageStorage(inboxKey)
  const storage: Storage = { getItem: get, setItem: set, removeItem: remove }
  const client = createClientFor('contact', { config, storage, storageKey: sessionName(inboxKey) })
  return { client, identity: createIdentity({ client, inboxKey, storage }) }
}
