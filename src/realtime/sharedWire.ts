import { after, every, msSince } from '@/lib/time'
import { on, together } from '@/lib/undo'
import type { LiveEvent } from './events'
import type { Wire, WireHandlers, WireStatus } from './wire'

/** What tabs of one browser share: a lock, and words to each other. */
export interface SocketTabs {
  lock: <T>(name: string, act: () => Promise<T>) => Promise<T>
  tell: (word: unknown) => void
  onTold: (listener: (word: unknown) => void) => () => void
}

/** A tab that leads but is not seen may be put to sleep by the browser: so long one that is seen waits for its answer. */
const ANSWER_MS = 2_000
/** So often the others say what they want, and a leader forgets those that have gone silent. */
const WANT_MS = 10_000
const FORGET_MS = 35_000

type Word =
  | { word: 'want'; from: string; topics: string[]; isSeen: boolean }
  | { word: 'bye'; from: string }
  | { word: 'lead' }
  | { word: 'status'; topic: string; status: WireStatus; message: string | null; to: string | null }
  | { word: 'system'; topic: string; status: string; message: string }
  | { word: 'event'; topic: string; event: LiveEvent }

/**
 * One socket for all tabs that listen as the same person: the tab that holds a lock has it and passes on what it hears. When that tab goes,
 * the lock goes to the next at once, which joins anew; whoever is left catches up as after any rejoin. For those who only listen: nothing
 * is said or tracked on these channels.
 */
export function sharedWire(inner: Wire, tabs: SocketTabs, me: string = crypto.randomUUID()): Wire {
  /** Ours, by topic. */
  const own = new Map<string, WireHandlers>()
  /** What other tabs want, and when they last said so. */
  const others = new Map<string, { topics: readonly string[]; at: number }>()
  /** The socket's channels, and how each stands; of the leader. */
  const channels = new Map<string, { close: () => void; status: WireStatus | null }>()
  let leads = false
  let contends = false
  let abdicate: () => void = () => undefined
  let unlisten: (() => void) | null = null
  let cancelDoubt: () => void = () => undefined
  /** How the leader's channels stood, as far as we have passed it on. */
  const heard = new Map<string, WireStatus>()

  const tell = (word: Word) => tabs.tell(word)
  const want = () => {
    if (leads || own.size === 0) return
    tell({ word: 'want', from: me, topics: [...own.keys()], isSeen: isSeen() })
    cancelDoubt()
    // No answer: nobody passes anything on, so whoever listens here shall ask for themselves.
    cancelDoubt = after(ANSWER_MS, () => {
      heard.clear()
      if (!leads) for (const handlers of own.values()) handlers.onStatus('TIMED_OUT')
    })
  }

  function contend() {
    if (contends) return
    contends = true
    void tabs
      .lock('socket', async () => {
        if (own.size > 0) await lead()
      })
      .finally(() => {
        contends = false
        if (own.size > 0) contend() // given up for a tab that is seen: next in line again
      })
  }

  async function lead() {
    await inner.authorize().catch(() => undefined) // the channels say what is the matter
    if (own.size === 0) return // nobody listens here any more: whoever kept the lock now would serve nobody
    leads = true
    cancelDoubt()
    const over = new Promise<void>((resolve) => {
      abdicate = resolve
    })
    tell({ word: 'lead' })
    settle()
    await over
    leads = false
    const closing = [...channels.values()]
    channels.clear()
    others.clear()
    for (const { close } of closing) close()
  }

  // What is wanted here or elsewhere has a channel, and nothing else.
  function settle() {
    if (!leads) return
    const wanted = new Set([...own.keys(), ...[...others.values()].flatMap(({ topics }) => topics)])
    for (const [topic, { close }] of channels) {
      if (wanted.has(topic)) continue
      channels.delete(topic)
      close()
    }
    for (const topic of wanted) if (!channels.has(topic)) join(topic)
  }

  function join(topic: string) {
    const state: { close: () => void; status: WireStatus | null } = { close: () => undefined, status: null }
    channels.set(topic, state)
    const isMine = () => channels.get(topic) === state
    const { close } = inner.open(topic, null, {
      onStatus(status, error) {
        if (!isMine()) return
        state.status = status
        if (status === 'CLOSED') channels.delete(topic)
        own.get(topic)?.onStatus(status, error)
        tell({ word: 'status', topic, status, message: error?.message ?? null, to: null })
      },
      onSystem(status, message) {
        if (!isMine()) return
        own.get(topic)?.onSystem(status, message)
        tell({ word: 'system', topic, status, message })
      },
      onEvent(event) {
        if (!isMine()) return
        own.get(topic)?.onEvent(event)
        tell({ word: 'event', topic, event })
      },
      onPresence: () => undefined,
    })
    state.close = close
  }

  function hear(given: unknown) {
    if (!isWord(given)) return
    if (given.word === 'lead') {
      heard.clear() // what came between the two leaders nobody has heard: as after a rejoin
      want()
    } else if (leads) hearOther(given)
    else hearLeader(given)
  }

  function hearOther(word: Word) {
    if (word.word === 'bye') others.delete(word.from)
    else if (word.word === 'want') {
      others.set(word.from, { topics: word.topics, at: Date.now() })
      if (word.isSeen && !isSeen()) return abdicate() // whoever is seen is never put to sleep
      for (const topic of word.topics) {
        const status = channels.get(topic)?.status
        if (status) tell({ word: 'status', topic, status, message: null, to: word.from })
      }
    } else return
    settle()
  }

  function hearLeader(word: Word) {
    if (word.word === 'want' || word.word === 'bye' || word.word === 'lead') return
    cancelDoubt()
    const handlers = own.get(word.topic)
    if (!handlers) return
    if (word.word === 'event') handlers.onEvent(word.event)
    else if (word.word === 'system') handlers.onSystem(word.status, word.message)
    else if (word.to === null || (word.to === me && heard.get(word.topic) !== word.status)) {
      heard.set(word.topic, word.status)
      handlers.onStatus(word.status, word.message === null ? undefined : new Error(word.message))
    }
  }

  function begin() {
    unlisten ??= together(
      tabs.onTold(hear),
      on(document, 'visibilitychange', () => isSeen() && want()),
      every(WANT_MS, () => {
        want()
        for (const [from, { at }] of others) if (msSince(at) > FORGET_MS) others.delete(from)
        settle()
      }),
    )
    contend()
  }

  function end() {
    unlisten?.()
    unlisten = null
    cancelDoubt()
    if (leads) abdicate()
    else tell({ word: 'bye', from: me })
  }

  return {
    authorize: inner.authorize,
    refresh: inner.refresh,
    open(topic, _presenceKey, handlers) {
      own.set(topic, handlers)
      begin()
      const standing = leads ? channels.get(topic)?.status : null
      if (standing === 'SUBSCRIBED') queueMicrotask(() => own.get(topic) === handlers && handlers.onStatus(standing))
      settle()
      want()
      return {
        send: () => false,
        track: () => undefined,
        untrack: () => undefined,
        close() {
          if (own.get(topic) !== handlers) return
          own.delete(topic)
          heard.delete(topic)
          if (own.size === 0) return end()
          settle()
          want()
        },
      }
    },
  }
}

function isSeen(): boolean {
  return document.visibilityState === 'visible'
}

function isWord(value: unknown): value is Word {
  return (
    typeof value === 'object' &&
    value !== null &&
    'word' in value &&
    ['want', 'bye', 'lead', 'status', 'system', 'event'].includes(String(value.word))
  )
}
