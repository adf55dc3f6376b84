import { useEffect, useState } from 'react'
import { tagOf } from '@/i18n/format'
import { useI18n } from '@/i18n/I18nProvider'
import { every } from '@/lib/time'
import { IconButton } from '@/ui/IconButton'
import { BackIcon, ForwardIcon } from '@/ui/icons'
import { clockOf, dateAfter, minutesOpen, mondayOf, openWeek, type Calendar, type Span } from './calendar'
import { useWeekdays } from './useWeekdays'
import styles from './WeekPreview.module.css'

/** A week as it comes out: nights that go on in the morning, holidays, and where we are now. */
export function WeekPreview({ calendar }: { calendar: Calendar }) {
  const { t, locale, formatNumber } = useI18n()
  const weekdays = useWeekdays()
  const now = useNow(calendar.time_zone)
  const [shift, setShift] = useState(0)
  const monday = dateAfter(mondayOf(now.date), 7 * shift)
  const week = openWeek(calendar, monday)
  const sayDate = (date: string) =>
    new Intl.DateTimeFormat(tagOf(locale), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(date))
  const saySpans = (spans: readonly Span[]) =>
    spans.length > 0
      ? spans.map(({ start, end }) => `${clockOf(start)}–${clockOf(end)}`).join(', ')
      : t.settings.hours.closed
  return (
    <figure className={styles.preview} aria-label={t.settings.hours.preview}>
      <figcaption className={styles.caption}>
        <IconButton label={t.settings.hours.weekBefore} size="small" onClick={() => setShift(shift - 1)}>
          <BackIcon size={16} />
        </IconButton>
        <b>{t.settings.hours.weekOf(sayDate(monday), sayDate(dateAfter(monday, 6)))}</b>
        <IconButton label={t.settings.hours.weekAfter} size="small" onClick={() => setShift(shift + 1)}>
          <ForwardIcon size={16} />
        </IconButton>
        <span className={styles.sum}>
          {t.settings.hours.openFor(formatNumber(Math.round(minutesOpen(week) / 6) / 10))}
        </span>
      </figcaption>
      <ol className={styles.days}>
        {week.map(({ date, spans, exception }, day) => (
          <li key={date} className={styles.day} data-today={date === now.date || undefined}>
            <span className={styles.name}>
              {weekdays.short[day]} <small>{sayDate(date)}</small>
            </span>
            <span className={styles.bar} aria-hidden="true">
              {spans.map(({ start, end }) => (
                <span
                  key={start}
                  className={styles.span}
                  style={{ insetInlineStart: percent(start), inlineSize: percent(end - start) }}
                />
              ))}
              {date === now.date && <span className={styles.now} style={{ insetInlineStart: percent(now.minutes) }} />}
            </span>
            <span className={styles.hours}>
              {saySpans(spans)}
              {exception && <small className={styles.why}> {exception.name || t.settings.hours.exception}</small>}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  )
}

function percent(minutes: number): string {
  return `${(minutes / 1_440) * 100}%`
}

/** What the clock says in a zone: the date, and the minutes since midnight. */
function useNow(timeZone: string): { date: string; minutes: number } {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => every(60_000, () => setNow(new Date())), [])
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, value]),
  )
  return {
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    minutes: Number(parts['hour']) * 60 + Number(parts['minute']),
  }
}
