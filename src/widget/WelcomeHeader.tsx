import type { Inbox } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { Skeleton } from '@/ui/Skeleton'
import { PanelTools, type PanelToolsProps } from './PanelTools'
import { useAway } from './useAway'
import { useReplyHint } from './useReplyHint'
import styles from './WelcomeHeader.module.css'

/** Over the list: who we are, who is here, when to expect an answer. */
export function WelcomeHeader({ inbox, ...tools }: PanelToolsProps & { inbox: Inbox | undefined }) {
  const { t, formatUntil } = useI18n()
  const away = useAway()
  const hint = useReplyHint(inbox, away)
  return (
    <div className={styles.header}>
      <div className={styles.bar}>
        <div className={styles.team}>
          {inbox?.agents.slice(0, 4).map((agent) => (
            <Avatar
              key={agent.id}
              className={styles.face}
              name={agent.name}
              src={agent.avatar_url}
              seed={agent.id}
              size={36}
            />
          ))}
        </div>
        <PanelTools {...tools} onAccent />
      </div>
      <h2 className={styles.title}>{t.widget.welcome}</h2>
      <p className={styles.hint}>
        {inbox ? <span dir="auto">{hint}</span> : <Skeleton width={180} />}
        {away && inbox?.next_opening && (
          <span dir="auto"> {t.widget.backAt(t.widget.at(formatUntil(inbox.next_opening)))}</span>
        )}
      </p>
    </div>
  )
}
