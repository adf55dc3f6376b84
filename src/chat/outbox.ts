import { asCauserieError, passes, type CauserieError } from '@/lib/errors'
import type { Storage } from '@/lib/storage'
import { createStore, type Store } from '@/lib/store'
import { backoffMs } from '@/lib/time'
import { discard, drop, fail, heldForMs, lanesOf, nextInLane, parseUnsent, put, revive, type Unsent } from './lanes'
import type { Tabs } from './tabs'

/**
 * What is written and not stored yet. It survives a reload, tabs share it, and each message leaves in its turn: trouble that passes holds
 * the lane, a refusal lets the next one through and waits for its author. Nothing is lost and nothing is stored twice.
 */
export interface Outbox {
  state: Store<OutboxState>
  /** On the screen at once, whatever the network does. */
  add: (entry: Unsent) => void
  retry: (id: string, seenSeq: number | null) => void
  discard: (id: string) => void
  /** Settles once storage holds all that was written so far, or can hold nothing. */
  kept: () => Promise<unknown>
  /** The network, the server or the session may be back: don't wait any longer. */
  wake: () => void
  /** Reads what an earlier page left and begins to send. @returns the undo; what is under way ends where it is */
  start: () => () => void
}

export interface OutboxState {
  entries: readonly Unsent[]
  /** Lanes that wait for better times, and why. */
  held: ReadonlyMap<string, CauserieError>
  /** Nobody is signed in who could send. */
  signedOut: boolean
}

export interface OutboxOptions<Sent> {
  storage: Storage
  /** Whose outbox: nobody sends what another has written on the same computer. */
  key: string
  tabs: Tabs
  /** @throws CauserieError */
  send: (entry: Unsent) => Promise<Sent>
  /** Stored: shown before it is forgotten here, so that nothing blinks. Also told of what another tab has sent. */
  onSent: (entry: Unsent, sent: Sent) => void
  random?: () => number
}

const HOLD = { baseMs: 1_000, capMs: 30_000 }

type Word<Sent> = { word: 'changed' } | { word: 'poke' } | { word: 'sent'; entry: Unsent; sent: Sent }

export function createOutbox<Sent>({
  storage,
  key,
  tabs,
  send,
  onSent,
  random = Math.random,
}: OutboxOptions<Sent>): Outbox {
  const state = createStore<OutboxState>({ entries: [], held: new Map(), signedOut: false })
  const lanes = new Map<string, Promise<void>>()
  const sleepers = new Set<() => void>()
  let writing: Promise<unknown> = Promise.resolve()
  let stopped = true
  let leading = false
  let forgetful = false
  let changes = 0
  let wakings = 0
  let lookAgain: () => void = () => undefined

  const entries = () => state.get().entries
  const isStopped = () => stopped
  const isForgetful = () => forgetful
  const patch = (fields: Partial<OutboxState>) => state.set({ ...state.get(), ...fields })

  // Here at once; in storage one change after the other, each upon what other tabs have written meanwhile.
  function change(edit: (entries: readonly Unsent[]) => Unsent[]): Promise<unknown> {
    changes += 1
    patch({ entries: edit(entries()) })
    writing = writing
      .then(() => tabs.lock('storage', async () => write(edit(parseUnsent(await storage.getItem(key))))))
      .catch(() => {
        forgetful = true // full or forbidden: from now on the page itself is all the memory there is
      })
    return writing
  }

  async function write(kept: Unsent[]) {
    if (kept.length > 0) await storage.setItem(key, JSON.stringify(kept))
    else await storage.removeItem(key)
  }

  async function read(): Promise<void> {
    const seen = changes
    await writing
    if (isForgetful()) return
    try {
      const kept = parseUnsent(await storage.getItem(key))
      if (isForgetful()) return
      if (seen === changes) patch({ entries: kept })
      else await read() // something was written meanwhile: what was read is old
    } catch {
      // Storage can't be read: what this page knows is all there is.
    }
  }

  function say(word: Word<Sent>) {
    void writing.then(() => tabs.tell(word))
  }

  async function hear(word: unknown) {
    if (!isWord<Sent>(word)) return
    if (word.word === 'sent') {
      onSent(word.entry, word.sent)
      patch({ entries: drop(entries(), word.entry.id) })
    }
    await read()
    if (word.word === 'poke') wakeSleepers()
    void run()
  }

  // Only one tab sends. The others wait for its lock, and take over if it goes.
  async function run() {
    lookAgain()
    if (leading || stopped || !hasWork()) return
    leading = true
    try {
      await writing
      await tabs.lock('sending', async () => {
        await read()
        while (!isStopped()) {
          for (const lane of lanesOf(entries()))
            if (!lanes.has(lane) && nextInLane(entries(), lane)) lanes.set(lane, drive(lane))
          if (lanes.size === 0) break
          const called = new Promise<void>((resolve) => {
            lookAgain = resolve
          })
          await Promise.race([called, ...lanes.values()])
        }
        await writing // whoever sends next reads what became of these
      })
    } finally {
      leading = false
    }
    if (hasWork()) void run() // written while the lock was let go
  }

  const hasWork = () => !stopped && lanesOf(entries()).some((lane) => nextInLane(entries(), lane))

  async function drive(lane: string) {
    let tries = 0
    let hurried = false
    try {
      for (let entry = nextInLane(entries(), lane); entry && !isStopped(); entry = nextInLane(entries(), lane)) {
        const { id } = entry
        const heldMs = heldForMs(entry, Date.now())
        if (heldMs > 0) {
          await sleep(heldMs) // taken back meanwhile, the next one is looked for
          continue
        }
        const before = wakings
        try {
          const sent = await send(entry)
          onSent(entry, sent)
          void change((all) => drop(all, id))
          say({ word: 'sent', entry, sent })
          tries = 0
          hurried = false
          hold(lane, null)
        } catch (thrown) {
          const error = asCauserieError(thrown)
          if (!mayPass(error)) {
            void change((all) => fail(all, id, error))
            say({ word: 'changed' })
            continue
          }
          tries += 1
          hold(lane, error)
          // Times became better while this was on its way. Once only: trying may itself be what wakes us, by a new session.
          hurried = wakings !== before && !hurried
          if (hurried) continue
          await sleep(
            error.trouble === 'session' ? HOLD.capMs : (error.retryInMs ?? backoffMs(tries, { ...HOLD, random })),
          )
        }
      }
    } finally {
      hold(lane, null)
      lanes.delete(lane)
    }
  }

  function hold(lane: string, why: CauserieError | null) {
    const before = state.get()
    const signedOut = why?.trouble === 'session'
    const known = before.held.get(lane)
    if (known?.trouble === why?.trouble && known?.hint === why?.hint && before.signedOut === signedOut) return
    const held = new Map(before.held)
    if (why) held.set(lane, why)
    else held.delete(lane)
    patch({ held, signedOut })
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      sleepers.add(wake)
    })
  }

  function wakeSleepers() {
    wakings += 1
    for (const wake of sleepers) wake()
  }

  // The person has done something: nobody's patience is tried further.
  function act(edit: (entries: readonly Unsent[]) => Unsent[]) {
    void change(edit)
    say({ word: 'poke' })
    wakeSleepers()
    void run()
  }

  return {
    state: { get: state.get, subscribe: state.subscribe },
    add: (entry) => act((all) => put(all, entry)),
    retry: (id, seenSeq) => act((all) => revive(all, id, seenSeq)),
    discard: (id) => act((all) => discard(all, id)),
    kept: () => writing,
    wake() {
      wakeSleepers()
      void run()
    },
    start() {
      stopped = false
      const stop = tabs.onTold((word) => void hear(word))
      void read().then(run)
      return () => {
        stopped = true
        stop()
        wakeSleepers()
      }
    },
  }
}

/** Signing in again helps too, and nothing the person wrote is at fault. */
function mayPass(error: CauserieError): boolean {
  return passes(error) || error.trouble === 'session'
}

function isWord<Sent>(value: unknown): value is Word<Sent> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'word' in value &&
    ['changed', 'poke', 'sent'].includes(String(value.word))
  )
}
