import { useMemo } from 'react'
import { tagOf } from '@/i18n/format'
import { useI18n } from '@/i18n/I18nProvider'
import type { Day } from './days'

/** How reports write days, hours and shares. Nothing here asks which zone the reader is in. */
export interface ReportFormats {
  /** 3 Nov · 3 nov. */
  formatShortDay: (day: Day) => string
  /** Tue, 3 November 2026 */
  formatFullDay: (day: Day) => string
  /** 3 – 22 November 2026 */
  formatPeriod: (first: Day, last: Day) => string
  /** November 2026 */
  formatMonth: (day: Day) => string
  /** Mon, 1 being Monday (ISO) */
  formatWeekday: (weekday: number, length?: 'short' | 'long') => string
  /** 09 – the hour that begins then */
  formatHour: (hour: number) => string
  /** 12.5 % */
  formatShare: (share: number) => string
  /** +12 % · −3 % */
  formatChange: (ratio: number) => string
  /** A number with one digit after the point, where it matters. */
  formatDecimal: (value: number) => string
  /** 3 Nov, 14:05, there */
  formatMomentIn: (iso: string, timeZone: string) => string
  /** 14:05, there */
  formatTimeIn: (iso: string, timeZone: string) => string
  /** 45s · 5m · 3h, where there is room for nothing more */
  formatBrief: (seconds: number) => string
}

export function useReportFormats(): ReportFormats {
  const { locale } = useI18n()
  return useMemo(() => createReportFormats(tagOf(locale)), [locale])
}

export function createReportFormats(tag: string): ReportFormats {
  // A day stands at midnight UTC, and is written in UTC: it can't slip into another.
  const days = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options })
  const short = days({ day: 'numeric', month: 'short' })
  const full = days({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
  const period = days({ day: 'numeric', month: 'long', year: 'numeric' })
  const month = days({ month: 'long', year: 'numeric' })
  const weekdays = { short: days({ weekday: 'short' }), long: days({ weekday: 'long' }) }
  const share = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
  const change = new Intl.NumberFormat(tag, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  })
  const decimal = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const brief = (unit: string) => new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'narrow' })
  const units = { second: brief('second'), minute: brief('minute'), hour: brief('hour'), day: brief('day') }
  return {
    formatShortDay: (day) => short.format(new Date(day)),
    formatFullDay: (day) => full.format(new Date(day)),
    formatPeriod: (first, last) => period.formatRange(new Date(first), new Date(last)),
    formatMonth: (day) => month.format(new Date(day)),
    formatWeekday: (weekday, length = 'short') => weekdays[length].format(new Date(Date.UTC(2024, 0, weekday))), // 1 January 2024 was a Monday
    formatHour: (hour) => `${String(hour).padStart(2, '0')}${tag.startsWith('fr') ? ' h' : ':00'}`,
    formatShare: (value) => share.format(value),
    formatChange: (ratio) => change.format(ratio),
    formatDecimal: (value) => decimal.format(value),
    formatMomentIn: (iso, timeZone) =>
      new Intl.DateTimeFormat(tag, {
        timeZone,
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: 'numeric',
        minute: '2-digit',
      }).format(new Date(iso)),
    formatTimeIn: (iso, timeZone) =>
      new Intl.DateTimeFormat(tag, { timeZone, hour: 'numeric', minute: '2-digit' }).format(new Date(iso)),
    formatBrief(seconds) {
      if (seconds < 60) return units.second.format(Math.round(seconds))
      if (seconds < 3_600) return units.minute.format(Math.round(seconds / 60))
      if (seconds < 86_400) return units.hour.format(Math.round(seconds / 3_600))
      return units.day.format(Math.round(seconds / 86_400))
    },
  }
}
