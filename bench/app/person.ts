import '@/testing/dom'
import { createChat, type Chat } from '@/chat/chat'
import { drawn } from '@/chat/entries'
import type { Side } from '@/chat/model'
import { createQueryClient } from '@/chat/queryClient'
import { createTabs } from '@/chat/tabs'
import { ask } from '@/lib/errors'
import { memoryStorage } from '@/lib/storage'
import { createClientFor, reachabilityOf, type Client, type ClientOptions } from '@/lib/supabase'
import type { MyTopics } from '@/realtime/events'
import { createPage } from '@/realtime/page'
import { createRealtime } from '@/realtime/realtime'
import { supabaseWire } from '@/realtime/wire'

type Connection = { apiUrl: string; publishableKey: string; transport: ClientOptions['transport'] }

/** One tab of one person: all of the app but its components. */
export type Person = {
  client: Client
  chat: Chat
  /** Shows a conversation, as its window would. */
  open: (conversationId: string) => Promise<void>
  /** The bodies on the screen, in order. */
  screen: (conversationId: string) => string[]
  /** Told whenever something on a screen may have changed. */
  onDraw: (listener: () => void) => () => void
  /** Told when a channel stands (again). */
  onJoined: (listener: (topic: string) => void) => () => void
  stop: () => Promise<void>
}

let people = 0

export function createClient(audience: Side['side'], { apiUrl, publishableKey, transport }: Connection): Client {
  return createClientFor(audience, {
    config: { apiUrl, publishableKey },
    storage: memoryStorage(),
    storageKey: `causerie:${people++}`, // one process, many browsers
    fetch: globalThis.fetch,
    transport,
  })
}

/** @param client signed in, if the person is */
export function createPerson(side: Side, client: Client): Person {
  const joined = new Set<(topic: string) => void>()
  const wire = supabaseWire(client)
  const realtime = createRealtime({
    wire: {
      ...wire,
      open: (topic, presenceKey, handlers) =>
        wire.open(topic, presenceKey, {
          ...handlers,
          onStatus(status, error) {
            handlers.onStatus(status, error)
            if (status === 'SUBSCRIBED') for (const listener of joined) listener(topic)
          },
        }),
    },
    watchUser(listener) {
      const { data } = client.auth.onAuthStateChange((_event, session) => listener(session?.user.id ?? null))
      return () => data.subscription.unsubscribe()
    },
    fetchMyTopics: () =>
      ask<MyTopics>(client.rpc('my_topics', side.side === 'agent' ? { workspace_id: side.workspaceId } : {})),
    reachability: reachabilityOf(client),
    page: createPage(),
  })
  const queryClient = createQueryClient()
  const chat = createChat({
    side,
    client,
    realtime,
    queryClient,
    storage: memoryStorage(),
    tabs: createTabs()(),
    context: () => ({}),
  })
  const stops = [chat.start(), realtime.start()]
  const viewer = side.side === 'agent' ? { side: side.side, me: { ...side.me, avatar_url: null } } : { side: side.side }
  return {
    client,
    chat,
    async open(conversationId) {
      const isNew = chat.isNew(conversationId)
      stops.push(chat.open(conversationId, !isNew))
      if (isNew) return
      await queryClient.fetchQuery({
        queryKey: chat.keys.timeline(conversationId),
        queryFn: () => chat.timelines.queryFn(conversationId),
      })
    },
    screen(conversationId) {
      const stored = chat.timelines.get(conversationId)?.entries ?? []
      return drawn(stored, chat.outbox.state.get(), conversationId, viewer, new Map()).flatMap((entry) =>
        entry.type === 'message' ? [entry.body ?? ''] : [],
      )
    },
    onDraw: (listener) => queryClient.getQueryCache().subscribe(listener),
    onJoined(listener) {
      joined.add(listener)
      return () => joined.delete(listener)
    },
    async stop() {
      for (const stop of stops) stop()
      queryClient.clear()
      await client.auth.stopAutoRefresh()
      await client.realtime.disconnect()
    },
  }
}
