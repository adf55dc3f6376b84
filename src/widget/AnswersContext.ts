import { createContext, use, useSyncExternalStore } from 'react'
import type { Answers, AnswersState } from './answers'

export const AnswersContext = createContext<Answers | null>(null)

/** What the visitor has said of themselves so far; null until it was read from storage. */
export function useAnswers(): Answers & { current: AnswersState | null } {
  const answers = use(AnswersContext)
  if (!answers) throw new Error('This needs WidgetProviders above it.')
  return { ...answers, current: useSyncExternalStore(answers.state.subscribe, answers.state.get) }
}
