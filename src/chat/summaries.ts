import type { QueryClient } from '@tanstack/react-query'
import { inTurn } from '@/lib/turns'
import type { AgentApi } from './agentApi'
import type { ChatKeys, Timelines } from './cache'
import type { ContactApi } from './contactApi'
import type { IncomingMessages } from './incoming'
import type { ContactConversation, InboxConversation } from './shapes'

/** What the cache knows of conversations as wholes: a contact's list, an agent's open rows. */
export interface Summaries {
  /** A contact's conversation as it is now. */
  put: (next: ContactConversation) => void
  /** Asks for a contact's list anew, if anybody looks at it. */
  refreshAll: () => void
  /** Asks for an agent's open conversation anew. */
  refresh: (conversationId: string) => void
  /** A contact has read up to here. */
  showRead: (conversationId: string, seq: number) => void
}

interface SummariesOptions {
  queryClient: QueryClient
  keys: ChatKeys
  api: ContactApi | AgentApi
  timelines: Timelines
  incoming: IncomingMessages
  /** Whether anybody is signed in: nobody's list is empty, and says nothing of who was. */
  isSomebody: () => Promise<boolean>
}

/** As many as `my_conversations()` tells: of more, those that are missing may only be old. */
const ALL_MAX = 200

export function createSummaries({
  queryClient,
  keys,
  api,
  timelines,
  incoming,
  isSomebody,
}: SummariesOptions): Summaries {
  const known = () => queryClient.getQueryData<ContactConversation[]>(keys.conversations)
  async function askAll() {
    if (!queryClient.getQueryState(keys.conversations) || !('conversations' in api)) return
    const before = known()
    try {
      const list = await api.conversations()
      queryClient.setQueryData<ContactConversation[]>(keys.conversations, list)
      if (before && list.length < ALL_MAX && (await isSomebody())) dropGone(before, list)
      for (const next of list) {
        timelines.heard(next.id, [], { heardOf: next.last_seq })
        if (before)
          incoming.heardConversation(
            before.find(({ id }) => id === next.id),
            next,
          )
      }
    } catch {
      // The next call to catch up comes soon; the connection's state says what is the matter.
    }
  }

  // What was known before the question and is not in the answer is theirs no more: they were erased, or are somebody else here now.
  function dropGone(before: ContactConversation[], list: ContactConversation[]) {
    const gone = new Set(before.map(({ id }) => id))
    for (const { id } of list) gone.delete(id)
    if (gone.size === 0) return
    // Through the query itself: putting data joins it with what is there.
    const query = queryClient.getQueryCache().find<ContactConversation[]>({ queryKey: keys.conversations })
    query?.setState({ data: query.state.data?.filter(({ id }) => !gone.has(id)) })
    for (const id of gone) queryClient.removeQueries({ queryKey: keys.timeline(id) })
  }

  async function ask(id: string) {
    if (!queryClient.getQueryState(keys.conversation(id)) || !('conversation' in api)) return
    try {
      const row = await api.conversation(id)
      if (row) queryClient.setQueryData<InboxConversation | null>(keys.conversation(id), row)
    } catch {
      // As above.
    }
  }

  const refreshing = new Map<string, () => void>()
  return {
    put(next) {
      const before = known()?.find(({ id }) => id === next.id)
      queryClient.setQueryData<ContactConversation[]>(keys.conversations, [next])
      incoming.heardConversation(before, next)
    },
    refreshAll: inTurn(askAll),
    refresh(id) {
      const want = refreshing.get(id) ?? inTurn(() => ask(id))
      refreshing.set(id, want)
      want()
    },
    showRead(conversationId, seq) {
      if (!('conversations' in api)) return
      queryClient.setQueryData<ContactConversation[]>(keys.conversations, (list) =>
        list?.map((conversation) =>
          conversation.id === conversationId && seq >= conversation.last_seq
            ? { ...conversation, contact_read_seq: seq, unread_count: 0 }
            : conversation,
        ),
      )
    },
  }
}
