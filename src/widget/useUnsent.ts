import { useMemo, useSyncExternalStore } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { Unsent } from '@/chat/lanes'
import type { Delivery } from '@/chat/model'

/** What was written last in a conversation, and is not stored yet. */
export interface Waiting {
  id: string
  /** The conversation itself waits to begin. */
  isNew: boolean
  text: string
  written_at: string
  state: Exclude<Delivery['state'], 'stored'>
}

/** What waits in each conversation, also from before a reload or in another tab. */
export function useUnsent(): Waiting[] {
  const { outbox } = useChat()
  const { entries, held } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get)
  return useMemo(() => unsentOf(entries, new Set(held.keys())), [entries, held])
}

export function unsentOf(entries: readonly Unsent[], held: ReadonlySet<string>): Waiting[] {
  const conversations = Map.groupBy(entries, ({ conversation_id }) => conversation_id)
  return [...conversations].flatMap(([id, own]) => {
    const last = own.at(-1)
    if (!last) return []
    const hasFailed = own.some(({ failure }) => failure)
    return {
      id,
      isNew: own.some(({ kind }) => kind === 'start'),
      text: last.body || (last.attachments?.[0]?.name ?? ''),
      written_at: last.written_at,
      state: hasFailed ? 'failed' : held.has(id) ? 'waiting' : 'sending',
    } satisfies Waiting
  })
}
