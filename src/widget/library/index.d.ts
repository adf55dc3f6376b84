import type { ReactNode } from 'react'

/** What a listener of `onEvent` is given, by the event's name. */
export interface ChatEvents {
  ready: Record<string, never>
  open: Record<string, never>
  close: Record<string, never>
  unread: { count: number }
  'message:sent': { conversation_id: string }
  'message:received': { conversation_id: string }
  'conversation:started': { conversation_id: string }
  'conversation:closed': { conversation_id: string }
  error: { code: string }
}

export interface ChatWidgetProps {
  /** The inbox's public key: `ibx_` and 22 letters or digits. */
  inboxKey: string
  /** Your Supabase project. Without them the page's `<meta name="causerie:api-url">` and `<meta name="causerie:publishable-key">` say. */
  apiUrl?: string
  publishableKey?: string
  /** `floating`: a button in the corner with its panel. `inline`: the panel, as large as what it stands in. */
  variant?: 'floating' | 'inline'
  /** Without it the browser's. */
  locale?: 'en' | 'fr'
  /** `#rrggbb`, until the inbox has said its own. */
  accent?: string
  /** Without it the colour scheme of what it stands in. */
  theme?: 'light' | 'dark'
  onEvent?: <Name extends keyof ChatEvents>(name: Name, detail: ChatEvents[Name]) => void
}

/** The chat of an inbox. Draws nothing on the server, and makes no request before somebody reaches for it (`inline`: at once). */
export declare function ChatWidget(props: ChatWidgetProps): ReactNode

export interface ChatSummary {
  id: string
  status: 'open' | 'closed'
  unread: number
  lastMessage: string | null
}

export interface Chat {
  /** The chat is loaded: `conversations` are known. */
  isReady: boolean
  isOpen: boolean
  unread: number
  /** The newest first. */
  conversations: readonly ChatSummary[]
  open: () => void
  close: () => void
  toggle: () => void
  /** Into this conversation, else the newest one that is open, else a new one. Waits for the chat where it is not loaded yet. */
  send: (text: string, conversationId?: string) => void
}

/** The chat on this page, from any component: of this inbox, else of the first `ChatWidget` that stands there. */
export declare function useChat(inboxKey?: string): Chat
