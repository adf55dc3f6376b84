import { infiniteQueryOptions, queryOptions, skipToken, type QueryClient } from '@tanstack/react-query'
import type { AgentRow, ConversationStatus, InboxConversation } from '@/chat/shapes'
import { ask } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import type { Counts } from './counts'
import { latestChange, NO_ROWS, putRows, type Frontier, type Rows } from './rows'

/** Times of replying: seconds, null while nobody was answered. */
export interface ReplyTimes {
  n: number
  mean_seconds: number | null
  median_seconds: number | null
  p90_seconds: number | null
}

/** `report_summary()` */
export interface Summary {
  open: number
  waiting: number
  longest_wait_seconds: number | null
  first_reply: ReplyTimes
  reply: ReplyTimes
}

const PAGE_SIZE = 50
const SEARCH_MAX = 50
const EARLIER_MAX = 10
const REPORT_DAYS = 7
/** What each poll asks for anew: a try of its own before that only doubles the questions. */
const SLOWER_THAN_POLLS_MS = 7_000

/** A row as every list draws it: with its contact. */
const WITH_CONTACT =
  '*, contact:contacts!conversations_contact_id_fkey(id, name, email, verified, blocked, last_seen_at)'

/** Whose inbox is asked for. */
export interface Desk {
  client: Client
  workspaceId: string
}

const all = (workspaceId: string) => ['desk', workspaceId] as const

export const deskQueries = {
  all,

  /** Everything known of conversations. No server has it as a whole, so nothing fetches it: lists, searches and events fill it. */
  rows: (workspaceId: string) =>
    queryOptions<Rows>({
      queryKey: [...all(workspaceId), 'rows'] as const,
      queryFn: skipToken,
      initialData: NO_ROWS,
      gcTime: Infinity,
    }),

  /**
   * Up to which `changed_at` nothing is missing. Events don't move it: one may have come after another that was lost.
   * Only what was asked for does.
   */
  syncedTo: (workspaceId: string) =>
    queryOptions<string>({
      queryKey: [...all(workspaceId), 'syncedTo'] as const,
      queryFn: skipToken,
      gcTime: Infinity,
    }),

  /** Pages of a tab. They hold only where each ends; the rows go to `rows`. */
  list: ({ client, workspaceId }: Desk, status: ConversationStatus) =>
    infiniteQueryOptions({
      queryKey: [...all(workspaceId), 'list', status] as const,
      queryFn: async ({ pageParam, signal, client: cache }): Promise<Exclude<Frontier, undefined>> => {
        const page = await fetchPage({ client, workspaceId }, status, pageParam, signal)
        takeRows(cache, workspaceId, page)
        cache.setQueryData(deskQueries.syncedTo(workspaceId).queryKey, (known) => known ?? beginning(page))
        const last = page.at(-1)
        return last && page.length === PAGE_SIZE ? { id: last.id, last_message_at: last.last_message_at } : null
      },
      initialPageParam: null as Exclude<Frontier, undefined>,
      getNextPageParam: (frontier) => frontier,
      gcTime: Infinity,
    }),

  /** Ids of what was found, newest first, in every tab. */
  search: ({ client, workspaceId }: Desk, query: string) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'search', query] as const,
      queryFn: async ({ signal, client: cache }): Promise<string[]> => {
        const found = await ask<InboxConversation[]>(
          client
            .rpc('search_conversations', { workspace_id: workspaceId, query, max: SEARCH_MAX })
            .select(WITH_CONTACT)
            .abortSignal(signal),
        )
        takeRows(cache, workspaceId, found)
        return found.map((row) => row.id)
      },
      staleTime: 0,
      gcTime: 60_000,
    }),

  /** Whether there is such a conversation, for addresses that no list has led to. */
  one: ({ client, workspaceId }: Desk, id: string) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'one', id] as const,
      queryFn: async ({ signal, client: cache }): Promise<boolean> => {
        if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return false
        const found = await ask<InboxConversation[]>(
          client
            .from('conversations')
            .select(WITH_CONTACT)
            .eq('workspace_id', workspaceId)
            .eq('id', id)
            .abortSignal(signal),
        )
        takeRows(cache, workspaceId, found)
        return found.length > 0
      },
    }),

  /** Earlier conversations of a contact, newest first. */
  ofContact: ({ client, workspaceId }: Desk, contactId: string) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'contact', contactId] as const,
      queryFn: async ({ signal, client: cache }): Promise<string[]> => {
        const found = await ask<InboxConversation[]>(
          client
            .from('conversations')
            .select(WITH_CONTACT)
            .eq('workspace_id', workspaceId)
            .eq('contact_id', contactId)
            .order('last_message_at', { ascending: false })
            .limit(EARLIER_MAX + 1)
            .abortSignal(signal),
        )
        takeRows(cache, workspaceId, found)
        return found.map((row) => row.id)
      },
      staleTime: 60_000,
    }),

  counts: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'counts'] as const,
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryFn: ({ signal }) =>
        ask<Counts>(client.rpc('conversation_counts', { workspace_id: workspaceId }).abortSignal(signal)),
    }),

  summary: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'summary'] as const,
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryFn: ({ signal }) =>
        ask<Summary>(
          client.rpc('report_summary', { workspace_id: workspaceId, days: REPORT_DAYS }).abortSignal(signal),
        ),
      refetchInterval: 60_000,
    }),

  /** Who should be answered next. */
  longestWaiting: ({ client, workspaceId }: Desk) =>
    queryOptions({
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryKey: [...all(workspaceId), 'summary', 'longestWaiting'] as const, // asked for anew with the figures
      queryFn: async ({ signal }) => {
        const [first] = await ask<{ id: string; waiting_since: string }[]>(
          client
            .from('conversations')
            .select('id, waiting_since')
            .eq('workspace_id', workspaceId)
            .not('waiting_since', 'is', null)
            .order('waiting_since')
            .limit(1)
            .abortSignal(signal),
        )
        return first ?? null
      },
    }),

  /** Whether anybody has ever written: of closed conversations there is no count. */
  hasAny: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'hasAny'] as const,
      queryFn: async ({ signal }): Promise<boolean> => {
        const found = await ask<{ id: string }[]>(
          client.from('conversations').select('id').eq('workspace_id', workspaceId).limit(1).abortSignal(signal),
        )
        return found.length > 0
      },
    }),

  /** Colleagues, former ones too: what they wrote keeps its author. */
  agents: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'agents'] as const,
      queryFn: ({ signal }) =>
        ask<AgentRow[]>(
          client.from('agents').select('*').eq('workspace_id', workspaceId).order('name').abortSignal(signal),
        ),
      refetchInterval: 120_000, // availability and presence are not broadcast
    }),

  inboxes: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...all(workspaceId), 'inboxes'] as const,
      queryFn: ({ signal }) =>
        ask<{ id: string; name: string; key: string }[]>(
          client
            .from('inboxes')
            .select('id, name, key')
            .eq('workspace_id', workspaceId)
            .order('name')
            .abortSignal(signal),
        ),
    }),
}

/** What changed since, oldest first, at most 500. */
export function fetchChanges({ client, workspaceId }: Desk, since: string): Promise<InboxConversation[]> {
  return ask<InboxConversation[]>(client.rpc('changes', { workspace_id: workspaceId, since }).select(WITH_CONTACT))
}

/** Keeps rows, wherever they came from. */
export function takeRows(cache: QueryClient, workspaceId: string, incoming: readonly InboxConversation[]): void {
  cache.setQueryData(deskQueries.rows(workspaceId).queryKey, (rows = NO_ROWS) => putRows(rows, incoming))
}

/** Forgets rows and pages, and fetches those that are on the screen: after a gap too long to be filled. */
export async function startAnew(cache: QueryClient, workspaceId: string): Promise<void> {
  cache.setQueryData(deskQueries.rows(workspaceId).queryKey, NO_ROWS)
  cache.removeQueries({ queryKey: deskQueries.syncedTo(workspaceId).queryKey })
  await Promise.all(
    ['list', 'one', 'search', 'contact'].map((kind) => cache.resetQueries({ queryKey: [...all(workspaceId), kind] })),
  )
}

// With nothing to go by, a day back by our own clock: no clock is that wrong.
function beginning(page: readonly InboxConversation[]): string {
  return latestChange(page) ?? new Date(Date.now() - 86_400_000).toISOString()
}

// A keyset: the next page begins where the last one ended, whatever has moved since. The first condition is the index's, the second exact.
async function fetchPage(
  { client, workspaceId }: Desk,
  status: ConversationStatus,
  after: Exclude<Frontier, undefined>,
  signal: AbortSignal,
): Promise<InboxConversation[]> {
  let request = client.from('conversations').select(WITH_CONTACT).eq('workspace_id', workspaceId).eq('status', status)
  if (after) {
    const at = `"${after.last_message_at}"`
    request = request
      .lte('last_message_at', after.last_message_at)
      .or(`last_message_at.lt.${at},and(last_message_at.eq.${at},id.lt.${after.id})`)
  }
  return await ask<InboxConversation[]>(
    request
      .order('last_message_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(PAGE_SIZE)
      .abortSignal(signal),
  )
}
