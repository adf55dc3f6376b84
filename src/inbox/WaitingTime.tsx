import { useI18n } from '@/i18n/I18nProvider'
import { ClockIcon } from '@/ui/icons'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { useTicking } from './clock'
import { waitText } from './waitText'
import styles from './WaitingTime.module.css'

const LONG_MS = 15 * 60_000

/** How long a customer has been waiting, counting on by itself. */
export function WaitingTime({ since }: { since: string }) {
  const { t, formatDuration } = useI18n()
  const startedAt = Date.parse(since)
  const text = useTicking((now) => waitText(now - startedAt, formatDuration))
  const isLong = useTicking((now) => (now - startedAt >= LONG_MS ? 'yes' : null))
  return (
    <span className={styles.waiting} data-long={isLong ?? undefined}>
      <ClockIcon size={13} />
      <VisuallyHidden>{t.inbox.waiting(text)}</VisuallyHidden>
      <span aria-hidden="true">{text}</span>
    </span>
  )
}
