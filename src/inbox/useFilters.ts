import { useCallback, useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'
import type { ConversationStatus } from '@/chat/shapes'
import { SORTS, type Filter, type List, type Sort } from './lists'

export interface Filters {
  list: List
  /** '' when nobody searches. */
  search: string
  setSearch: (search: string) => void
  setStatus: (status: ConversationStatus) => void
  /** Another list, and no search. */
  show: (list: List) => void
  /** The address of a list, with the conversation that is open. */
  linkToList: (list: List) => string
  /** The address of a conversation, with the filters as they stand; null: of none. */
  linkTo: (conversationId: string | null) => string
}

/** What the list shows, kept in the address: it can be gone back to, reloaded and passed on. */
export function useFilters(conversationId: string | null): Filters {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const text = params.toString()
  const list = useMemo(() => listFrom(new URLSearchParams(text)), [text])
  const search = (params.get('search') ?? '').trim()
  const query = useMemo(() => queryOf(list, search), [list, search])
  const linkTo = useCallback((id: string | null) => pathOf(id) + query, [query])
  const linkToList = (next: List) => pathOf(conversationId) + queryOf(next, '')
  return {
    list,
    search,
    linkTo,
    linkToList,
    show: (next) => void navigate(linkToList(next)),
    setStatus: (status) => void navigate(linkToList({ ...list, filter: { ...list.filter, status } })),
    // Each letter typed is no step to go back to.
    setSearch: (next) => void navigate(pathOf(conversationId) + queryOf(list, next), { replace: search !== '' }),
  }
}

/** Reads a list from an address. What makes no sense is left out. */
export function listFrom(params: URLSearchParams): List {
  const status = params.get('status')
  const assignee = params.get('assignee')
  const inbox = params.get('inbox')
  const label = params.get('label')
  const priority = Number(params.get('priority') ?? Number.NaN)
  const filter: Filter = { status: status === 'snoozed' || status === 'closed' ? status : 'open' }
  if (assignee === 'me' || assignee === 'none' || isId(assignee)) filter.assignee = assignee
  if (params.get('mentioned') === 'me') filter.mentioned = true
  if (isId(inbox)) filter.inbox_id = inbox
  if (isId(label)) filter.label_id = label
  if (Number.isInteger(priority) && priority >= 0 && priority <= 4) filter.priority = priority
  return { filter, sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'newest' }
}

/** The same, as it is written into an address: what goes without saying is not said. */
export function queryOf({ filter, sort }: List, search: string): string {
  const params = new URLSearchParams()
  const say = (name: string, value: string | undefined) => value && params.set(name, value)
  if (filter.status !== 'open') say('status', filter.status)
  say('assignee', filter.assignee)
  if (filter.mentioned) say('mentioned', 'me')
  say('inbox', filter.inbox_id)
  say('label', filter.label_id)
  say('priority', filter.priority?.toString())
  if (sort !== ('newest' satisfies Sort)) say('sort', sort)
  say('search', search)
  const query = params.toString()
  return query && `?${query}`
}

function pathOf(conversationId: string | null): string {
  return conversationId ? `/admin/chat/${encodeURIComponent(conversationId)}` : '/admin/chat'
}

function isId(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
