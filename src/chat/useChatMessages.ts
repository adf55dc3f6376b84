import { useMutation, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { asCauserieError, type CauserieError } from '@/lib/errors'
import { useFailure } from './useFailure'
import { checkBody } from './body'
import { useChat } from './ChatProvider'
import { drawn } from './entries'
import type { ChatMessages, Typist } from './model'
import { hasOlder, lastSeqOf } from './timeline'
import { useConversation } from './useConversation'
import { usePeople } from './usePeople'
import { useViewer } from './useViewer'

/** The messages of a conversation, live: what is stored, what is on its way, who is writing, and how to write. */
export function useChatMessages(conversationId: string): ChatMessages {
  const chat = useChat()
  const outbox = useSyncExternalStore(chat.outbox.state.subscribe, chat.outbox.state.get)
  const isNew = chat.isNew(conversationId) // of what the outbox holds, so read again with it
  const viewer = useViewer()
  const people = usePeople()
  const conversation = useConversation(conversationId)
  const queryKey = chat.keys.timeline(conversationId)
  const timeline = useQuery({
    queryKey,
    queryFn: () => chat.timelines.queryFn(conversationId),
    enabled: !isNew,
  })
  const older = useLoadOlder(conversationId)

  useEffect(() => chat.open(conversationId, !isNew), [chat, conversationId, isNew])

  const stored = timeline.data?.entries
  const entries = useMemo(
    () => drawn(stored ?? [], outbox, conversationId, viewer, people),
    [stored, outbox, conversationId, viewer, people],
  )
  const messages = useMemo(() => entries.filter((entry) => entry.type === 'message'), [entries])
  const lastSeq = messages.findLast(({ seq }) => seq !== null)?.seq ?? null
  const isReady = isNew || Boolean(timeline.data?.covered)
  const failure = useFailure(queryKey, timeline, Boolean(timeline.data?.covered))
  const error = failure.why && asCauserieError(failure.why)

  return {
    status: isReady ? 'ready' : error ? (isMissing(error) ? 'missing' : 'failed') : 'loading',
    error,
    reload: failure.again,
    messages,
    entries,
    conversation,
    sendMessage: useCallback(
      (text, options) => {
        const checked = checkBody(text)
        if (checked.ok) return chat.send(conversationId, checked.body, lastSeq, options)
        const isOnlyFiles = checked.reason === 'blank' && options?.attachments?.length
        return isOnlyFiles ? chat.send(conversationId, '', lastSeq, options) : null
      },
      [chat, conversationId, lastSeq],
    ),
    addNote: useCallback(
      (text, mentions = []) => {
        const checked = checkBody(text)
        return checked.ok ? chat.addNote(conversationId, checked.body, mentions) : null
      },
      [chat, conversationId],
    ),
    startTyping: useCallback(() => chat.tellTyping(conversationId), [chat, conversationId]),
    typing: useTypists(conversationId),
    retry: useCallback(
      (id) => chat.outbox.retry(id, lastSeqOf(chat.timelines.get(conversationId))),
      [chat, conversationId],
    ),
    discard: chat.discard,
    loadOlder: older.load,
    hasOlder: timeline.data ? hasOlder(timeline.data) : false,
    isLoadingOlder: older.isLoading,
  }
}

const NOBODY: readonly Typist[] = []

/** Who writes in a conversation right now. */
function useTypists(conversationId: string): Typist[] {
  const { typing } = useChat()
  return useSyncExternalStore(
    typing.typists.subscribe,
    () => typing.typists.get().get(conversationId) ?? NOBODY,
  ) as Typist[]
}

function useLoadOlder(conversationId: string): { load: () => void; isLoading: boolean } {
  const chat = useChat()
  const { mutate, isPending, variables } = useMutation({
    mutationKey: [...chat.keys.all, 'older'],
    mutationFn: (id: string) => chat.timelines.loadOlder(id), // failing, the connection's state says why; scrolling asks again
  })
  const isLoading = isPending && variables === conversationId
  const load = useCallback(() => {
    if (!isLoading) mutate(conversationId)
  }, [mutate, isLoading, conversationId])
  return { load, isLoading }
}

function isMissing(error: CauserieError): boolean {
  return error.code === 'LC404' || error.trouble === 'session' || error.code === '22P02'
}
