import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InboxConversation } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { asCauserieError } from '@/lib/errors'
import { useToast } from '@/ui/Toast'
import { effectOf, perform, undoOf, type ConversationAction } from './actions'
import { countsAfter } from './counts'
import { deskQueries, takeRows } from './queries'
import { NO_ROWS, patchRow, unpatchRow } from './rows'
import { upcoming } from './upcoming'
import { useAgents, useDesk } from './useDesk'

/** Does it on the screen at once, then on the server; what is refused is taken back, with a word why. */
export function useConversationActions(row: InboxConversation): (action: ConversationAction) => void {
  const desk = useDesk()
  const agents = useAgents()
  const cache = useQueryClient()
  const toast = useToast()
  const i18n = useI18n()
  const { t } = i18n
  const rowsKey = deskQueries.rows(desk.workspaceId).queryKey
  const countsKey = deskQueries.counts(desk).queryKey

  function recount(before: InboxConversation, after: InboxConversation) {
    cache.setQueryData(countsKey, (counts) => (counts ? countsAfter(counts, before, after, desk.meId) : counts))
  }

  function doneWords(action: ConversationAction): string | null {
    if (action.do === 'close') return t.inbox.closedDone
    if (action.do === 'reopen') return t.inbox.reopenedDone
    if (action.do === 'snooze') return t.inbox.snoozedDone(upcoming(action.until, i18n))
    if (action.do === 'move') return t.desk.movedDone
    return null // seen where it was done
  }

  /** Who was quicker, as far as it can be found out. */
  async function tellWinner() {
    await cache.fetchQuery({ ...deskQueries.one(desk, row.id), staleTime: 0 }).catch(() => false)
    const winnerId = cache.getQueryData(rowsKey)?.get(row.id)?.assignee_id
    const winner = winnerId && agents.get(winnerId)?.name
    toast.trouble(winner ? t.desk.claimedBy(winner) : t.inbox.alreadyAssigned)
  }

  const { mutate } = useMutation({
    scope: { id: `conversation:${row.id}` }, // one after the other, as they were asked for
    mutationFn: (action: ConversationAction) => perform(desk.client, row, action),
    onMutate: (action) => {
      const before = cache.getQueryData(rowsKey)?.get(row.id) ?? row
      const fields = effectOf(action, before)
      cache.setQueryData(rowsKey, (rows = NO_ROWS) => patchRow(rows, row.id, fields))
      recount(before, { ...before, ...fields })
      return { before, fields }
    },
    onSuccess: (stored, action, kept) => {
      takeRows(cache, desk.workspaceId, [{ ...stored, contact: row.contact }])
      const words = doneWords(action)
      const undo = undoOf(action, kept.before)
      if (words) toast.done(words, undo ? { label: t.inbox.undo, onSelect: () => mutate(undo) } : undefined)
    },
    onError: (error, action, kept) => {
      if (kept) {
        const now = cache.getQueryData(rowsKey)?.get(row.id)
        cache.setQueryData(rowsKey, (rows = NO_ROWS) => unpatchRow(rows, kept.before, kept.fields))
        if (now && now.rev === kept.before.rev) recount({ ...kept.before, ...kept.fields }, kept.before)
      }
      if (asCauserieError(error).hint === 'already_assigned') void tellWinner()
      else toast.trouble(`${t.desk.failed[action.do]} ${errorText(t, error)}`)
    },
  })
  return mutate
}
