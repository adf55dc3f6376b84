import type { ConversationStatus, InboxConversation } from '@/chat/shapes'
import type { Rows } from './rows'

/** What a list holds, as `list_conversations()` understands it. */
export interface Filter {
  status: ConversationStatus
  assignee?: string
  mentioned?: true
  inbox_id?: string
  label_id?: string
  priority?: number
}

export const SORTS = ['newest', 'oldest', 'waiting'] as const
export type Sort = (typeof SORTS)[number]

export interface List {
  filter: Filter
  sort: Sort
}

/** What of a row decides its place. */
export type Place = Pick<InboxConversation, 'id' | 'last_message_at' | 'waiting_since'>

/** Where a list ends: the last row that was fetched. Null: there is none after it. Undefined: nothing has been fetched. */
export type Frontier = Place | null | undefined

/** What a row doesn't say of itself. */
export interface Eyes {
  meId: string
  /** Conversations in which whoever looks was mentioned. */
  mentioned: ReadonlySet<string>
}

/** The rows of a list in order, as far as its pages reach: what is beyond comes with its own page. */
export function listOf(rows: Rows, { filter, sort }: List, frontier: Frontier, eyes: Eyes): InboxConversation[] {
  if (frontier === undefined) return []
  const compare = ORDER[sort]
  const list: InboxConversation[] = []
  for (const row of rows.values()) {
    if (belongs(row, filter, eyes) && (frontier === null || compare(row, frontier) <= 0)) list.push(row)
  }
  return list.sort(compare)
}

export function belongs(row: InboxConversation, filter: Filter, { meId, mentioned }: Eyes): boolean {
  const { status, assignee, inbox_id, label_id, priority } = filter
  return (
    row.status === status &&
    !row.contact.erased_at && // there is nothing to be read any more
    (!assignee || row.assignee_id === (assignee === 'me' ? meId : assignee === 'none' ? null : assignee)) &&
    (!inbox_id || row.inbox_id === inbox_id) &&
    (!label_id || row.label_ids.includes(label_id)) &&
    (priority === undefined || row.priority === priority) &&
    (!filter.mentioned || mentioned.has(row.id))
  )
}

/** The server's orders. Its times are all UTC and written alike, so they compare as strings. */
export const ORDER: Record<Sort, (a: Place, b: Place) => number> = {
  newest: newestFirst,
  oldest: (a, b) => newestFirst(b, a),
  waiting(a, b) {
    if (a.waiting_since === null || b.waiting_since === null) {
      return a.waiting_since === b.waiting_since ? newestFirst(a, b) : a.waiting_since === null ? 1 : -1
    }
    if (a.waiting_since !== b.waiting_since) return a.waiting_since < b.waiting_since ? -1 : 1
    return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
  },
}

export function newestFirst(a: Omit<Place, 'waiting_since'>, b: Omit<Place, 'waiting_since'>): number {
  if (a.last_message_at !== b.last_message_at) return a.last_message_at > b.last_message_at ? -1 : 1
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1
}

/** The same list, whatever order its filter was written in. */
export function sameList(a: List, b: List): boolean {
  return a.sort === b.sort && keyOf(a.filter) === keyOf(b.filter)
}

function keyOf({ status, assignee, mentioned, inbox_id, label_id, priority }: Filter): string {
  return JSON.stringify([status, assignee, mentioned, inbox_id, label_id, priority])
}
