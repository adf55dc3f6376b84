import { infiniteQueryOptions, queryOptions, skipToken, type QueryClient } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import type { Json } from '@/lib/database.types'
import { ask } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import type { Mention } from './alerts'
import type { Counts } from './counts'
import type { List, Place } from './lists'
import { NO_ROWS, putRows, type Rows } from './rows'

const PAGE_SIZE = 50
const EARLIER_MAX = 10
const NOWHERE: ReadonlySet<string> = new Set()
/** What each poll asks for anew: a try of its own before that only doubles the questions. */
export const SLOWER_THAN_POLLS_MS = 7_000

/** A row as every list draws it: with its contact. */
const WITH_CONTACT =
  '*, contact:contacts!conversations_contact_id_fkey(id, name, email, verified, blocked, last_seen_at, erased_at)'

/** Notes of a row, each with whom it calls; the embedded stack joins by the conversation alone, so each says of which note it is. */
const CALLING_NOTES =
  'notes!notes_conversation_id_fkey(id, body, created_at, called:mentions!mentions_note_id_fkey(note_id, agent_id, seen_at))'

type CallingNote = Mention['note'] & { called: { note_id: string; agent_id: string; seen_at: string | null }[] }

/** Whose inbox is asked for. */
export interface Desk {
  client: Client
  workspaceId: string
}

export const deskKey = (workspaceId: string) => ['desk', workspaceId] as const

/** One page: where it ends, and how to ask for the next. Its rows are with the others. */
export interface Page {
  frontier: Place | null
  next: Json | null
}

export const deskQueries = {
  all: deskKey,

  /** Everything known of conversations. No server has it as a whole, so nothing fetches it: lists, searches and events fill it. */
  rows: (workspaceId: string) =>
    queryOptions<Rows>({
      queryKey: [...deskKey(workspaceId), 'rows'] as const,
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
      queryKey: [...deskKey(workspaceId), 'syncedTo'] as const,
      queryFn: skipToken,
      gcTime: Infinity,
    }),

  /** From when on nothing is to be missed: asked for once, by the first list or, where none is shown, by catching up. */
  beginning: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'beginning'] as const,
      queryFn: async ({ client: cache }): Promise<string> => {
        const latest = await fetchLatestChange({ client, workspaceId })
        const { queryKey } = deskQueries.syncedTo(workspaceId)
        return cache.getQueryData(queryKey) ?? cache.setQueryData(queryKey, latest) ?? latest
      },
      staleTime: 0,
      gcTime: 0,
    }),

  /** Conversations in which whoever looks was mentioned, as far as lists and events have told. */
  mentioned: (workspaceId: string) =>
    queryOptions<ReadonlySet<string>>({
      queryKey: [...deskKey(workspaceId), 'mentioned'] as const,
      queryFn: skipToken,
      initialData: NOWHERE,
      gcTime: Infinity,
      structuralSharing: false,
    }),

  /** Pages of a list. They hold only where each ends; the rows go to `rows`. */
  list: ({ client, workspaceId }: Desk, list: List) =>
    infiniteQueryOptions({
      queryKey: [...deskKey(workspaceId), 'list', list] as const,
      queryFn: async ({ pageParam, signal, client: cache }): Promise<Page> => {
        const [page] = await Promise.all([
          fetchPage({ client, workspaceId }, list, pageParam, signal),
          begin({ client, workspaceId }, cache),
        ])
        takeRows(cache, workspaceId, page.rows)
        if (list.filter.mentioned) {
          takeMentioned(
            cache,
            workspaceId,
            page.rows.map(({ id }) => id),
          )
        }
        return { frontier: page.next === null ? null : placeOf(page.rows.at(-1)), next: page.next }
      },
      initialPageParam: null as Json | null,
      getNextPageParam: ({ next }) => next,
      gcTime: Infinity,
    }),

  /** Whether there is such a conversation, for addresses that no list has led to. */
  one: ({ client, workspaceId }: Desk, id: string) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'one', id] as const,
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

  /** Conversations of a contact, newest first. */
  ofContact: ({ client, workspaceId }: Desk, contactId: string) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'contact', contactId] as const,
      queryFn: async ({ signal, client: cache }): Promise<string[]> => {
        const found = await ask<InboxConversation[]>(
          client
            .rpc('contact_conversations', { contact_id: contactId, max: EARLIER_MAX + 1 })
            .select(WITH_CONTACT)
            .abortSignal(signal),
        )
        takeRows(cache, workspaceId, found)
        return found.map((row) => row.id)
      },
      staleTime: 60_000,
    }),

  counts: ({ client, workspaceId }: Desk) =>
    queryOptions({
      queryKey: [...deskKey(workspaceId), 'counts'] as const,
      retryDelay: SLOWER_THAN_POLLS_MS,
      queryFn: ({ signal }) =>
        ask<Counts>(client.rpc('conversation_counts', { workspace_id: workspaceId }).abortSignal(signal)),
    }),
}

/** From now on, if not already, `changes()` can tell what was missed. */
export async function begin(desk: Desk, cache: QueryClient): Promise<void> {
  if (!cache.getQueryData(deskQueries.syncedTo(desk.workspaceId).queryKey)) {
    await cache.fetchQuery(deskQueries.beginning(desk))
  }
}

/** What changed since, oldest first, at most 500. */
export function fetchChanges({ client, workspaceId }: Desk, since: string): Promise<InboxConversation[]> {
  return ask<InboxConversation[]>(client.rpc('changes', { workspace_id: workspaceId, since }).select(WITH_CONTACT))
}

/** The same, each with the notes since that mention whoever looks, until they have looked at it. */
export async function fetchChangesAndMentions(
  { client, workspaceId, meId }: Desk & { meId: string },
  since: string,
): Promise<{ changed: InboxConversation[]; mentions: Mention[] }> {
  const found = await ask<(InboxConversation & { notes: CallingNote[] })[]>(
    client
      .rpc('changes', { workspace_id: workspaceId, since })
      .select(`${WITH_CONTACT}, ${CALLING_NOTES}`)
      .gt('notes.created_at', since)
      .contains('notes.mentions', [meId]),
  )
  const mentions: Mention[] = []
  const changed = found.map(({ notes, ...row }) => {
    for (const { called, ...note } of notes) {
      const isUnseen = called.some(
        ({ note_id, agent_id, seen_at }) => note_id === note.id && agent_id === meId && seen_at === null,
      )
      if (isUnseen) mentions.push({ row, note })
    }
    return row
  })
  return { changed, mentions }
}

/** Keeps rows, wherever they came from. */
export function takeRows(cache: QueryClient, workspaceId: string, incoming: readonly InboxConversation[]): void {
  cache.setQueryData(deskQueries.rows(workspaceId).queryKey, (rows = NO_ROWS) => putRows(rows, incoming))
}

export function takeMentioned(cache: QueryClient, workspaceId: string, ids: readonly string[]): void {
  cache.setQueryData(deskQueries.mentioned(workspaceId).queryKey, (known = NOWHERE) =>
    ids.every((id) => known.has(id)) ? known : new Set([...known, ...ids]),
  )
}

/** Forgets rows and pages, and fetches those that are on the screen: after a gap too long to be filled. */
export async function startAnew(cache: QueryClient, workspaceId: string): Promise<void> {
  cache.setQueryData(deskQueries.rows(workspaceId).queryKey, NO_ROWS)
  cache.removeQueries({ queryKey: deskQueries.syncedTo(workspaceId).queryKey })
  await Promise.all(
    ['list', 'one', 'search', 'contact'].map((kind) =>
      cache.resetQueries({ queryKey: [...deskKey(workspaceId), kind] }),
    ),
  )
}

/** What of a row says where a list ends. */
export function placeOf(row: InboxConversation | undefined): Place | null {
  return row ? { id: row.id, last_message_at: row.last_message_at, waiting_since: row.waiting_since } : null
}

// A keyset: the next page begins where the last one ended, whatever has moved since.
function fetchPage({ client, workspaceId }: Desk, { filter, sort }: List, after: Json | null, signal: AbortSignal) {
  return ask<{ rows: InboxConversation[]; next: Json | null }>(
    client
      .rpc('list_conversations', {
        workspace_id: workspaceId,
        filter: { ...filter },
        sort,
        max: PAGE_SIZE,
        ...(after !== null && { after }),
      })
      .abortSignal(signal),
  )
}

// With nothing to go by, a day back by our own clock: no clock is that wrong.
async function fetchLatestChange({ client, workspaceId }: Desk): Promise<string> {
  const [latest] = await ask<{ changed_at: string }[]>(
    client
      .from('conversations')
      .select('changed_at')
      .eq('workspace_id', workspaceId)
      .order('changed_at', { ascending: false })
      .limit(1),
  )
  return latest?.changed_at ?? new Date(Date.now() - 86_400_000).toISOString()
}
