import { createContext, type ReactNode } from 'react'
import type { ChatMessage } from './model'

/** What may be done with a stored message, drawn beside its time. The team's screens have something, the widget has nothing. */
export const MessageActionsContext = createContext<((message: ChatMessage) => ReactNode) | null>(null)
