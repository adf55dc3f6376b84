import type { Call, FromFrame, FromHost, HostPage, Shown } from '@/widget/loader/protocol'
import { INBOX_KEY, readFromHost } from '@/widget/loader/protocol'
import { createStore, type Store } from '@/lib/store'
import type { PanelOptions, WidgetHost } from '@/widget/host'
import { outcome } from '@/widget/identity'

export interface Bridge {
  host: WidgetHost
  inboxKey: string
  hostOrigin: string
  options: Store<PanelOptions>
  shown: Store<Shown>
  /** Answers what the page asks, first what it has asked so far. */
  answerCalls: (answer: Answer) => void
}

const GREET_AGAIN_MS = 100

type Answer = (call: Call) => Promise<object>

/** What the loader wrote into the frame's address. */
interface Address {
  inboxKey: string
  /** The exact origin of the page around us. Claimed, but words sent to it reach nobody else. */
  hostOrigin: string
}

/** @returns null for an address that no loader writes */
export function readAddress(hash: string): Address | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const inboxKey = parameters.get('inbox') ?? ''
  const hostOrigin = parameters.get('host') ?? ''
  if (!INBOX_KEY.test(inboxKey) || !/^https?:\/\/[^/?#\s]+$/.test(hostOrigin)) return null
  return { inboxKey, hostOrigin }
}

/**
 * Greets the loader and waits for its first word.
 * @param parent the window around the frame
 * @param self the frame's own window, which hears the answers
 */
export function connectToHost({ inboxKey, hostOrigin }: Address, parent: Window, self: Window): Promise<Bridge> {
  const say = (message: FromFrame) => parent.postMessage(message, hostOrigin)
  const options = createStore<PanelOptions>({})
  const shown = createStore<Shown>({ open: false, expanded: false, fills: false })
  const storage = createHostStorage(say)
  let page: HostPage = { url: '', title: '', referrer: '' }
  let answer: Answer | null = null
  let waiting: Call[] = []

  function answerCall(call: Call) {
    if (!answer) return void waiting.push(call)
    void outcome(answer(call)).then((said) => say({ type: 'answer', id: call.id, ...said }))
  }

  function answerCalls(given: Answer) {
    answer = given
    for (const call of waiting) answerCall(call)
    waiting = []
  }

  const host: WidgetHost = {
    storage,
    page: () => page,
    close: () => say({ type: 'close' }),
    expand: (expanded) => say({ type: 'expand', expanded }),
    preview: (preview) => say({ type: 'preview', ...(preview ?? { author: '', text: '', dismiss: '' }) }),
    notify: (preview) => say({ type: 'notify', ...preview }),
    setUnread: (count) => say({ type: 'unread', count }),
    remember: (look) => say({ type: 'look', look }),
    tell: (name, detail) => say({ type: 'event', name, detail }),
    ready: () => say({ type: 'ready' }),
    unknownInbox: () => say({ type: 'unknown_inbox' }),
  }

  return new Promise((resolve) => {
    const hear = (message: FromHost) => {
      switch (message.type) {
        case 'init':
        case 'shown':
          page = message.page
          shown.set(message.shown)
          if (message.type === 'init') {
            options.set(message.options)
            clearInterval(greeting)
            resolve({ host, inboxKey, hostOrigin, options, shown, answerCalls })
          }
          return
        case 'update':
          options.set({ ...options.get(), ...message.options, accentIsAsked: message.options.accent !== undefined })
          return
        case 'stored':
          storage.answer(message.id, message.value)
          return
        case 'call':
          answerCall(message)
          return
        default:
          message satisfies never
      }
    }
    self.addEventListener('message', (event) => {
      if (event.source !== parent || event.origin !== hostOrigin) return
      const message = readFromHost(event.data)
      if (message) hear(message)
    })
    // The frame may be here before the script that answers it.
    const greeting = setInterval(() => say({ type: 'hello', again: true }), GREET_AGAIN_MS)
    say({ type: 'hello', again: false })
  })
}

/** The host page's storage, one question at a time by number. */
function createHostStorage(say: (message: FromFrame) => void) {
  const waiting = new Map<number, (value: string | null) => void>()
  let last = 0
  const ask = (op: 'get' | 'set' | 'remove', name: string, value = '') =>
    new Promise<string | null>((resolve) => {
      const id = ++last
      waiting.set(id, resolve)
      say({ type: 'store', id, op, name, value })
    })
  return {
    getItem: (name: string) => ask('get', name),
    setItem: (name: string, value: string) => ask('set', name, value).then(() => undefined),
    removeItem: (name: string) => ask('remove', name).then(() => undefined),
    answer(id: number, value: string | null) {
      waiting.get(id)?.(value)
      waiting.delete(id)
    },
  }
}
