import type { Inbox } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import type { Locale } from '@/i18n/locale'

/** A sentence on when to expect an answer: as long as it usually takes, rounded up to what a person would say. */
export function useReplyHint(inbox: Inbox | undefined): string {
  const { t, locale, formatDuration } = useI18n()
  if (!inbox) return ''
  const own = ownTexts(inbox, locale)
  if (!inbox.available) return own.away || t.widget.away
  if (inbox.expected_reply_seconds !== null)
    return t.widget.replyWithin(formatDuration(roundUp(inbox.expected_reply_seconds)))
  return own.welcome || t.widget.replySoon
}

/** What the team wrote, for who reads their language; others get our words in theirs. */
function ownTexts(inbox: Inbox, locale: Locale): Inbox['texts'] {
  return inbox.locale === locale ? inbox.texts : {}
}

const STEPS_SECONDS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400]

export function roundUp(seconds: number): number {
  return STEPS_SECONDS.find((step) => seconds <= step) ?? Math.ceil(seconds / 86_400) * 86_400
}
