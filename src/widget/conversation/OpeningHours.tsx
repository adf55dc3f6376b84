import { Fragment, useMemo, useState } from 'react'
import type { Inbox } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { isElsewhere, openDays } from './openingHours'
import styles from './OpeningHours.module.css'

/** The week ahead as it is for the visitor: their days, their clock. */
export function OpeningHours({ calendar }: { calendar: NonNullable<Inbox['calendar']> }) {
  const { t, formatTime, formatWeekday } = useI18n()
  const [now] = useState(() => new Date())
  const days = useMemo(() => openDays(calendar, now), [calendar, now])
  const time = (moment: Date) => formatTime(moment.toISOString())
  return (
    <>
      <dl className={styles.days} aria-label={t.widget.openingHours}>
        {days.map(({ day, intervals }) => (
          <div key={day.getTime()} className={styles.day}>
            <dt>{formatWeekday(day.toISOString())}</dt>
            <dd>
              {intervals.length === 0
                ? t.widget.closedDay
                : intervals.map(({ from, to }, i) => (
                    <Fragment key={from.getTime()}>
                      {i > 0 && ', '}
                      <bdi>{`${time(from)}–${time(to)}`}</bdi>
                    </Fragment>
                  ))}
            </dd>
          </div>
        ))}
      </dl>
      {isElsewhere(calendar.time_zone, now) && <p className={styles.zone}>{t.widget.yourTime}</p>}
    </>
  )
}
