import { useI18n } from '@/i18n/I18nProvider'
import { CheckIcon } from '@/ui/icons'
import { Spinner } from '@/ui/Spinner'
import type { Erasure } from './erasures'
import styles from './ErasureProgress.module.css'

/** What of an erased person is gone already: texts at once, files and what Realtime keeps a little later. */
export function ErasureProgress({ erasure }: { erasure: Erasure }) {
  const { t } = useI18n()
  const words = t.erasing
  return (
    <ul className={styles.parts}>
      {(
        [
          [words.texts, true],
          [words.files, erasure.files_gone],
          [words.broadcasts, erasure.broadcasts_gone],
        ] as const
      ).map(([part, isGone]) => (
        <li key={part} className={styles.part} data-gone={isGone || undefined}>
          {isGone ? <CheckIcon size={16} /> : <Spinner />}
          {isGone ? words.gone(part) : words.going(part)}
        </li>
      ))}
    </ul>
  )
}
