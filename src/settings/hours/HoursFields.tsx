import { useId } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { CloseIcon, PlusIcon } from '@/ui/icons'
import { endOf, keyed, nextInterval, shownEnd, type HoursFault, type Interval, type Keyed } from './calendar'
import styles from './HoursFields.module.css'

interface HoursFieldsProps {
  /** Whose hours: said to screen readers with each field. */
  of: string
  hours: readonly Keyed<Interval>[]
  fault: HoursFault | null
  onChange: (hours: Keyed<Interval>[]) => void
}

/** From and to, as many times as a day opens. */
export function HoursFields({ of, hours, fault, onChange }: HoursFieldsProps) {
  const { t } = useI18n()
  const id = useId()
  const describedBy = fault ? id : undefined
  return (
    <div className={styles.hours}>
      {hours.length === 0 && <span className={styles.closed}>{t.settings.hours.closed}</span>}
      {hours.map((interval, place) => (
        <span key={interval.key} className={styles.interval}>
          <input
            type="time"
            className={styles.time}
            aria-label={t.settings.hours.from(of)}
            aria-describedby={describedBy}
            aria-invalid={fault ? true : undefined}
            value={interval.from}
            onChange={({ target }) => onChange(hours.with(place, { ...interval, from: target.value }))}
          />
          <span aria-hidden="true">–</span>
          <input
            type="time"
            className={styles.time}
            aria-label={t.settings.hours.to(of)}
            aria-describedby={describedBy}
            aria-invalid={fault ? true : undefined}
            value={shownEnd(interval.to)}
            onChange={({ target }) => onChange(hours.with(place, { ...interval, to: endOf(target.value) }))}
          />
          {interval.to && interval.to < interval.from && (
            <span className={styles.next}>{t.settings.hours.nextDay}</span>
          )}
          <IconButton
            label={t.settings.hours.remove(of)}
            size="small"
            onClick={() => onChange(hours.filter((_, other) => other !== place))}
          >
            <CloseIcon size={14} />
          </IconButton>
        </span>
      ))}
      {hours.length < 12 && (
        <Button
          size="small"
          look="quiet"
          icon={<PlusIcon size={14} />}
          aria-label={t.settings.hours.addTo(of)}
          onClick={() => onChange([...hours, keyed(nextInterval(hours))])}
        >
          {t.settings.hours.add}
        </Button>
      )}
      {fault && (
        <p id={id} className={styles.fault} role="alert">
          {fault === 'overlap' ? t.settings.hours.overlap : t.settings.hours.incomplete}
        </p>
      )}
    </div>
  )
}
