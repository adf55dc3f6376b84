import type { Storage } from '@/lib/storage'
import { createStore, type Store } from '@/lib/store'

/** What a visitor has said of themselves before the team could know it: kept over a reload, sent with the first message. */
export interface Answers {
  /** Null until they have been read. */
  state: Store<AnswersState | null>
  /** At every keystroke. */
  write: (key: string, value: string | boolean) => void
  /** The form is done: these go with the next conversation. */
  finish: () => void
  /** The team has them. */
  forget: () => void
}

export interface AnswersState {
  values: Readonly<Record<string, string | boolean>>
  isFinished: boolean
}

const NAME = 'form'
const NONE: AnswersState = { values: {}, isFinished: false }

export function createAnswers(storage: Storage): Answers {
  const state = createStore<AnswersState | null>(null)
  const now = () => state.get() ?? NONE
  const keep = (next: AnswersState) => {
    state.set(next)
    const isEmpty = Object.keys(next.values).length === 0
    void attempt(() => (isEmpty ? storage.removeItem(NAME) : storage.setItem(NAME, JSON.stringify(next))))
  }
  void attempt(async () => {
    const kept = parse(await storage.getItem(NAME))
    state.set({ ...kept, values: { ...kept.values, ...now().values } }) // what was typed meanwhile is newer
  })
  return {
    state: { get: state.get, subscribe: state.subscribe },
    write: (key, value) => keep({ ...now(), values: { ...now().values, [key]: value } }),
    finish: () => keep({ ...now(), isFinished: true }),
    forget: () => keep(NONE),
  }

  async function attempt(act: () => unknown) {
    try {
      await act()
    } catch {
      if (!state.get()) state.set(NONE) // storage is full or forbidden: the answers last as long as the page
    }
  }
}

function parse(text: string | null): AnswersState {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null')
    if (typeof parsed !== 'object' || parsed === null || !('values' in parsed)) return NONE
    const { values } = parsed
    if (typeof values !== 'object' || values === null) return NONE
    const known = Object.entries(values as Record<string, unknown>).filter(
      (entry): entry is [string, string | boolean] => typeof entry[1] === 'string' || typeof entry[1] === 'boolean',
    )
    return { values: Object.fromEntries(known), isFinished: 'isFinished' in parsed && parsed.isFinished === true }
  } catch {
    return NONE // not ours, or damaged
  }
}
