import { Popover } from '@base-ui/react/popover'
import { useQuery } from '@tanstack/react-query'
import { useId, type ReactNode } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { FilterIcon } from '@/ui/icons'
import { SORTS, type Filter, type Sort } from './lists'
import { PRIORITIES } from './PriorityMark'
import { SaveView } from './SaveView'
import { teamQueries } from './teamQueries'
import { useAgents, useDesk, useLabels } from './useDesk'
import type { Filters } from './useFilters'
import styles from './FilterPanel.module.css'

/** Everything a list can be narrowed by, its order, and a name for it. */
export function FilterPanel({ filters }: { filters: Filters }) {
  const { t } = useI18n()
  const narrowed = Object.keys(filters.list.filter).length - 1 + Number(filters.list.sort !== 'newest')
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton label={narrowed > 0 ? t.desk.filtersOn(narrowed) : t.desk.filters} className={styles.trigger}>
            <FilterIcon />
            {narrowed > 0 && <span className={styles.dot} aria-hidden="true" />}
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} side="bottom" align="end" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles.popup} aria-label={t.desk.filters}>
            <Fields filters={filters} />
            <SaveView filters={filters} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Fields({ filters }: { filters: Filters }) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const agents = [...useAgents().values()].filter((agent) => agent.removed_at === null && agent.user_id !== meId)
  const labels = [...useLabels().values()]
  const { data: inboxes = [] } = useQuery(teamQueries.inboxes(useDesk()))
  const { list } = filters
  const { filter, sort } = list
  const set = (change: Partial<Filter>) => filters.show({ filter: without({ ...filter, ...change }), sort })
  const isNarrowed = Object.keys(filter).length > 1 || sort !== 'newest'
  return (
    <div className={styles.fields}>
      <Field label={t.desk.sort} value={sort} onChange={(value) => filters.show({ filter, sort: value as Sort })}>
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {t.desk.sorts[one]}
          </option>
        ))}
      </Field>
      <Field label={t.inbox.assignee} value={filter.assignee ?? ''} onChange={(assignee) => set({ assignee })}>
        <option value="">{t.desk.anybody}</option>
        <option value="me">{t.inbox.you}</option>
        <option value="none">{t.inbox.unassignedOnes}</option>
        {agents.map((agent) => (
          <option key={agent.user_id} value={agent.user_id}>
            {agent.name}
          </option>
        ))}
      </Field>
      {inboxes.length > 1 && (
        <Field label={t.inbox.inbox} value={filter.inbox_id ?? ''} onChange={(inbox_id) => set({ inbox_id })}>
          <option value="">{t.desk.anyInbox}</option>
          {inboxes.map((inbox) => (
            <option key={inbox.id} value={inbox.id}>
              {inbox.name}
            </option>
          ))}
        </Field>
      )}
      {labels.length > 0 && (
        <Field label={t.desk.label} value={filter.label_id ?? ''} onChange={(label_id) => set({ label_id })}>
          <option value="">{t.desk.anyLabel}</option>
          {labels.map((label) => (
            <option key={label.id} value={label.id}>
              {label.name}
            </option>
          ))}
        </Field>
      )}
      <Field
        label={t.desk.priority}
        value={filter.priority?.toString() ?? ''}
        onChange={(value) => set({ priority: value === '' ? undefined : Number(value) })}
      >
        <option value="">{t.desk.anyPriority}</option>
        {PRIORITIES.map((priority) => (
          <option key={priority} value={priority}>
            {t.desk.priorities[priority]}
          </option>
        ))}
      </Field>
      <Field
        label={t.desk.mentions}
        value={filter.mentioned ? 'me' : ''}
        onChange={(value) => set({ mentioned: value === 'me' ? true : undefined })}
      >
        <option value="">{t.desk.anyMention}</option>
        <option value="me">{t.desk.ofMe}</option>
      </Field>
      {isNarrowed && (
        <Button size="small" onClick={() => filters.show({ filter: { status: filter.status }, sort: 'newest' })}>
          {t.desk.clearFilters}
        </Button>
      )}
    </div>
  )
}

// What is not chosen is not there: an equal list has an equal address and an equal key.
function without(filter: Filter): Filter {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''),
  ) as unknown as Filter
}

interface FieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  children: ReactNode
}

function Field({ label, value, onChange, children }: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </div>
  )
}
