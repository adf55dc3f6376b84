import { createContext, use, useEffect, useMemo, type ReactNode } from 'react'
import { ask } from '@/lib/errors'
import { reachabilityOf, type Client } from '@/lib/supabase'
import { NO_TOPICS, type MyTopics } from './events'
import { browserPage } from './page'
import { lazySharedWire } from './lazySharedWire'
import { createRealtime, type Realtime } from './realtime'
import type { SocketTabs } from './sharedWire'
import { supabaseWire } from './wire'

const RealtimeContext = createContext<Realtime | null>(null)

interface RealtimeProviderProps {
  /** Made once and kept: another one starts everything anew. */
  realtime: Realtime
  children: ReactNode
}

export function RealtimeProvider({ realtime, children }: RealtimeProviderProps) {
  useEffect(() => realtime.start(), [realtime])
  return <RealtimeContext value={realtime}>{children}</RealtimeContext>
}

export function useRealtime(): Realtime {
  const realtime = use(RealtimeContext)
  if (!realtime) throw new Error('This needs a RealtimeProvider above it.')
  return realtime
}

/** Realtime over supabase-js. `presenceId`: who we are where agents see each other; contacts are never present. */
export function useSupabaseRealtime(
  client: Client,
  workspaceId: string | null,
  presenceId: string | null,
  /** Who share one socket. */
  tabs?: SocketTabs,
): Realtime {
  return useMemo(() => realtimeOver(client, workspaceId, presenceId, tabs), [client, workspaceId, presenceId, tabs])
}

function realtimeOver(
  client: Client,
  workspaceId: string | null,
  presenceId: string | null,
  tabs: SocketTabs | undefined,
): Realtime {
  const wire = supabaseWire(client)
  return createRealtime({
    wire: tabs ? lazySharedWire(wire, tabs) : wire,
    watchUser: (listener) => watchUser(client, listener),
    fetchMyTopics: async () =>
      parseMyTopics(await ask(client.rpc('my_topics', workspaceId ? { workspace_id: workspaceId } : {}))),
    presenceKey: (topic) => (presenceId && topic.startsWith('conversation:') ? presenceId : null),
    reachability: reachabilityOf(client),
    page: browserPage,
  })
}

function watchUser(client: Client, listener: (userId: string | null) => void): () => void {
  const { data } = client.auth.onAuthStateChange((_event, session) => listener(session?.user.id ?? null))
  return () => data.subscription.unsubscribe()
}

function parseMyTopics(value: unknown): MyTopics {
  const names = (list: unknown) => (Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [])
  if (typeof value !== 'object' || value === null) return NO_TOPICS
  const { workspace, agents, contact } = value as Record<string, unknown>
  return { workspace: names(workspace), agents: names(agents), contact: names(contact) }
}
