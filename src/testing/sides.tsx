import { QueryClientProvider } from '@tanstack/react-query'
import { useLayoutEffect, type ReactNode } from 'react'
import { ChatProvider, useChat } from '@/chat/ChatProvider'
import type { Chat } from '@/chat/chat'
import type { Me, Side } from '@/chat/model'
import { createQueryClient } from '@/chat/queryClient'
import { createTabs, type Tabs } from '@/chat/tabs'
import { I18nProvider } from '@/i18n/I18nProvider'
import { memoryStorage, type Storage } from '@/lib/storage'
import { createClientFor, type Client, type ClientOptions } from '@/lib/supabase'

interface SideOptions {
  url: string
  publishableKey: string
  storage?: Storage
  tabs?: Tabs
  fetch?: typeof globalThis.fetch
  transport?: ClientOptions['transport']
}

/** One browser tab of one person: their client, and the providers that their components stand in. */
export interface Seat {
  client: Client
  /** For testing-library's `wrapper`. */
  Wrapper: (props: { children: ReactNode }) => ReactNode
  /** Once it is rendered. */
  chat: () => Chat
}

export function contactSeat(inboxKey: string, options: SideOptions): Seat {
  return seat({ side: 'contact', inboxKey }, options)
}

export function agentSeat(workspaceId: string, me: Me, options: SideOptions): Seat {
  return seat({ side: 'agent', workspaceId, me }, options)
}

function seat(
  side: Side,
  { url, publishableKey, storage = memoryStorage(), tabs = createTabs()(), fetch, transport }: SideOptions,
): Seat {
  const client = createClientFor(side.side, {
    config: { apiUrl: url, publishableKey },
    storage,
    storageKey: keyIn(storage),
    fetch,
    transport,
  })
  const queryClient = createQueryClient()
  const held: { chat?: Chat } = {}
  function Hold() {
    const chat = useChat()
    useLayoutEffect(() => {
      held.chat = chat
    }, [chat])
    return null
  }
  return {
    client,
    chat() {
      if (!held.chat) throw new Error('Nothing is rendered in this seat yet.')
      return held.chat
    },
    Wrapper: ({ children }) => (
      <QueryClientProvider client={queryClient}>
        <I18nProvider locale="en" remember={false}>
          <ChatProvider {...side} client={client} storage={storage} tabs={tabs}>
            <Hold />
            {children}
          </ChatProvider>
        </I18nProvider>
      </QueryClientProvider>
    ),
  }
}

// Clients of different people are told apart by their storage key, as those of different browsers would be.
const keys = new WeakMap<Storage, string>()

function keyIn(storage: Storage): string {
  const key = keys.get(storage) ?? `session ${Math.random()}`
  keys.set(storage, key)
  return key
}
