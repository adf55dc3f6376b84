import { useI18n } from '@/i18n/I18nProvider'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './PriorityMark.module.css'

export const PRIORITIES = [0, 1, 2, 3, 4] as const

/** One to four bars; the last in a warning's colour. */
export function PriorityMark({ priority }: { priority: number }) {
  const { t } = useI18n()
  const words = t.desk.priorityIs(t.desk.priorities[priority] ?? '')
  return (
    <span className={styles.mark} data-priority={priority} title={words}>
      <VisuallyHidden>{words}</VisuallyHidden>
      {PRIORITIES.slice(1).map((step) => (
        <span key={step} className={styles.bar} data-full={step <= priority} />
      ))}
    </span>
  )
}
