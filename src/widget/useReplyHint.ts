import type { Inbox } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'

/**
 * A sentence on when to expect an answer: as long as it usually takes, rounded up to what a person would say.
 * @param away what `useAway()` says
 */
export function useReplyHint(inbox: Inbox | undefined, away: boolean): string {
  const { t, formatDuration } = useI18n()
  if (!inbox) return ''
  const { texts } = inbox
  if (away) return texts.away || t.widget.away
  if (inbox.expected_reply_seconds !== null)
    return t.widget.replyWithin(formatDuration(roundUp(inbox.expected_reply_seconds)))
  return texts.welcome || t.widget.replySoon
}

const STEPS_SECONDS = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400]

export function roundUp(seconds: number): number {
  return STEPS_SECONDS.find((step) => seconds <= step) ?? Math.ceil(seconds / 86_400) * 86_400
}
