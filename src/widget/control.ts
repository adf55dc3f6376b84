import { createStore, type Store } from '@/lib/store'
import { together } from '@/lib/undo'

/** What a page may know of the chat that stands on it. */
export interface ChatState {
  /** The panel is loaded: `conversations` are known. */
  isReady: boolean
  isOpen: boolean
  unread: number
  conversations: readonly ChatSummary[]
}

interface ChatSummary {
  id: string
  status: 'open' | 'closed'
  unread: number
  lastMessage: string | null
}

interface WidgetActions {
  open: () => void
  close: () => void
  /** Loads the chat without opening it. */
  load: () => void
}

type Send = (text: string, conversationId?: string) => void

/** The page's hand on a `ChatWidget`. What is asked before the chat is loaded waits for it. */
export interface WidgetControl {
  state: Store<ChatState>
  open: () => void
  close: () => void
  toggle: () => void
  /** Into this conversation, else the newest one that is open, else a new one. */
  send: Send
  /** The widget is on the page. @returns the undo, as all that follow */
  attach: (widget: WidgetActions) => () => void
  /** Its chat is loaded. */
  attachChat: (send: Send) => () => void
  report: (news: Partial<ChatState>) => void
}

export const NO_CHAT: ChatState = { isReady: false, isOpen: false, unread: 0, conversations: [] }

export function createControl(): WidgetControl {
  const state = createStore(NO_CHAT)
  let widget: WidgetActions | null = null
  let chat: Send | null = null
  let waiting: Parameters<Send>[] = []
  const report = (news: Partial<ChatState>) => state.set({ ...state.get(), ...news })
  return {
    state,
    report,
    open: () => widget?.open(),
    close: () => widget?.close(),
    toggle: () => (state.get().isOpen ? widget?.close() : widget?.open()),
    send(...given) {
      if (chat) return chat(...given)
      waiting.push(given)
      widget?.load()
    },
    attach(actions) {
      widget = actions
      if (waiting.length > 0) actions.load()
      return together(() => {
        widget = null
        state.set(NO_CHAT)
      })
    },
    attachChat(send) {
      chat = send
      for (const given of waiting) send(...given)
      waiting = []
      return together(() => {
        chat = null
        report({ isReady: false })
      })
    },
  }
}
