import type { QueryClient } from '@tanstack/react-query'
import { asCauserieError, passes } from '@/lib/errors'
import { after, between } from '@/lib/time'
import type { ChatApi } from './api'
import { mergeContactConversation, mergeInboxConversation } from './conversation'
import { createJustHeard } from './justHeard'
import type { ContactConversation, InboxConversation } from './shapes'
import {
  addPage,
  emptyTimeline,
  hasHole,
  hasOlder,
  hear,
  laterPage,
  merge,
  newestOf,
  newestPage,
  olderPage,
  type Stored,
  type Timeline,
} from './timeline'

export type ChatKeys = ReturnType<typeof chatKeys>

/** Where the query cache keeps things. `scope` sets sides, inboxes and workspaces apart. */
export function chatKeys(scope: string) {
  const all = ['chat', scope] as const
  return {
    all,
    timelines: [...all, 'timeline'] as const,
    timeline: (conversationId: string) => [...all, 'timeline', conversationId] as const,
    /** A contact's list. */
    conversations: [...all, 'conversations'] as const,
    rows: [...all, 'conversation'] as const,
    /** One conversation, for agents. */
    conversation: (conversationId: string) => [...all, 'conversation', conversationId] as const,
    people: [...all, 'people'] as const,
  }
}

const PAGE = 50
const CATCH_UP_PAGE = 200
/** So much of a conversation is kept while nobody looks at it. */
const RESTING_MAX = 2 * PAGE
/** After so many pages of what was missed it is quicker to begin with the newest. */
const CATCH_UP_PAGES = 5
const CATCH_UP_TRIES = 5

/** The timelines in the query cache: fetched, caught up, extended by events. Merging makes every order of arrivals come out the same. */
export interface Timelines {
  queryFn: (conversationId: string) => Promise<Timeline>
  get: (conversationId: string) => Timeline | undefined
  /** An event brought this. Where nobody has looked yet it is kept for a moment: whoever looks now may be answered without it. A hole is fetched. */
  heard: (conversationId: string, entries: readonly Stored[], numbers?: { blank?: number; heardOf?: number }) => void
  /** A conversation has begun: this is all of it. */
  begin: (conversationId: string, entries: readonly Stored[]) => void
  /** Our own, stored. */
  add: (conversationId: string, entry: Stored) => void
  /** Fetches what came after the last known number. */
  catchUp: (conversationId: string) => void
  /** Somebody is about to look at it. */
  prefetch: (conversationId: string) => void
  loadOlder: (conversationId: string) => Promise<void>
  /** Nobody looks at it any more: what one has scrolled up to is fetched again when somebody does. */
  rest: (conversationId: string) => void
}

export function createTimelines(
  queryClient: QueryClient,
  keys: ChatKeys,
  api: ChatApi,
  random: () => number = Math.random,
): Timelines {
  queryClient.setQueryDefaults(keys.timelines, {
    // Whatever is put here joins what is there: an answer never erases an event that came while it was under way.
    structuralSharing: (known, next) =>
      isTimeline(known) && isTimeline(next) && madeFrom.get(next) !== known ? merge(known, next) : next,
  })
  queryClient.setQueryDefaults(keys.conversations, {
    structuralSharing: (known, next) =>
      mergeLists(known as ContactConversation[] | undefined, next as ContactConversation[]),
  })
  queryClient.setQueryDefaults(keys.rows, {
    structuralSharing: (known, next) =>
      known && next ? mergeInboxConversation(known as InboxConversation, next as InboxConversation) : next,
  })

  /** What already holds all that was there needs no joining. */
  const madeFrom = new WeakMap<Timeline, Timeline>()
  const catching = new Map<string, { again: boolean; hurry: () => void }>()
  const justHeard = createJustHeard()
  const get = (id: string) => queryClient.getQueryData<Timeline>(keys.timeline(id))
  const set = (id: string, edit: (timeline: Timeline) => Timeline) => {
    queryClient.setQueryData<Timeline>(keys.timeline(id), (known) => {
      const next = edit(known ?? emptyTimeline)
      if (known && next !== known) madeFrom.set(next, known)
      return next
    })
  }

  async function newest(id: string): Promise<Timeline> {
    const heard = justHeard.of(id) // before the question: what comes later is in the answer, or is told to the query
    const page = newestPage(await api.timeline(id, { max: PAGE }), PAGE)
    return addPage(heard, page)
  }

  /** For whoever looks. What was told meanwhile may have left a hole that only shows now. */
  async function queryFn(id: string): Promise<Timeline> {
    const timeline = await fetched(id)
    fetchHole(id)
    return timeline
  }

  async function fetched(id: string): Promise<Timeline> {
    for (let pages = 0; pages < CATCH_UP_PAGES; pages += 1) {
      const known = get(id)
      if (!known?.covered) return newest(id)
      const from = known.covered.through
      const entries = await api.timeline(id, { after: from, max: CATCH_UP_PAGE })
      const page = laterPage(entries, CATCH_UP_PAGE, from, known.heardOf)
      if (entries.length < CATCH_UP_PAGE) return addPage(get(id) ?? emptyTimeline, page)
      set(id, (timeline) => addPage(timeline, page))
    }
    return newest(id)
  }

  /** A moment's patience: what overtook another is often followed by it, and many clients miss the same event. */
  function fetchHole(id: string) {
    after(between(20, 120, random), () => {
      const timeline = get(id)
      if (timeline && hasHole(timeline)) void catchUp(id)
    })
  }

  async function catchUp(id: string) {
    const under = catching.get(id)
    if (under) {
      under.again = true // what is under way may have been answered before
      under.hurry()
      return
    }
    const mine = { again: false, hurry: () => {} }
    catching.set(id, mine)
    try {
      for (let tries = 0; tries < CATCH_UP_TRIES;) {
        const joined = queryClient.isFetching({ queryKey: keys.timeline(id), exact: true }) > 0
        mine.again = joined
        try {
          await queryClient.fetchQuery({
            queryKey: keys.timeline(id),
            queryFn: () => fetched(id),
            staleTime: 0,
            retry: false,
          })
          const timeline = get(id)
          if (!mine.again && !(timeline && hasHole(timeline))) return
        } catch (error) {
          if (!passes(asCauserieError(error))) return
          tries += 1
          await pause(tries === 1 ? between(0, 1_000, random) : between(6_000, 8_000, random), mine)
        }
      }
    } finally {
      catching.delete(id)
    }
  }

  return {
    queryFn,
    get,
    catchUp: (id) => void catchUp(id),
    prefetch: (id) => void queryClient.prefetchQuery({ queryKey: keys.timeline(id), queryFn: () => queryFn(id) }),
    begin: (id, entries) => set(id, (timeline) => addPage(timeline, newestPage(entries, Infinity))),
    add(id, entry) {
      if (queryClient.getQueryState(keys.timeline(id))) set(id, (timeline) => hear(timeline, [entry]))
    },
    heard(id, entries, numbers) {
      const state = queryClient.getQueryState<Timeline>(keys.timeline(id))
      if (!state || (!state.data?.covered && state.fetchStatus === 'idle')) {
        justHeard.keep(id, hear(emptyTimeline, entries, numbers))
        if (state && entries.length > 0) void catchUp(id) // it could not be loaded; somebody speaks there, so try again
        return
      }
      set(id, (timeline) => hear(timeline, entries, numbers))
      const timeline = get(id)
      if (timeline && hasHole(timeline)) fetchHole(id)
    },
    rest(id) {
      const timeline = get(id)
      if (!timeline) return
      const shorter = newestOf(timeline, RESTING_MAX)
      // Through the query itself: putting data joins it with what is there.
      if (shorter !== timeline)
        queryClient
          .getQueryCache()
          .find({ queryKey: keys.timeline(id) })
          ?.setState({ data: shorter })
    },
    async loadOlder(id) {
      const timeline = get(id)
      if (!timeline?.covered || !hasOlder(timeline)) return
      const before = timeline.covered.low + 1
      const entries = await api.timeline(id, { before, max: PAGE })
      set(id, (known) => addPage(known, olderPage(entries, PAGE, before)))
    },
  }
}

/** A first failure may be a hiccup. After it the fast poll sets the pace: it comes before our own time is over. */
async function pause(ms: number, catching: { hurry: () => void }): Promise<void> {
  await new Promise<void>((resolve) => {
    const undo = after(ms, resolve)
    catching.hurry = () => {
      undo()
      resolve()
    }
  })
  catching.hurry = () => {}
}

function mergeLists(known: ContactConversation[] | undefined, next: ContactConversation[]): ContactConversation[] {
  const byId = new Map(known?.map((conversation) => [conversation.id, conversation]))
  for (const conversation of next)
    byId.set(conversation.id, mergeContactConversation(byId.get(conversation.id), conversation))
  return [...byId.values()]
}

function isTimeline(value: unknown): value is Timeline {
  return typeof value === 'object' && value !== null && 'covered' in value && 'entries' in value
}
