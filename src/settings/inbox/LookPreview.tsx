import type { CSSProperties } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import type { AccentTokens } from '@/ui/accent'
import { ChatIcon } from '@/ui/icons'
import styles from './LookPreview.module.css'

/** The chat in small, by day and by night. A picture: nothing in it does anything. */
export function LookPreview({ tokens }: { tokens: AccentTokens | null }) {
  const { t } = useI18n()
  return (
    <figure className={styles.preview} aria-label={t.settings.inbox.preview}>
      {(['light', 'dark'] as const).map((theme) => (
        <div key={theme} className={styles.panel} data-theme={theme} style={(tokens ?? {}) as CSSProperties} inert>
          <div className={styles.head}>{t.widget.panel}</div>
          <div className={styles.thread}>
            <p className={styles.theirs}>{t.widget.welcome}</p>
            <p className={styles.mine}>{t.settings.inbox.sampleQuestion}</p>
            <p className={styles.link}>{t.settings.inbox.sampleLink}</p>
          </div>
          <span className={styles.launcher}>
            <ChatIcon size={22} />
          </span>
        </div>
      ))}
    </figure>
  )
}
