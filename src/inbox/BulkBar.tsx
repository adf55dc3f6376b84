import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { AssignIcon, CheckIcon, CloseIcon, MoveIcon, PriorityIcon, ReopenIcon, SnoozeIcon, TagIcon } from '@/ui/icons'
import { IconButton, type IconButtonProps } from '@/ui/IconButton'
import { useToast } from '@/ui/Toast'
import { AssigneePicker, InboxPicker, LabelPicker, PriorityPicker } from './ActionPickers'
import { bulkAction, effectOf, type ConversationAction } from './actions'
import { deskQueries, fetchChanges, takeRows } from './queries'
import { NO_ROWS, patchRow, unpatchRow } from './rows'
import { SnoozeMenu } from './SnoozeMenu'
import { useDesk, useInboxNames } from './useDesk'
import type { Selection } from './useSelection'
import styles from './BulkBar.module.css'

interface BulkBarProps {
  selection: Selection
  /** Of the list: open ones can be closed, closed ones reopened. */
  status: 'open' | 'snoozed' | 'closed'
}

/** What is done with all that are ticked. */
export function BulkBar({ selection, status }: BulkBarProps) {
  const { t } = useI18n()
  const act = useBulk(selection)
  const hasOtherInboxes = useInboxNames().size > 1
  return (
    <div className={styles.bar} role="toolbar" aria-label={t.desk.bulk}>
      <output className={styles.count}>{t.desk.ticked(selection.ids.size)}</output>
      <div className={styles.actions}>
        {status !== 'closed' && (
          <Button size="small" look="primary" icon={<CheckIcon size={16} />} onClick={() => act({ do: 'close' })}>
            {t.desk.close}
          </Button>
        )}
        {status !== 'open' && (
          <Button size="small" icon={<ReopenIcon size={16} />} onClick={() => act({ do: 'reopen' })}>
            {t.desk.reopen}
          </Button>
        )}
        {status === 'open' && (
          <SnoozeMenu
            side="top"
            onChoose={(until) => act({ do: 'snooze', until })}
            trigger={
              <IconButton size="small" label={t.inbox.snooze}>
                <SnoozeIcon size={16} />
              </IconButton>
            }
          />
        )}
        <AssigneePicker
          side="top"
          onAct={act}
          trigger={<Trigger label={t.desk.assignTo} icon={<AssignIcon size={16} />} />}
        />
        <LabelPicker
          side="top"
          onAct={act}
          trigger={<Trigger label={t.desk.addLabel} icon={<TagIcon size={16} />} />}
        />
        <PriorityPicker
          side="top"
          onAct={act}
          trigger={<Trigger label={t.desk.priority} icon={<PriorityIcon size={16} />} />}
        />
        {hasOtherInboxes && (
          <InboxPicker
            side="top"
            onAct={act}
            trigger={<Trigger label={t.desk.moveTo} icon={<MoveIcon size={16} />} />}
          />
        )}
        <IconButton size="small" label={t.desk.untick} onClick={selection.clear}>
          <CloseIcon size={16} />
        </IconButton>
      </div>
    </div>
  )
}

function Trigger({ icon, ...props }: { label: string; icon: ReactNode } & Partial<IconButtonProps>) {
  return (
    <IconButton size="small" {...props}>
      {icon}
    </IconButton>
  )
}

/** Acts on all that are ticked: on the screen at once, and in one call; those that are refused come back, with a word. */
function useBulk(selection: Selection): (action: ConversationAction) => void {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const rowsKey = deskQueries.rows(desk.workspaceId).queryKey
  const { mutate } = useMutation({
    scope: { id: 'bulk' },
    mutationFn: ({ ids, action }: { ids: string[]; action: ConversationAction }) =>
      ask<{ done: string[]; refused: { id: string; hint: string }[] }>(
        desk.client.rpc('bulk_update', {
          workspace_id: desk.workspaceId,
          conversation_ids: ids,
          action: bulkAction(action),
        }),
      ),
    onMutate: ({ ids, action }) => {
      const before = cache.getQueryData(rowsKey) ?? NO_ROWS
      const known = ids.flatMap((id) => before.get(id) ?? [])
      const kept = known.map((row) => ({ row, fields: effectOf(action, row) }))
      cache.setQueryData(rowsKey, (rows = NO_ROWS) =>
        kept.reduce((now, { row, fields }) => patchRow(now, row.id, fields), rows),
      )
      return kept
    },
    onSuccess: ({ done, refused }, _, kept) => {
      const refusedIds = new Set(refused.map(({ id }) => id))
      const back = kept.filter(({ row }) => refusedIds.has(row.id))
      cache.setQueryData(rowsKey, (rows = NO_ROWS) =>
        back.reduce((now, { row, fields }) => unpatchRow(now, row, fields), rows),
      )
      if (refused.length === 0) toast.done(t.desk.bulkDone(done.length))
      else toast.trouble(t.desk.bulkRefused(done.length, refused.length))
      void refresh(kept.map(({ row }) => row.changed_at))
    },
    onError: (error, _, kept = []) => {
      cache.setQueryData(rowsKey, (rows = NO_ROWS) =>
        kept.reduce((now, { row, fields }) => unpatchRow(now, row, fields), rows),
      )
      toast.trouble(`${t.desk.bulkFailed} ${errorText(t, error)}`)
    },
  })

  // The answer names them only: the rows come by events, or with this if those are late.
  async function refresh(changedAt: string[]) {
    const since = changedAt.sort().at(-1)
    if (!since) return
    await cache.invalidateQueries({ queryKey: deskQueries.counts(desk).queryKey })
    const rows = await fetchChanges(desk, since).catch(() => [])
    takeRows(cache, desk.workspaceId, rows)
  }

  return (action) => {
    const ids = [...selection.ids]
    if (ids.length === 0) return
    mutate({ ids, action })
    if (action.do !== 'label') selection.clear()
  }
}
