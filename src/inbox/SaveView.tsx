import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask, tell } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { useToast } from '@/ui/Toast'
import { sameList } from './lists'
import { teamQueries, type SavedView } from './teamQueries'
import { useAgents, useDesk } from './useDesk'
import type { Filters } from './useFilters'
import { listOfView } from './Views'
import styles from './FilterPanel.module.css'

/** Keeps the list as it stands under a name, for oneself or for all; or gives up the one it is. */
export function SaveView({ filters: { list } }: { filters: Filters }) {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const toast = useToast()
  const { data: views = [] } = useQuery(teamQueries.views(desk))
  const isManager = useAgents().get(desk.meId)?.role !== 'agent'
  const known = views.find((view) => sameList(listOfView(view), list))
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const refresh = () =>
    Promise.all(
      [teamQueries.views(desk), teamQueries.viewCounts(desk)].map(({ queryKey }) =>
        cache.invalidateQueries({ queryKey }),
      ),
    )

  const save = useMutation({
    mutationFn: () =>
      ask<SavedView>(
        desk.client.rpc('save_view', {
          workspace_id: desk.workspaceId,
          name: name.trim(),
          filter: { ...list.filter },
          sort: list.sort,
          shared: isShared,
        }),
      ),
    onSuccess: () => {
      setName('')
      return refresh()
    },
    onError: (error) => toast.trouble(`${t.desk.saveViewFailed} ${errorText(t, error)}`),
  })
  const remove = useMutation({
    mutationFn: (id: string) => tell(desk.client.rpc('delete_view', { id })),
    onSuccess: refresh,
    onError: (error) => toast.trouble(`${t.desk.deleteViewFailed} ${errorText(t, error)}`),
  })

  if (known) {
    const mayDelete = known.agent_id !== null || isManager
    return (
      <div className={styles.save}>
        <p>{t.desk.thisView(known.name)}</p>
        {mayDelete && (
          <Button size="small" busy={remove.isPending} onClick={() => remove.mutate(known.id)}>
            {t.desk.deleteView}
          </Button>
        )}
      </div>
    )
  }
  return (
    <form
      className={styles.save}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault()
        if (name.trim()) save.mutate()
      }}
    >
      <div className={styles.saveLine}>
        <input
          className={styles.saveName}
          aria-label={t.desk.viewName}
          placeholder={t.desk.viewName}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" size="small" disabled={!name.trim()} busy={save.isPending}>
          {t.desk.saveView}
        </Button>
      </div>
      {isManager && (
        <label className={styles.shared}>
          <input type="checkbox" checked={isShared} onChange={(event) => setShared(event.target.checked)} />
          {t.desk.shareView}
        </label>
      )}
    </form>
  )
}
