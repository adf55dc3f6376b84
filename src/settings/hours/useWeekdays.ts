import { useMemo } from 'react'
import { tagOf } from '@/i18n/format'
import { useI18n } from '@/i18n/I18nProvider'

/** The days of a week as the reader calls them, Monday first. */
export function useWeekdays(): { names: string[]; short: string[] } {
  const { locale } = useI18n()
  return useMemo(() => {
    const say = (weekday: 'long' | 'short') => {
      const format = new Intl.DateTimeFormat(tagOf(locale), { weekday, timeZone: 'UTC' })
      return Array.from({ length: 7 }, (_, day) => {
        const name = format.format(Date.UTC(2024, 0, 1 + day)) // a Monday
        return name.charAt(0).toLocaleUpperCase(tagOf(locale)) + name.slice(1)
      })
    }
    return { names: say('long'), short: say('short') }
  }, [locale])
}
