import { createContext, use, useMemo, type ReactNode } from 'react'
import type { Storage } from '@/lib/storage'
import type { Client } from '@/lib/supabase'
import { RealtimeProvider, useSupabaseRealtime } from '@/realtime/RealtimeProvider'
import type { Side } from './model'
import type { StartContext } from './shapes'

export interface Chat {
  side: Side
  client: Client
}

const ChatContext = createContext<Chat | null>(null)

/**
 * Everything below speaks for one side of the conversation. Brings its own RealtimeProvider; wants a QueryClientProvider
 * (`createQueryClient()`) and an I18nProvider above it. Give it a `key` of the user when agents take turns on one page.
 */
export type ChatProviderProps = Side & {
  client: Client
  /** Keeps unsent messages and drafts across reloads. */
  storage?: Storage
  /** Contacts: where the page stands, told to the team when a conversation starts. */
  context?: () => StartContext
  children: ReactNode
}

export function ChatProvider({ client, children, ...props }: ChatProviderProps) {
  const realtime = useSupabaseRealtime(
    client,
    props.side === 'agent' ? props.workspaceId : null,
    props.side === 'agent' ? props.me.id : null,
  )
  const chat = useMemo<Chat>(() => ({ side: props, client }), [props, client])
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
