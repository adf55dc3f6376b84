import type { I18n } from '@/i18n/I18nProvider'

/** When something will be, as short as it is clear: a time today, "Mon 9:00" this week, else "30 Nov 9:00". */
export function upcoming(
  at: Date,
  { locale, formatTime }: Pick<I18n, 'locale' | 'formatTime'>,
  now = new Date(),
): string {
  const time = formatTime(at.toISOString())
  if (at.toDateString() === now.toDateString()) return time
  const isThisWeek = at.getTime() - now.getTime() < 6 * DAY_MS
  const day = new Intl.DateTimeFormat(
    locale,
    isThisWeek ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  ).format(at)
  return `${day} ${time}`
}

const DAY_MS = 86_400_000
