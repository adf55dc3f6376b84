import { createClientFor, type Client } from '@/lib/supabase'

let client: Client | null = null

/** The team's one client. Not made in a component: a second one on the page would renew the same session twice. */
export function agentClient(): Client {
  client ??= createClientFor('agent')
  return client
}
