import { useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { browserStorage, type Storage } from '@/lib/storage'
import type { Client } from '@/lib/supabase'
import { RealtimeProvider, useSupabaseRealtime } from '@/realtime/RealtimeProvider'
import type { Realtime } from '@/realtime/realtime'
import { createChat, type Chat } from './chat'
import type { Side } from './model'
import { startContext } from './startContext'
import type { StartContext } from './shapes'
import type { Tabs } from './tabs'

/**
 * Everything below speaks for one side of the conversation. Brings its own RealtimeProvider; wants a QueryClientProvider
 * (`createQueryClient()`) and an I18nProvider above it. What it begins with it keeps: give it a `key` of the inbox, or of workspace and
 * agent, where those can change.
 */
export type ChatProviderProps = Side & {
  client: Client
  /** Keeps unsent messages and drafts across reloads. */
  storage?: Storage
  /** Contacts: where the page stands, told to the team when a conversation starts. */
  context?: () => StartContext
  /** Tests script them. */
  realtime?: Realtime
  tabs?: Tabs
  /** Tabs of this browser that listen over one socket. Only for contacts: they never speak on a channel. */
  socketTabs?: Tabs
  children: ReactNode
}

const ChatContext = createContext<Chat | null>(null)

export function ChatProvider({
  client,
  storage,
  context,
  realtime: given,
  tabs,
  socketTabs,
  children,
  ...side
}: ChatProviderProps) {
  const queryClient = useQueryClient()
  const own = useSupabaseRealtime(
    client,
    side.side === 'agent' ? side.workspaceId : null,
    side.side === 'agent' ? side.me.id : null,
    side.side === 'contact' ? socketTabs : undefined,
  )
  const realtime = given ?? own
  const [chat] = useState(() =>
    createChat({
      side,
      client,
      realtime,
      queryClient,
      storage: storage ?? browserStorage(),
      tabs,
      context: context ?? startContext,
    }),
  )
  useEffect(() => chat.start(), [chat])
  return (
    <ChatContext value={chat}>
      <RealtimeProvider realtime={realtime}>{children}</RealtimeProvider>
    </ChatContext>
  )
}

export function useChat(): Chat {
  const chat = use(ChatContext)
  if (!chat) throw new Error('This needs a ChatProvider above it.')
  return chat
}
