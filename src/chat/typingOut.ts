import { topic } from '@/realtime/events'
import type { Realtime } from '@/realtime/realtime'
import type { ChatApi } from './api'
import type { Side } from './model'

/** Tells the other side that we write: as often as it is asked to, and no more. */
export interface TypingOut {
  tell: (conversationId: string) => void
  /** The message is out: the next keystroke is news again. */
  stopped: (conversationId: string) => void
}

const AGENT_PERIOD_MS = 3_000
const AFTER_TROUBLE_MS = 5_000

export function createTypingOut(side: Side, api: ChatApi, { topics, myTopics }: Realtime): TypingOut {
  const againAt = new Map<string, number>()

  // A contact never speaks on a channel: the database does, while an agent looks.
  async function askToTell(conversationId: string) {
    againAt.set(conversationId, Infinity)
    const seconds = await api.typing(conversationId).catch(() => AFTER_TROUBLE_MS / 1_000)
    againAt.set(conversationId, performance.now() + seconds * 1_000)
  }

  return {
    tell(conversationId) {
      if (performance.now() < (againAt.get(conversationId) ?? 0)) return
      if (side.side === 'contact') {
        void askToTell(conversationId)
        return
      }
      againAt.set(conversationId, performance.now() + AGENT_PERIOD_MS)
      const word = { id: conversationId, agent_id: side.me.id, name: side.me.name }
      topics.send(topic.conversation(conversationId), 'agent_typing', word)
      for (const name of myTopics.get().agents) topics.send(name, 'agent_typing', word)
    },
    stopped(conversationId) {
      if (side.side === 'agent') againAt.delete(conversationId)
    },
  }
}
