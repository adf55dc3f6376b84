import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '@/i18n/errorText'
import { tagOf } from '@/i18n/format'
import { useI18n } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'
import { ask } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { useToast } from '@/ui/Toast'
import { LeaveGuard } from '../LeaveGuard'
import { Loaded } from '../Loaded'
import { settingsQueries, type CalendarVersion } from '../queries'
import { Section } from '../Section'
import { useMe, useOffice } from '../useOffice'
import { faultOf, type Interval, type Keyed } from './calendar'
import { calendarOf, draftOf, usualDraftWeek, type Draft } from './draft'
import { DayRow } from './DayRow'
import { Exceptions, exceptionFault } from './Exceptions'
import { TimeZoneField } from './TimeZoneField'
import { useWeekdays } from './useWeekdays'
import { WeekPreview } from './WeekPreview'
import styles from './OpeningHours.module.css'

/** When an inbox is open: told to visitors, and what business hours in reports are counted by. */
export function OpeningHours({ inboxId }: { inboxId: string }) {
  const calendar = settingsQueries.calendar(useOffice(), inboxId)
  return (
    <Loaded query={calendar}>
      {(version) => <Editor key={version?.id ?? 'none'} inboxId={inboxId} version={version} />}
    </Loaded>
  )
}

function Editor({ inboxId, version }: { inboxId: string; version: CalendarVersion | null }) {
  const { t, locale } = useI18n()
  const { isManager } = useMe()
  const weekdays = useWeekdays()
  const [saved] = useState(() => draftOf(version))
  const [calendar, setCalendar] = useState(saved)
  const [showsFaults, setShowsFaults] = useState(false)
  const save = useSave(inboxId)
  const isDirty = JSON.stringify(calendar) !== JSON.stringify(saved)
  const isWrong =
    (calendar.week ?? []).some((hours) => faultOf(hours) !== null) ||
    (calendar.week !== null && calendar.exceptions.some((one) => exceptionFault(one, calendar.exceptions) !== null))

  function setDay(day: number, hours: Keyed<Interval>[]) {
    setCalendar(({ week, ...rest }) => ({ ...rest, week: (week ?? []).with(day, hours) }))
  }

  function copyDay(day: number, to: 'weekdays' | 'all') {
    setCalendar(({ week, ...rest }) => ({
      ...rest,
      week: (week ?? []).map((hours, other) => (to === 'all' || other < 5 ? (week?.[day] ?? []) : hours)),
    }))
  }

  return (
    <Section
      title={t.settings.hours.title}
      words={t.settings.hours.words}
      foot={
        isManager && (
          <>
            <Button
              look="primary"
              busy={save.isPending}
              disabled={!isDirty}
              onClick={() => {
                setShowsFaults(true)
                if (!isWrong) save.mutate(calendar)
              }}
            >
              {t.settings.save}
            </Button>
            {isDirty && (
              <Button look="quiet" onClick={() => setCalendar(saved)}>
                {t.settings.discard}
              </Button>
            )}
            <output className={styles.state}>
              {showsFaults && isWrong
                ? t.settings.mendFirst
                : isDirty
                  ? t.settings.unsaved
                  : version && t.settings.hours.since(minuteOf(version.valid_from, locale))}
            </output>
          </>
        )
      }
    >
      <LeaveGuard when={isDirty && !save.isPending} />
      {!isManager && <p className={styles.readOnly}>{t.settings.readOnly}</p>}
      <fieldset className={styles.fields} disabled={!isManager}>
        <label className={styles.always}>
          <input
            type="checkbox"
            checked={calendar.week === null}
            onChange={({ target }) =>
              setCalendar({ ...calendar, week: target.checked ? null : (saved.week ?? usualDraftWeek()) })
            }
          />
          <span>
            {t.settings.hours.always}
            <small className={styles.hint}>{t.settings.hours.alwaysWords}</small>
          </span>
        </label>
        {calendar.week && (
          <>
            <TimeZoneField
              value={calendar.time_zone}
              onChange={(time_zone) => setCalendar({ ...calendar, time_zone })}
            />
            <div className={styles.days} role="group" aria-label={t.settings.hours.week}>
              {calendar.week.map((hours, day) => (
                <DayRow
                  key={weekdays.names[day]}
                  name={weekdays.names[day] ?? ''}
                  hours={hours}
                  showsFault={showsFaults}
                  onChange={(next) => setDay(day, next)}
                  onCopy={(to) => copyDay(day, to)}
                />
              ))}
            </div>
            <Exceptions
              exceptions={calendar.exceptions}
              showsFaults={showsFaults}
              onChange={(exceptions) => setCalendar({ ...calendar, exceptions })}
            />
          </>
        )}
      </fieldset>
      {calendar.week && <WeekPreview calendar={calendarOf(calendar)} />}
    </Section>
  )
}

/** 18 October 2025 at 21:12 */
function minuteOf(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso))
}

function useSave(inboxId: string) {
  const { t } = useI18n()
  const office = useOffice()
  const cache = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: (draft: Draft) => {
      const { time_zone, week, exceptions } = calendarOf(draft)
      return ask<CalendarVersion>(
        office.client.rpc('set_calendar', {
          inbox_id: inboxId,
          time_zone,
          week: week,
          exceptions: exceptions,
        }),
      )
    },
    onSuccess: (version) => {
      cache.setQueryData(settingsQueries.calendar(office, inboxId).queryKey, version)
      toast.done(t.settings.saved)
    },
    onError: (error) => toast.trouble(`${t.settings.saveFailed} ${errorText(t, error)}`),
  })
}
