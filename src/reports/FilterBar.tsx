import { useState } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { ChevronDownIcon } from '@/ui/icons'
import { Menu, MenuItem, MenuSeparator, MenuToggle } from '@/ui/Menu'
import { periodTrouble, PRESETS, type Filters, type Period, type Preset } from './filters'
import { Segments } from './Segments'
import styles from './FilterBar.module.css'

interface Named {
  id: string
  name: string
}

interface FilterBarProps {
  filters: Filters
  /** The days that are shown. */
  period: Period
  inboxes: readonly Named[]
  agents: readonly Named[]
  labels: readonly Named[]
  onChange: (filters: Filters) => void
}

/** Which days, whose conversations, and which hours count. */
export function FilterBar({ filters, period, inboxes, agents, labels, onChange }: FilterBarProps) {
  const { t } = useI18n()
  const [choosing, setChoosing] = useState(false)
  const isCustom = choosing || filters.range.preset === 'custom'

  function choose(preset: Preset | 'custom') {
    setChoosing(preset === 'custom')
    if (preset !== 'custom') onChange({ ...filters, range: { preset } })
  }

  return (
    <search className={styles.bar} aria-label={t.reports.filters}>
      <Segments
        label={t.reports.range}
        value={isCustom ? 'custom' : filters.range.preset}
        choices={[...PRESETS, 'custom' as const].map((value) => ({ value, label: t.reports.presets[value] }))}
        onChange={choose}
      />
      {isCustom && (
        <CustomDays
          key={`${period.first} ${period.last}`}
          period={period}
          onChoose={({ first, last }) => {
            setChoosing(false)
            onChange({ ...filters, range: { preset: 'custom', first, last } })
          }}
        />
      )}
      <Several
        label={t.reports.inboxes}
        all={t.reports.allInboxes}
        choices={inboxes}
        ids={filters.inboxIds}
        onChange={(inboxIds) => onChange({ ...filters, inboxIds })}
      />
      <Several
        label={t.reports.agents}
        all={t.reports.allAgents}
        choices={agents}
        ids={filters.agentIds}
        onChange={(agentIds) => onChange({ ...filters, agentIds })}
      />
      {labels.length > 0 && (
        <Several
          label={t.reports.labels}
          all={t.reports.allLabels}
          choices={labels}
          ids={filters.labelIds}
          onChange={(labelIds) => onChange({ ...filters, labelIds })}
        />
      )}
      <Segments
        label={t.reports.clock}
        value={filters.clock}
        choices={[
          { value: 'clock', label: t.reports.clockHours },
          { value: 'business', label: t.reports.businessHours },
        ]}
        onChange={(clock) => onChange({ ...filters, clock })}
      />
    </search>
  )
}

function CustomDays({ period, onChoose }: { period: Period; onChoose: (period: Period) => void }) {
  const { t } = useI18n()
  const [first, setFirst] = useState(period.first)
  const [last, setLast] = useState(period.last)
  const [tried, setTried] = useState(false)
  const trouble = periodTrouble(first, last)
  return (
    <form
      className={styles.days}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!trouble) onChoose({ first, last })
      }}
    >
      <label className={styles.day}>
        {t.reports.from}
        <input type="date" value={first} max={last} onChange={(event) => setFirst(event.target.value)} />
      </label>
      <label className={styles.day}>
        {t.reports.to}
        <input type="date" value={last} min={first} onChange={(event) => setLast(event.target.value)} />
      </label>
      <Button type="submit">{t.reports.apply}</Button>
      {tried && trouble && (
        <p className={styles.trouble} role="alert">
          {t.reports[trouble]}
        </p>
      )}
    </form>
  )
}

interface SeveralProps {
  label: string
  all: string
  choices: readonly Named[]
  ids: string[]
  onChange: (ids: string[]) => void
}

function Several({ label, all, choices, ids, onChange }: SeveralProps) {
  const { t } = useI18n()
  const only = choices.find(({ id }) => ids.length === 1 && id === ids[0])
  return (
    <Menu
      trigger={
        <Button className={styles.several}>
          {ids.length === 0 ? all : (only?.name ?? `${label}: ${t.reports.chosen(ids.length)}`)}
          <ChevronDownIcon size={15} />
        </Button>
      }
    >
      {choices.map(({ id, name }) => (
        <MenuToggle
          key={id}
          checked={ids.includes(id)}
          onChange={(checked) => onChange(checked ? [...ids, id] : ids.filter((other) => other !== id))}
        >
          {name}
        </MenuToggle>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => onChange([])}>{t.reports.everything}</MenuItem>
    </Menu>
  )
}
