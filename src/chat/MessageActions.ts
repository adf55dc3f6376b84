import { createContext, type ReactNode } from 'react'
import type { ChatMessage, ChatNote } from './model'

/** What may be done with what is stored, drawn beside its time. The team's screens have something, the widget has nothing. */
export const MessageActionsContext = createContext<((written: ChatMessage | ChatNote) => ReactNode) | null>(null)
