import { useI18n } from '@/i18n/I18nProvider'
import { LockIcon, ReplyIcon } from '@/ui/icons'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import styles from './ModeSwitch.module.css'

/** For the customer, or for the team only. */
export type Mode = 'reply' | 'note'

interface ModeSwitchProps {
  mode: Mode
  onChoose: (mode: Mode) => void
  /** Where something unsent stands. */
  waiting: Record<Mode, boolean>
}

export function ModeSwitch({ mode, onChoose, waiting }: ModeSwitchProps) {
  const { t } = useI18n()
  const words = { reply: t.composer.reply, note: t.composer.note }
  const icons = { reply: <ReplyIcon size={15} />, note: <LockIcon size={15} /> }
  return (
    <div className={styles.modes} role="group" aria-label={t.composer.mode}>
      {(['reply', 'note'] as const).map((one) => (
        <button
          key={one}
          type="button"
          className={styles.mode}
          data-composer={one}
          aria-pressed={mode === one}
          title={one === mode ? undefined : t.composer.switchHint}
          onClick={() => onChoose(one)}
        >
          {icons[one]}
          {words[one]}
          {waiting[one] && mode !== one && (
            <span className={styles.waiting}>
              <VisuallyHidden>{t.composer.hasDraft}</VisuallyHidden>
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
