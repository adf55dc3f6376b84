import type { Locale } from './locale'
import type { Words } from './words'

/** Dates, times and durations as the reader writes them. Times are ISO strings; durations seconds. */
export interface Formats {
  /** 14:05 · 2:05 PM */
  formatTime: (iso: string) => string
  /** Today · Yesterday · Monday · 3 March · 3 March 2025 */
  formatDay: (iso: string, now?: Date) => string
  /** Monday */
  formatWeekday: (iso: string) => string
  /** When something will be, as said after "until": 18:00 · tomorrow 09:00 · Monday 09:00 · 30 November 09:00 */
  formatUntil: (iso: string, now?: Date) => string
  /** The exact moment: Monday, 3 March 2025 at 14:05:09 */
  formatMoment: (iso: string) => string
  /** now · 5 min ago · yesterday · 3 Mar */
  formatRelative: (iso: string, now?: Date) => string
  /** 45 s · 5 min · 1 h 5 min · 2 d 3 h */
  formatDuration: (seconds: number) => string
  formatNumber: (value: number) => string
  /** 45 kB · 1.2 MB, in the language's own units: 1,2 Mo */
  formatBytes: (bytes: number) => string
}

export function createFormats(locale: Locale, words: Words, timeZone?: string): Formats {
  const tag = tagOf(locale)
  const format = (options: Intl.DateTimeFormatOptions, spoken = tag) =>
    lazy(() => new Intl.DateTimeFormat(spoken, { timeZone, ...options }))
  const time = format({ hour: 'numeric', minute: '2-digit' })
  const weekday = format({ weekday: 'long' })
  const day = format({ day: 'numeric', month: 'long' })
  const dayAndYear = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const shortDay = format({ day: 'numeric', month: 'short' })
  const moment = format({ dateStyle: 'full', timeStyle: 'medium' })
  const civil = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')
  const relative = lazy(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' }))
  const wholeDays = lazy(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }))
  const number = lazy(() => new Intl.NumberFormat(tag))

  // Whole days between two civil dates: 23:59 and 00:01 are a day apart, whatever the zone or the clock change.
  const daysBetween = (from: Date, to: Date) =>
    Math.round((Date.parse(civil().format(to)) - Date.parse(civil().format(from))) / DAY_MS)

  return {
    formatTime: (iso) => time().format(new Date(iso)),
    formatDay(iso, now = new Date()) {
      const date = new Date(iso)
      const days = daysBetween(date, now)
      if (days === 0) return words.chat.today
      if (days === 1) return words.chat.yesterday
      if (days > 1 && days < 7) return capitalised(weekday().format(date))
      return (date.getFullYear() === now.getFullYear() ? day : dayAndYear)().format(date)
    },
    formatWeekday: (iso) => capitalised(weekday().format(new Date(iso))),
    formatUntil(iso, now = new Date()) {
      const date = new Date(iso)
      const days = daysBetween(now, date)
      const at = time().format(date)
      if (days === 0) return at
      if (days === 1) return words.chat.dayAt(wholeDays().format(1, 'day'), at)
      if (days > 1 && days < 7) return words.chat.dayAt(weekday().format(date), at)
      return words.chat.dayAt((date.getFullYear() === now.getFullYear() ? day : dayAndYear)().format(date), at)
    },
    formatMoment: (iso) => moment().format(new Date(iso)),
    formatRelative(iso, now = new Date()) {
      const date = new Date(iso)
      const seconds = (now.getTime() - date.getTime()) / 1_000
      if (seconds < 60) return words.chat.justNow
      if (seconds < 3_600) return relative().format(-Math.floor(seconds / 60), 'minute')
      const days = daysBetween(date, now)
      if (days === 0 || seconds < 6 * 3_600) return relative().format(-Math.floor(seconds / 3_600), 'hour')
      if (days < 7) return relative().format(-days, 'day')
      return (date.getFullYear() === now.getFullYear() ? shortDay : dayAndYear)().format(date)
    },
    formatDuration(seconds) {
      const whole = Math.max(0, Math.round(seconds))
      if (whole < 60) return unit(tag, 'second', whole)
      const minutes = Math.round(whole / 60)
      if (minutes < 60) return unit(tag, 'minute', minutes)
      const [hours, restMinutes] = [Math.floor(minutes / 60), minutes % 60]
      if (hours < 24) return joined(unit(tag, 'hour', hours), restMinutes && unit(tag, 'minute', restMinutes))
      const wholeHours = Math.round(minutes / 60)
      return joined(
        unit(tag, 'day', Math.floor(wholeHours / 24)),
        wholeHours % 24 && unit(tag, 'hour', wholeHours % 24),
      )
    },
    formatNumber: (value) => number().format(value),
    formatBytes(bytes) {
      const [name, size] = bytes < 1e3 ? ['byte', 1] : bytes < 1e6 ? ['kilobyte', 1e3] : ['megabyte', 1e6]
      return new Intl.NumberFormat(tag, {
        style: 'unit',
        unit: name,
        unitDisplay: size === 1 ? 'long' : 'short', // short, English says “8 byte”
        maximumFractionDigits: size === 1e6 && bytes < 1e7 ? 1 : 0,
      }).format(bytes / size)
    },
  }
}

const DAY_MS = 86_400_000

/** The language as `Intl` wants it. */
export function tagOf(locale: Locale): string {
  return locale === 'fr' ? 'fr-FR' : (navigatorTag('en') ?? 'en-GB')
}

// English differs by country in what matters here (2:05 PM, 14:05): the reader's own, if they read English.
function navigatorTag(language: string): string | null {
  if (typeof navigator === 'undefined') return null
  return (navigator.languages ?? []).find((tag) => tag.toLowerCase().startsWith(language) && isTag(tag)) ?? null
}

// Chromium on a Linux without a language says `en-US@posix`, which its own Intl refuses.
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

// Making one takes a millisecond or more, and most pages want two of ten.
function lazy<Format>(make: () => Format): () => Format {
  let made: Format | undefined
  return () => (made ??= make())
}

function unit(tag: string, name: 'second' | 'minute' | 'hour' | 'day', value: number): string {
  const key = `${tag} ${name}`
  let format = units.get(key)
  if (!format)
    units.set(key, (format = new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short' })))
  return format.format(value)
}

// Making one takes longer than a thousand uses, and a list of waiting times ticks.
const units = new Map<string, Intl.NumberFormat>()

function joined(first: string, second: string | 0): string {
  return second ? `${first} ${second}` : first
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
