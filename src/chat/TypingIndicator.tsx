import { useI18n } from '@/i18n/I18nProvider'
import type { Typist } from './model'
import styles from './TypingIndicator.module.css'

/** Who is writing. The place is always there, so that nothing jumps and every change is heard. */
export function TypingIndicator({ typists }: { typists: readonly Typist[] }) {
  const { t } = useI18n()
  const [one, two, three] = typists.map(({ name }) => name || t.chat.someone)
  const words = !one ? '' : !two ? t.chat.typing(one) : !three ? t.chat.typingTwo(one, two) : t.chat.typingMany
  return (
    <div className={styles.typing} role="status">
      {words && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className={styles.words}>{words}</span>
        </>
      )}
    </div>
  )
}
