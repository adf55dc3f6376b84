import type { QueryClient } from '@tanstack/react-query'
import { v7 as uuidv7 } from 'uuid'
import { asCauserieError, passes } from '@/lib/errors'
import type { Storage } from '@/lib/storage'
import { createStore } from '@/lib/store'
import type { Client } from '@/lib/supabase'
import { together } from '@/lib/undo'
import { topic } from '@/realtime/events'
import type { Realtime } from '@/realtime/realtime'
import { agentApi, type AgentApi } from './agentApi'
import { chatKeys, createTimelines, type ChatKeys, type Timelines } from './cache'
import { contactApi, type ContactApi } from './contactApi'
import { createAttachments, type Attachments } from './attachments/attachments'
import { contactUser, ensureContactSession } from './contactSession'
import { createDrafts, type Drafts } from './drafts'
import { createIncoming, type Incoming } from './incoming'
import { agentHeartbeats, contactHeartbeats, type Heartbeats } from './heartbeats'
import type { Unsent } from './lanes'
import { listenOwn } from './listenOwn'
import type { SendOptions, Side } from './model'
import { createOutbox, type Outbox } from './outbox'
import { agentRouter, contactRouter, type Router } from './router'
import type { ContactConversation, InboxConversation, StartContext } from './shapes'
import { createSummaries } from './summaries'
import { browserTabs, type Tabs } from './tabs'
import type { Stored, StoredMessage } from './timeline'
import { createTypingOut } from './typingOut'
import { createTyping, type Typing } from './typing'

/** One side's chat, outside React: what is open, what is on its way, and where events go. Components reach it through hooks only. */
export interface Chat {
  side: Side
  keys: ChatKeys
  api: ContactApi | AgentApi
  client: Client
  realtime: Realtime
  timelines: Timelines
  outbox: Outbox
  typing: Typing
  drafts: Drafts
  attachments: Attachments
  /** An agent is about to look at it: what there is to see is asked for before the page is drawn. */
  prepare: (row: InboxConversation) => void
  /** A contact's new conversations, which no server knows yet. */
  newConversation: () => string
  isNew: (conversationId: string) => boolean
  /**
   * Somebody looks at it: listens, shows presence, catches up.
   * @param hasBegun false: no server knows it yet
   * @returns the undo
   */
  open: (conversationId: string, hasBegun: boolean) => () => void
  send: (conversationId: string, body: string, seenSeq: number | null, options?: SendOptions) => string
  /** For agents. */
  addNote: (conversationId: string, body: string, mentions: string[]) => string
  discard: (messageId: string) => void
  tellTyping: (conversationId: string) => void
  markRead: (conversationId: string, seq: number) => void
  onIncoming: (listener: (incoming: Incoming) => void) => () => void
  /** Forgets what is unsent and unfinished: another person will sit here. */
  forget: () => void
  /** Forgets all that is held of a conversation: what was said there is gone for ever. */
  forgetConversation: (conversationId: string) => void
  start: () => () => void
}

export interface ChatOptions {
  side: Side
  client: Client
  realtime: Realtime
  queryClient: QueryClient
  storage: Storage
  tabs?: Tabs
  context: () => StartContext
}

export function createChat({ side, client, realtime, queryClient, storage, context, ...options }: ChatOptions): Chat {
  const name = nameOf(side)
  const keys = chatKeys(name)
  const opened = createStore<ReadonlyMap<string, number>>(new Map())
  const fresh = new Set<string>()
  const incoming = createIncoming()
  const readAsked = new Map<string, number>()
  const typing = createTyping()
  const drafts = createDrafts(
    storage,
    `causerie:${name}`,
    (id) => isNew(id),
    () => outbox.kept(),
  )
  const attachments = createAttachments({
    client,
    storage,
    prefix: `causerie:${name}`,
    outboxKept: () => outbox.kept(),
    async enter() {
      if (side.side === 'agent') return {}
      await ensureContactSession(client)
      return { inbox_key: side.inboxKey } // only asked for while the conversation hasn't begun
    },
  })

  const api =
    side.side === 'contact'
      ? contactApi(client, side.inboxKey, hearStarted)
      : agentApi(client, side.workspaceId, side.me.id)
  const timelines = createTimelines(queryClient, keys, api)
  const summaries = createSummaries({
    queryClient,
    keys,
    api,
    timelines,
    incoming,
    isSomebody: async () => (await contactUser(client)) !== null,
  })
  const outbox = createOutbox<Stored>({
    storage,
    key: `causerie:${name}:outbox`,
    tabs: options.tabs ?? browserTabs(`causerie:${name}`),
    send: (entry) => api.send(entry),
    onSent(entry, stored) {
      fresh.delete(entry.conversation_id)
      timelines.add(entry.conversation_id, stored)
    },
  })
  const router: Router =
    side.side === 'contact'
      ? contactRouter({ queryClient, keys, timelines, typing, onConversation: (next) => summaries.put(next) })
      : agentRouter({ queryClient, keys, timelines, typing, myId: side.me.id, onContactMessage: incoming.heardMessage })
  const heartbeats: Heartbeats =
    side.side === 'contact'
      ? contactHeartbeats(client, side.inboxKey, opened)
      : agentHeartbeats(client, side.workspaceId, opened)
  const typingOut = createTypingOut(side, api, realtime)

  function hearStarted(conversation: ContactConversation, messages: StoredMessage[]) {
    timelines.begin(conversation.id, messages)
    summaries.put(conversation)
    realtime.refresh() // the contact's topic exists from now on
  }

  function catchUp() {
    for (const id of opened.get().keys()) if (!isNew(id)) timelines.catchUp(id)
    if (side.side === 'contact') summaries.refreshAll()
    else for (const id of opened.get().keys()) summaries.refresh(id)
  }

  const unsentIn = (id: string) => outbox.state.get().entries.filter(({ conversation_id }) => conversation_id === id)
  const isNew = (id: string) => fresh.has(id) || unsentIn(id).some(({ kind }) => kind === 'start')

  return {
    side,
    keys,
    api,
    client,
    realtime,
    timelines,
    outbox,
    typing,
    drafts,
    attachments,
    prepare(row) {
      timelines.prefetch(row.id)
      if (!queryClient.getQueryState(keys.conversation(row.id)))
        queryClient.setQueryData<InboxConversation | null>(keys.conversation(row.id), row)
    },
    newConversation() {
      const id = uuidv7()
      fresh.add(id)
      return id
    },
    isNew,
    open(conversationId, hasBegun) {
      opened.set(counted(opened.get(), conversationId, 1))
      const close = () => {
        opened.set(counted(opened.get(), conversationId, -1))
        if (!opened.get().has(conversationId)) timelines.rest(conversationId)
      }
      if (!hasBegun) return together(close)
      const name = topic.conversation(conversationId)
      const unlisten = realtime.topics.listen(name, {
        onEvent: router.hearShared,
        // How far the contact has read is told there only: from here on it is heard.
        onState: ({ state }) => state === 'live' && summaries.refresh(conversationId),
      })
      if (side.side === 'agent') realtime.topics.track(name, { agent_id: side.me.id, name: side.me.name })
      if (timelines.get(conversationId)?.covered) timelines.catchUp(conversationId) // it may have been out of sight for a while
      return together(unlisten, close)
    },
    send(conversationId, body, seenSeq, { holdMs = 0, afterwards, attachments: files = [] } = {}) {
      const begins = side.side === 'contact' && fresh.has(conversationId) && unsentIn(conversationId).length === 0
      const entry: Unsent = {
        id: uuidv7(),
        conversation_id: conversationId,
        kind: begins ? 'start' : 'message',
        body,
        written_at: new Date().toISOString(),
        seen_seq: seenSeq,
        context: begins ? context() : null,
        failure: null,
        ...(holdMs > 0 && { leaves_at: new Date(Date.now() + holdMs).toISOString() }),
        ...(afterwards && { afterwards }),
        ...(files.length > 0 && { attachments: files }),
      }
      outbox.add(entry)
      typingOut.stopped(conversationId)
      return entry.id
    },
    addNote(conversationId, body, mentions) {
      const id = uuidv7()
      const written_at = new Date().toISOString()
      outbox.add({
        id,
        conversation_id: conversationId,
        kind: 'note',
        body,
        written_at,
        seen_seq: null,
        context: null,
        failure: null,
        mentions,
      })
      return id
    },
    discard(messageId) {
      const gone = outbox.state.get().entries.find(({ id }) => id === messageId)
      if (gone?.kind === 'start') fresh.add(gone.conversation_id) // it has still to begin
      outbox.discard(messageId)
    },
    tellTyping: (conversationId) => {
      if (!isNew(conversationId)) typingOut.tell(conversationId)
    },
    markRead(conversationId, seq) {
      if (seq <= (readAsked.get(conversationId) ?? 0)) return
      readAsked.set(conversationId, seq)
      summaries.showRead(conversationId, seq) // the badge goes at once; the server's word brings the truth
      void api.markRead(conversationId, seq).catch((error: unknown) => {
        if (passes(asCauserieError(error))) readAsked.delete(conversationId) // asked again with the next look
      })
    },
    onIncoming: incoming.listen,
    forget() {
      for (const { id } of outbox.state.get().entries) outbox.discard(id)
      drafts.forget()
      attachments.forget()
      typing.forget()
      fresh.clear()
      readAsked.clear()
      queryClient.removeQueries({ queryKey: keys.all })
    },
    forgetConversation(id) {
      for (const entry of unsentIn(id)) outbox.discard(entry.id)
      drafts.write(id, '')
      drafts.write(`${id}:note`, '')
      queryClient.removeQueries({ queryKey: keys.timeline(id) })
      queryClient.removeQueries({ queryKey: keys.conversation(id) })
    },
    start: () =>
      together(
        // Only the list: what was open is not theirs any more, if they were erased.
        listenOwn(realtime, side, router, summaries.refreshAll),
        realtime.onCatchUp(catchUp),
        outbox.start(),
        wakeOutbox(),
        heartbeats.start(),
        () => typing.forget(),
      ),
  }

  // What was held leaves at once when the network or the session is back.
  function wakeOutbox(): () => void {
    let { trouble } = realtime.connection.get()
    const stop = realtime.connection.subscribe(() => {
      const before = trouble
      trouble = realtime.connection.get().trouble
      if (before && !trouble) outbox.wake()
    })
    const { data } = client.auth.onAuthStateChange((event) => {
      if (event === 'SIGNED_IN' || event === 'TOKEN_REFRESHED') outbox.wake()
    })
    return together(stop, () => data.subscription.unsubscribe())
  }
}

/** Sets storage, locks and cache of different people apart. */
function nameOf(side: Side): string {
  return side.side === 'contact' ? `contact:${side.inboxKey}` : `agent:${side.workspaceId}:${side.me.id}`
}

function counted(counts: ReadonlyMap<string, number>, key: string, by: number): ReadonlyMap<string, number> {
  const next = new Map(counts)
  const count = (next.get(key) ?? 0) + by
  next.delete(key) // the last to be opened stands last
  if (count > 0) next.set(key, count)
  return next
}
