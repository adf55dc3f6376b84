import { tagOf } from '@/i18n/format'
import type { Locale } from '@/i18n/locale'

/** An address that may stand in a link. What a browser claims could be anything. */
export function webAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null
}

/** A link to write to an address. A visitor may have claimed one with `?bcc=…` behind it, which would be read as more than an address. */
export function mailLink(address: string): string {
  return `mailto:${address.replaceAll(/[^\w.@+-]/gu, encodeURIComponent)}`
}

/** "français (Canada)" for `fr-CA`; as it came if it is no language tag. */
export function languageName(tag: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([tagOf(locale)], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag // not a language tag: shown as it was said
  }
}

/** What the clock shows where the contact is; null in a zone that nobody knows. */
export function localTime(timeZone: string, locale: Locale, now: Date): string | null {
  try {
    return new Intl.DateTimeFormat(tagOf(locale), { timeZone, hour: 'numeric', minute: '2-digit' }).format(now)
  } catch {
    return null // not a time zone
  }
}
