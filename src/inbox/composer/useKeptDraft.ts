import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useDraft } from '@/chat/useDraft'
import type { Tables } from '@/lib/database.types'
import { ask, tell } from '@/lib/errors'
import { forgivingStorage } from '@/lib/storage'
import { after } from '@/lib/time'
import { deskKey } from '../queries'
import { useDesk } from '../useDesk'
import type { Mode } from './ModeSwitch'

type DraftRow = Tables<'drafts'>

/** A pause in writing; then it is kept for the other devices too. */
const SAVE_MS = 1_000

/**
 * What stands in the composer: kept in this browser at once, on the server after a pause. The newest wins where several devices write,
 * but never over what is being typed here.
 */
export function useKeptDraft(conversationId: string, kind: Mode): [text: string, setText: (text: string) => void] {
  const desk = useDesk()
  const cache = useQueryClient()
  const [text, write] = useDraft(kind === 'reply' ? conversationId : `${conversationId}:note`)
  const queryKey = [...deskKey(desk.workspaceId), 'draft', conversationId] as const // of both kinds: one question
  const { data: stored } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchDrafts(desk.client, conversationId, signal),
    select: (rows) => rows.find((row) => row.kind === kind) ?? null,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: true, // back from another device
  })
  const [agreements] = useState(() => agreementsOf(`${conversationId}:${kind}`))
  /** What both sides had last, also before a reload: only what differs from it has been typed here. */
  const agreed = useRef<{ mark: string; at: string | null }>({ mark: agreements.read(), at: null })
  const agree = (body: string, at: string | null) => {
    agreed.current = { mark: markOf(body), at }
    agreements.write(markOf(body))
  }
  const [dirty, setDirty] = useState(0)

  const adopt = useEffectEvent((row: DraftRow | null) => {
    const body = row?.body ?? ''
    const isTyped = text.trim() !== '' && markOf(text) !== agreed.current.mark
    agree(body, row?.updated_at ?? null)
    if (!isTyped && body !== text) write(body)
    else if (isTyped && body !== text) setDirty((times) => times + 1) // ours is the newest: it is saved over theirs
  })
  useEffect(() => {
    if (stored !== undefined) adopt(stored)
  }, [stored])

  const save = useEffectEvent(async () => {
    const body = text
    if (markOf(body.trim() === '' ? '' : body) === agreed.current.mark) return
    try {
      const row = (await tell(
        desk.client.rpc('save_draft', {
          conversation_id: conversationId,
          kind,
          body,
          ...(agreed.current.at && { based_on: agreed.current.at }),
        }),
      )) as DraftRow | null
      const isTheirs = row !== null && row.body !== body
      if (isTheirs)
        cache.setQueryData<DraftRow[]>(queryKey, (rows = []) => [...rows.filter((other) => other.kind !== kind), row])
      else agree(row?.body ?? '', row?.updated_at ?? null)
    } catch {
      // It is kept here; the next pause tries again.
    }
  })
  useEffect(() => (dirty > 0 ? after(SAVE_MS, () => void save()) : undefined), [dirty])

  // Left before the pause was over: what was sent meanwhile must not come back as a draft.
  useEffect(() => () => void save(), [])

  const setText = useCallback(
    (next: string) => {
      write(next)
      setDirty((times) => times + 1)
    },
    [write],
  )
  return [text, setText]
}

// Not the text itself: whoever signs in here next has no business with it.
function agreementsOf(name: string) {
  const key = `causerie:draft-agreed:${name}`
  const storage = forgivingStorage()
  return {
    read() {
      const kept = storage.getItem(key)
      return typeof kept === 'string' ? kept : NOTHING
    },
    write: (mark: string) => (mark === NOTHING ? storage.removeItem(key) : storage.setItem(key, mark)),
  }
}

/** Tells texts apart, without saying them. */
function markOf(text: string): string {
  let hash = 7
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return `${text.length}:${hash}`
}

const NOTHING = markOf('')

function fetchDrafts(
  client: ReturnType<typeof useDesk>['client'],
  conversationId: string,
  signal: AbortSignal,
): Promise<DraftRow[]> {
  return ask<DraftRow[]>(client.from('drafts').select('*').eq('conversation_id', conversationId).abortSignal(signal))
}
