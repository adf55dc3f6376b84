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
  /**
   * Who the visitor is, by a token that your server has signed (docs/identity.md); sent once somebody reaches for the chat. Another one names
   * another visitor. `null`: nobody is signed in. Whoever was named is forgotten on this device, as they are where a token is taken away.
   */
  identityToken?: string | null
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

/** Who the chat takes the visitor for, once `identify` has been answered. */
export interface Contact {
  id: string
  name: string | null
  email: string | null
  verified: boolean
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
  /** As `identityToken`. Resolves once the server has taken the token: not before somebody reaches for the chat. Rejects with its `code`. */
  identify: (given: { token: string }) => Promise<Contact>
  /** What you know of the visitor without proof: shown to the team as unverified. */
  update: (given: {
    name?: string
    email?: string
    attributes?: Record<string, string | number | boolean>
  }) => Promise<void>
  /** Forgets the visitor on this device, in all its tabs; `everywhere`: on their other devices, too. */
  logout: (given?: { everywhere?: boolean }) => Promise<void>
}

/** The chat on this page, from any component: of this inbox, else of the first `ChatWidget` that stands there. */
export declare function useChat(inboxKey?: string): Chat
