import { useI18n } from '@/i18n/I18nProvider'
import type { Typist } from './model'
import { CONTACT_TYPIST } from './typing'
import styles from './TypingIndicator.module.css'

/** Who is writing. The place is always there, so that nothing jumps and every change is heard. */
export function TypingIndicator({ typists, contactName }: { typists: readonly Typist[]; contactName?: string }) {
  const { t } = useI18n()
  const [one, two, three] = typists.map(
    ({ id, name }) => name || (id === CONTACT_TYPIST && contactName) || t.chat.someone,
  )
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
