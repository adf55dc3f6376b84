import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { CloseIcon, PlusIcon } from '@/ui/icons'
import { faultOf, keyed } from './calendar'
import type { DraftException } from './draft'
import { HoursFields } from './HoursFields'
import styles from './Exceptions.module.css'

interface ExceptionsProps {
  exceptions: readonly DraftException[]
  showsFaults: boolean
  onChange: (exceptions: DraftException[]) => void
}

/** Holidays, and days with hours of their own. */
export function Exceptions({ exceptions, showsFaults, onChange }: ExceptionsProps) {
  const { t } = useI18n()
  const words = t.settings.hours
  return (
    <div className={styles.exceptions} role="group" aria-label={words.exceptions}>
      <h3 className={styles.title}>{words.exceptions}</h3>
      <p className={styles.words}>{words.exceptionsWords}</p>
      {exceptions.map((exception, place) => (
        <OneException
          key={exception.key}
          exception={exception}
          fault={showsFaults ? exceptionFault(exception, exceptions) : null}
          onChange={(next) => onChange(exceptions.with(place, next))}
          onRemove={() => onChange(exceptions.filter((_, other) => other !== place))}
        />
      ))}
      <Button
        className={styles.add}
        size="small"
        icon={<PlusIcon size={14} />}
        onClick={() => onChange([...exceptions, keyed({ date: '', hours: [] })])}
      >
        {words.addException}
      </Button>
    </div>
  )
}

/** What keeps a day from being saved. */
export function exceptionFault(exception: DraftException, all: readonly DraftException[]) {
  if (!/^(\d{4}-)?\d\d-\d\d$/.test(exception.date)) return 'date'
  if (all.some((other) => other !== exception && other.date === exception.date)) return 'twice'
  return faultOf(exception.hours)
}

interface OneExceptionProps {
  exception: DraftException
  fault: ReturnType<typeof exceptionFault>
  onChange: (exception: DraftException) => void
  onRemove: () => void
}

function OneException({ exception, fault, onChange, onRemove }: OneExceptionProps) {
  const { t } = useI18n()
  const words = t.settings.hours
  const isYearly = exception.date.length === 5
  // A date field wants a year: for a day of each year, a leap one, which has them all.
  const shown = isYearly ? `2024-${exception.date}` : exception.date
  const name = exception.name?.trim() || exception.date || words.newException
  return (
    <div className={styles.one} role="group" aria-label={name}>
      <div className={styles.line}>
        <input
          type="date"
          className={styles.date}
          aria-label={words.date}
          aria-invalid={fault === 'date' || fault === 'twice' ? true : undefined}
          value={shown}
          onChange={({ target }) =>
            onChange({ ...exception, date: isYearly && target.value ? target.value.slice(5) : target.value })
          }
        />
        <input
          className={styles.name}
          aria-label={words.exceptionName}
          placeholder={words.exceptionName}
          maxLength={100}
          value={exception.name ?? ''}
          onChange={({ target }) => onChange({ ...exception, name: target.value })}
        />
        <label className={styles.yearly}>
          <input
            type="checkbox"
            checked={isYearly}
            disabled={!exception.date}
            onChange={({ target }) =>
              onChange({
                ...exception,
                date: target.checked ? exception.date.slice(5) : `${new Date().getFullYear()}-${exception.date}`,
              })
            }
          />
          {words.eachYear}
        </label>
        <IconButton label={words.removeException(name)} size="small" onClick={onRemove}>
          <CloseIcon size={14} />
        </IconButton>
      </div>
      {(fault === 'date' || fault === 'twice') && (
        <p className={styles.fault} role="alert">
          {fault === 'date' ? words.dateMissing : words.dateTwice}
        </p>
      )}
      <HoursFields
        of={name}
        hours={exception.hours}
        fault={fault === 'overlap' || fault === 'incomplete' ? fault : null}
        onChange={(hours) => onChange({ ...exception, hours })}
      />
    </div>
  )
}
