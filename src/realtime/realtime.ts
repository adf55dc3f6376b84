import type { Reachability } from '@/lib/reachability'
import { createStore, type Store } from '@/lib/store'
import { after, between, every, msSince } from '@/lib/time'
import { gathering, inTurn } from '@/lib/turns'
import { together } from '@/lib/undo'
import { NO_TOPICS, topic, type Connection, type MyTopics, type TopicState } from './events'
import type { Page } from './page'
import { createTopics, type Topics } from './topics'
import type { Wire } from './wire'

/** Everything live of one audience: channels, the names of its topics, the connection's state, and the call to catch up. */
export interface Realtime {
  topics: Topics
  myTopics: Store<MyTopics>
  connection: Store<Connection>
  /** Told whenever something may have been missed: fetch what came after the last known number. @returns the undo */
  onCatchUp: (listener: () => void) => () => void
  /** Asks anew which topics are ours: a contact has just come into being. */
  refresh: () => void
  /** Tries now what was put off, and catches up. */
  retry: () => void
  /** @returns the undo: leaves everything */
  start: () => () => void
}

export interface RealtimeOptions {
  wire: Wire
  /** The session, as far as it matters here: the user's id, or null. Told again on every change. @returns the undo */
  watchUser: (listener: (userId: string | null) => void) => () => void
  fetchMyTopics: () => Promise<MyTopics>
  presenceKey?: (topic: string) => string | null
  reachability: Reachability
  page: Page
  random?: () => number
}

const SLOW_POLL_MS = 60_000
const FAST_POLL_MS = 5_000
/** After trouble each poll waits longer by this: the database may have been away, and what is stored before its feed stands again never comes. */
const CALMING = 2
/** Not live for this long: stop hoping and fetch. */
const GRACE_MS = 2_500
/** Not live and nothing fetched for this long: say so. */
const TROUBLE_MS = 6_000
const TICK_MS = 1_000
/** Word of a move may come a moment before the move can be seen: logical replication tells of a commit that other sessions don't see yet. */
const MOVE_SEEN_WITHIN_MS = [300, 1_500, 5_000]
/** Topics of one socket join within a moment of each other, and each says twice that it stands: one question for all. */
const BURST = { quietMs: 20, longestMs: 100 }

export function createRealtime(options: RealtimeOptions): Realtime {
  const { wire, watchUser, fetchMyTopics, reachability, page, random = Math.random } = options
  const myTopics = createStore<MyTopics>(NO_TOPICS, sameTopics)
  const connection = createStore<Connection>(
    { state: 'connecting', connected: false, trouble: null, error: null },
    sameConnection,
  )
  const catchUpListeners = new Set<() => void>()
  let userId: string | null = null
  let notLiveSince: number | null = null
  let lastPollAt = 0
  let pollMs = SLOW_POLL_MS
  let stopFollowing: () => void = () => undefined
  const askMyTopics = inTurn(askForTopics)
  const missed = gathering(lookNow, BURST)

  const topics = createTopics({
    wire,
    presenceKey: options.presenceKey,
    random,
    // To begin to look at a conversation is no reason to look at everything: what is stored in it is told on a topic of our own.
    onJoined: (name, isFirst) => (isFirst && topic.isConversation(name) ? undefined : missed.want()),
    onForbidden: askMyTopics,
  })

  function lookNow() {
    askMyTopics()
    catchUp()
  }

  function catchUp() {
    for (const listener of catchUpListeners) listener()
  }

  async function askForTopics() {
    const asker = userId
    if (!asker) return
    try {
      const names = await fetchMyTopics()
      if (userId === asker) myTopics.set(names)
    } catch {
      // The names we have are the best we know; the slow poll asks again.
    }
  }

  function followMove() {
    const before = myTopics.get()
    stopFollowing()
    askMyTopics()
    stopFollowing = together(
      ...MOVE_SEEN_WITHIN_MS.map((ms) => after(ms, () => myTopics.get() === before && askMyTopics())),
    )
  }

  function judge() {
    const states = [...topics.states.get().values()]
    const live = states.length > 0 && states.every(({ state }) => state === 'live')
    if (live || states.length === 0) notLiveSince = null
    else notLiveSince ??= Date.now()
    const waitedMs = notLiveSince === null ? 0 : msSince(notLiveSince)
    const answered = reachability.get()
    if (!answered) pollMs = FAST_POLL_MS
    const givenUp = states.some(({ state }) => state === 'polling')
    const error = errorIn(states)
    if (!page.online.get()) connection.set({ state: 'offline', connected: false, trouble: 'offline', error })
    else if (!answered) connection.set({ state: 'offline', connected: false, trouble: 'unreachable', error })
    else if (live) connection.set({ state: 'live', connected: true, trouble: null, error: null })
    else if (states.length > 0 && (givenUp || waitedMs >= GRACE_MS)) {
      const polled = msSince(reachability.answeredAt()) <= TROUBLE_MS
      connection.set(
        polled
          ? { state: 'polling', connected: true, trouble: null, error }
          : { state: 'connecting', connected: false, trouble: waitedMs >= TROUBLE_MS ? 'reconnecting' : null, error },
      )
    } else connection.set({ state: 'connecting', connected: false, trouble: null, error })
  }

  // Once a second: are we live, and if not for a while, fetch. Polling alone carries the product.
  function tick() {
    judge()
    const { state } = connection.get()
    const struggling = !page.online.get()
      ? false
      : state === 'offline' || (notLiveSince !== null && msSince(notLiveSince) >= GRACE_MS)
    if (struggling) pollMs = FAST_POLL_MS
    if (msSince(lastPollAt) < (page.visible.get() ? pollMs : SLOW_POLL_MS)) return
    pollMs = Math.min(pollMs * CALMING, SLOW_POLL_MS)
    lastPollAt = Date.now() - between(0, 500, random) // clients that were cut together drift apart
    missed.cancel() // this one will do
    lookNow()
  }

  async function wake() {
    if (!userId) return
    await wire.authorize().catch(() => undefined) // a token that expired asleep would be refused; offline, the next try sees to it
    if (!userId) return
    topics.wake()
    missed.want() // focus and visibility come together
  }

  function setUser(next: string | null) {
    if (next === userId) return
    // Another's channels keep flowing under the old token until it expires: leave before anything else.
    if (userId) topics.suspend()
    missed.cancel()
    userId = next
    myTopics.set(NO_TOPICS)
    if (!next) return
    topics.resume()
    askMyTopics() // joining them is what catches up
  }

  return {
    topics,
    myTopics: { get: myTopics.get, subscribe: myTopics.subscribe },
    connection: { get: connection.get, subscribe: connection.subscribe },
    onCatchUp(listener) {
      const own = () => listener()
      catchUpListeners.add(own)
      return () => catchUpListeners.delete(own)
    },
    refresh: askMyTopics,
    retry: () => void wake(),
    start() {
      lastPollAt = Date.now()
      const stop = together(
        topics.states.subscribe(judge),
        reachability.subscribe(judge),
        page.online.subscribe(judge),
        page.onWake(() => void wake()),
        listenToMoves(topics, myTopics, followMove),
        watchUser(setUser),
        every(TICK_MS, tick),
      )
      judge()
      return together(
        () => setUser(null),
        () => stopFollowing(),
        stop,
      )
    },
  }
}

/** `topics_moved` is a hint that any topic may carry; the truth is asked. Keeps a listener on each of our own topics. */
function listenToMoves(topics: Topics, myTopics: Store<MyTopics>, onMoved: () => void): () => void {
  let undos = new Map<string, () => void>()
  function follow() {
    const { workspace, contact } = myTopics.get()
    const names = new Set([...workspace, ...contact])
    for (const [name, undo] of undos) if (!names.has(name)) undo()
    undos = new Map(
      [...names].map((name) => [
        name,
        undos.get(name) ?? topics.listen(name, { onEvent: ({ event }) => event === 'topics_moved' && onMoved() }),
      ]),
    )
  }
  const stop = myTopics.subscribe(follow)
  follow()
  return () => {
    stop()
    for (const undo of undos.values()) undo()
    undos = new Map()
  }
}

function errorIn(states: TopicState[]): Error | null {
  for (const state of states) if (state.state === 'trouble' || state.state === 'polling') return state.error
  return null
}

function sameTopics(a: MyTopics, b: MyTopics): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function sameConnection(a: Connection, b: Connection): boolean {
  return a.state === b.state && a.trouble === b.trouble && a.error?.message === b.error?.message
}
