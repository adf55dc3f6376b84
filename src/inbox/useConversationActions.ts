import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { asCauserieError, ask } from '@/lib/errors'
import type { Client } from '@/lib/supabase'
import { useToast } from '@/ui/Toast'
import { countsAfter } from './counts'
import { deskQueries, takeRows } from './queries'
import { NO_ROWS, patchRow, unpatchRow } from './rows'
import { upcoming } from './upcoming'
import { useDesk } from './useDesk'

export type ConversationAction =
  { do: 'assign'; assigneeId: string | null } | { do: 'close' } | { do: 'reopen' } | { do: 'snooze'; until: Date }

/** Does it on the screen at once, then on the server; what is refused is taken back, with a word why. */
export function useConversationActions(row: InboxConversation): (action: ConversationAction) => void {
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const i18n = useI18n()
  const { t } = i18n
  const rowsKey = deskQueries.rows(desk.workspaceId).queryKey
  const countsKey = deskQueries.counts(desk).queryKey

  function recount(before: InboxConversation, after: InboxConversation) {
    cache.setQueryData(countsKey, (counts) => (counts ? countsAfter(counts, before, after, desk.meId) : counts))
  }

  const { mutate } = useMutation({
    scope: { id: `conversation:${row.id}` }, // one after the other, as they were asked for
    mutationFn: (action: ConversationAction) => perform(desk.client, row, action),
    onMutate: (action) => {
      const before = cache.getQueryData(rowsKey)?.get(row.id) ?? row
      const fields = effectOf(action)
      cache.setQueryData(rowsKey, (rows = NO_ROWS) => patchRow(rows, row.id, fields))
      recount(before, { ...before, ...fields })
      return { before, fields }
    },
    onSuccess: (stored, action) => {
      takeRows(cache, desk.workspaceId, [{ ...stored, contact: row.contact }])
      switch (action.do) {
        case 'assign':
          return
        case 'close':
          toast.done(t.inbox.closedDone, { label: t.inbox.undo, onSelect: () => mutate({ do: 'reopen' }) })
          return
        case 'reopen':
          toast.done(t.inbox.reopenedDone)
          return
        case 'snooze':
          toast.done(t.inbox.snoozedDone(upcoming(action.until, i18n)))
          return
        default:
          action satisfies never
      }
    },
    onError: (error, action, kept) => {
      if (kept) {
        const now = cache.getQueryData(rowsKey)?.get(row.id)
        cache.setQueryData(rowsKey, (rows = NO_ROWS) => unpatchRow(rows, kept.before, kept.fields))
        if (now && now.rev === kept.before.rev) recount({ ...kept.before, ...kept.fields }, kept.before)
      }
      const { hint } = asCauserieError(error)
      toast.trouble(
        hint === 'already_assigned' ? t.inbox.alreadyAssigned : `${t.inbox[FAILED[action.do]]} ${errorText(t, error)}`,
      )
    },
  })
  return mutate
}

const FAILED = { assign: 'assignFailed', close: 'closeFailed', reopen: 'reopenFailed', snooze: 'snoozeFailed' } as const

function perform(client: Client, row: InboxConversation, action: ConversationAction): Promise<InboxConversation> {
  const conversation_id = row.id
  switch (action.do) {
    case 'assign':
      return ask<InboxConversation>(
        client.rpc('assign_conversation', {
          conversation_id,
          assignee_id: action.assigneeId as string, // null unassigns; generated types know no null arguments
          // Nobody had it on this screen: if a colleague was quicker, they keep it.
          only_if_unassigned: row.assignee_id === null,
        }),
      )
    case 'close':
      return ask<InboxConversation>(client.rpc('close_conversation', { conversation_id }))
    case 'reopen':
      return ask<InboxConversation>(client.rpc('reopen_conversation', { conversation_id }))
    case 'snooze':
      return ask<InboxConversation>(
        client.rpc('snooze_conversation', { conversation_id, until: action.until.toISOString() }),
      )
    default:
      return action satisfies never
  }
}

/** What the row will look like. */
export function effectOf(action: ConversationAction): Partial<InboxConversation> {
  switch (action.do) {
    case 'assign':
      return { assignee_id: action.assigneeId }
    case 'close':
      return { status: 'closed', snoozed_until: null, waiting_since: null }
    case 'reopen':
      return { status: 'open', snoozed_until: null, closed_at: null }
    case 'snooze':
      return { status: 'snoozed', snoozed_until: action.until.toISOString() }
    default:
      return action satisfies never
  }
}
