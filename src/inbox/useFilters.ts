import { useCallback, useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'
import type { ConversationStatus } from '@/chat/shapes'

export interface Filters {
  status: ConversationStatus
  /** '' when nobody searches. */
  search: string
  setStatus: (status: ConversationStatus) => void
  setSearch: (search: string) => void
  /** The address of a conversation, with the filters as they stand; null: of none. */
  linkTo: (conversationId: string | null) => string
}

/** What the list shows, kept in the address: it can be gone back to, reloaded and passed on. */
export function useFilters(conversationId: string | null): Filters {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const status = statusOf(params.get('status'))
  const search = (params.get('search') ?? '').trim()
  const query = useMemo(() => queryOf(status, search), [status, search])
  const linkTo = useCallback((id: string | null) => pathOf(id) + query, [query])
  return {
    status,
    search,
    linkTo,
    setStatus: (next) => void navigate(pathOf(conversationId) + queryOf(next, '')),
    // Each letter typed is no step to go back to.
    setSearch: (next) => void navigate(pathOf(conversationId) + queryOf(status, next), { replace: search !== '' }),
  }
}

function statusOf(text: string | null): ConversationStatus {
  return text === 'snoozed' || text === 'closed' ? text : 'open'
}

function pathOf(conversationId: string | null): string {
  return conversationId ? `/admin/chat/${encodeURIComponent(conversationId)}` : '/admin/chat'
}

function queryOf(status: ConversationStatus, search: string): string {
  const params = new URLSearchParams()
  if (status !== 'open') params.set('status', status)
  if (search) params.set('search', search)
  const query = params.toString()
  return query && `?${query}`
}
