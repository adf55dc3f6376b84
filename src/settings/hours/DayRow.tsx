import { useI18n } from '@/i18n/I18nProvider'
import { IconButton } from '@/ui/IconButton'
import { CopyIcon } from '@/ui/icons'
import { Menu, MenuItem } from '@/ui/Menu'
import { faultOf, type Interval, type Keyed } from './calendar'
import { HoursFields } from './HoursFields'
import styles from './DayRow.module.css'

interface DayRowProps {
  name: string
  hours: readonly Keyed<Interval>[]
  showsFault: boolean
  onChange: (hours: Keyed<Interval>[]) => void
  onCopy: (to: 'weekdays' | 'all') => void
}

/** A day of the week: its hours, and a way to give them to other days. */
export function DayRow({ name, hours, showsFault, onChange, onCopy }: DayRowProps) {
  const { t } = useI18n()
  const fault = faultOf(hours)
  return (
    <div className={styles.row} role="group" aria-label={name}>
      <span className={styles.name}>{name}</span>
      <HoursFields
        of={name}
        hours={hours}
        fault={showsFault || fault === 'overlap' ? fault : null}
        onChange={onChange}
      />
      <Menu
        align="end"
        trigger={
          <IconButton label={t.settings.hours.copy(name)} size="small">
            <CopyIcon size={16} />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => onCopy('weekdays')}>{t.settings.hours.toWeekdays}</MenuItem>
        <MenuItem onSelect={() => onCopy('all')}>{t.settings.hours.toAllDays}</MenuItem>
      </Menu>
    </div>
  )
}
