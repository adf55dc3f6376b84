import { createStore, type Store } from '@/lib/store'
import { together } from '@/lib/undo'
import type { Contact } from './loader/causerie'
import { createCalls } from './loader/calls'
import type { Asked, Call } from './loader/protocol'
import { pageStorage, sessionName } from './pageStorage'

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
type Answer = (call: Call) => Promise<{ code: string; value: object }>

/** The page's hand on a `ChatWidget`. What is asked before the chat is loaded waits for it. */
export interface WidgetControl {
  state: Store<ChatState>
  open: () => void
  close: () => void
  toggle: () => void
  /** Into this conversation, else the newest one that is open, else a new one. */
  send: Send
  /** Who the visitor is, as `window.Causerie` has it: said once somebody reaches for the chat. Rejects with a `code`. */
  identify: (given: Asked['identify']) => Promise<Contact>
  /** The same token once only: a token may be good for one use. */
  identifyOnce: (token: string) => Promise<void>
  update: (given: Asked['update']) => Promise<void>
  /** Forgets the visitor on this device. */
  logout: (given?: Asked['logout']) => Promise<void>
  /** Another number whenever a visitor is to be forgotten: what is drawn of them goes, and what was theirs is kept no more. */
  visit: Store<number>
  /** They were forgotten elsewhere. */
  forget: () => void
  /** The widget is on the page. @returns the undo, as all that follow */
  attach: (widget: WidgetActions) => () => void
  /** Its chat is loaded. */
  attachChat: (send: Send) => () => void
  /** Who asks may be answered. */
  attachIdentity: (answer: Answer) => () => void
  /** The chat can't be loaded: who waits for an answer is told. */
  fail: () => void
  report: (news: Partial<ChatState>) => void
}

export const NO_CHAT: ChatState = { isReady: false, isOpen: false, unread: 0, conversations: [] }

export function createControl(inboxKey: string): WidgetControl {
  const state = createStore(NO_CHAT)
  const visit = createStore(0)
  const calls = createCalls()
  const underway = new Set<number>()
  let widget: WidgetActions | null = null
  let chat: Send | null = null
  let waiting: Parameters<Send>[] = []
  let isHeard = false
  let leaving = 0
  let lastToken: string | null = null
  const report = (news: Partial<ChatState>) => state.set({ ...state.get(), ...news })
  const forget = () => {
    visit.set(visit.get() + 1)
    report({ conversations: [] })
  }
  const identify = (given: Asked['identify']) => calls.ask('identify', given) as Promise<Contact>
  return {
    state,
    visit,
    report,
    forget,
    identify,
    open: () => widget?.open(),
    close: () => widget?.close(),
    toggle: () => (state.get().isOpen ? widget?.close() : widget?.open()),
    send(...given) {
      if (chat) return chat(...given)
      waiting.push(given)
      widget?.load()
    },
    async identifyOnce(token) {
      if (token === lastToken) return
      lastToken = token
      try {
        await identify({ token })
      } catch (error) {
        if (lastToken === token) lastToken = null
        throw error
      }
    },
    async update(given) {
      await calls.ask('update', given)
    },
    async logout(given = {}) {
      const stored = pageStorage(inboxKey)
      lastToken = null
      waiting = [] // said by who leaves, not by who comes
      if (!isHeard && !stored.get(sessionName(inboxKey))) {
        calls.forget()
        return stored.wipe() // nobody else knows of them
      }
      leaving++
      widget?.load()
      try {
        await calls.ask('logout', given)
      } finally {
        leaving--
        stored.wipe()
        forget()
      }
    },
    attach(actions) {
      widget = actions
      if (waiting.length > 0 || leaving > 0) actions.load()
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
    attachIdentity(answer) {
      isHeard = true
      calls.connect((call) => {
        if (call.type !== 'call' || underway.has(call.id)) return // asked already, of a panel that was drawn anew meanwhile
        underway.add(call.id)
        void answer(call).then(({ code, value }) => calls.answer(call.id, code, value))
      })
      return together(() => {
        isHeard = false
        calls.disconnect()
      })
    },
    fail: () => calls.fail('unreachable'),
  }
}
