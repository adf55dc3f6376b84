import { lazy } from 'react'
import type { ContactConversation, Inbox } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { BackIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import { Skeleton } from '@/ui/Skeleton'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { AwayNotice } from './conversation/AwayNotice'
import { Dispensable } from './Dispensable'
import { PanelTools, type PanelToolsProps } from './PanelTools'
import { useAway } from './useAway'
import { useReplyHint } from './useReplyHint'
import styles from './ConversationHeader.module.css'

// Wanted when the settings are opened.
const ConversationActions = lazy(() =>
  import('./conversation/ConversationActions').then((module) => ({ default: module.ConversationActions })),
)

type ConversationHeaderProps = PanelToolsProps & {
  inbox: Inbox | undefined
  isLoading: boolean
  /** Null for one that is about to be started. */
  conversation: ContactConversation | null
  onBack: () => void
  /** Asks whether it shall end. */
  onEnd: () => void
}

/** Over a conversation: with whom it is, and whether they are here. */
export function ConversationHeader({
  inbox,
  isLoading,
  conversation,
  onBack,
  onEnd,
  ...tools
}: ConversationHeaderProps) {
  const { t, formatUntil } = useI18n()
  const away = useAway(conversation)
  const hint = useReplyHint(inbox, away)
  const assignee = conversation?.assignee ?? null
  // As fresh as either: the conversation tells it with each change, the inbox whenever it is asked.
  const presence = inbox?.agents.find(({ id }) => id === assignee?.id)?.availability ?? assignee?.availability
  const agents = assignee ? [assignee] : (inbox?.agents.slice(0, 3) ?? [])
  const isNew = conversation === null
  const status = statusOf()
  return (
    <>
      <div className={styles.header}>
        <IconButton label={t.widget.back} onClick={onBack}>
          <BackIcon />
        </IconButton>
        <div className={styles.faces}>
          {agents.map((agent) => (
            <Avatar
              key={agent.id}
              className={styles.face}
              name={agent.name}
              src={agent.avatar_url}
              seed={agent.id}
              size={assignee ? 36 : 30}
              {...(assignee && { presence })}
            />
          ))}
        </div>
        <div className={styles.words}>
          <h2 className={styles.title} dir="auto">
            {assignee?.name ?? inbox?.name ?? (isLoading ? <NameToCome /> : t.widget.panel)}
          </h2>
          {(inbox ?? isLoading) && <p className={styles.status}>{inbox && status}</p>}
        </div>
        <PanelTools {...tools}>
          {(close) =>
            conversation && (
              <Dispensable>
                <ConversationActions
                  conversation={conversation}
                  inboxName={inbox?.name ?? t.widget.panel}
                  onEnd={() => {
                    close()
                    onEnd()
                  }}
                />
              </Dispensable>
            )
          }
        </PanelTools>
      </div>
      {isNew && inbox && away && <AwayNotice inbox={inbox} />}
    </>
  )
  function statusOf(): string {
    if (conversation?.status === 'closed') return t.widget.closed
    // A newcomer reads it in the notice below.
    if (away && !isNew && inbox?.next_opening) return t.widget.backAt(t.widget.at(formatUntil(inbox.next_opening)))
    if (away) return t.widget.awayNow
    if (assignee) return presence === 'online' ? t.widget.online : t.widget.awayNow
    return hint
  }
}

function NameToCome() {
  const { t } = useI18n()
  return (
    <>
      <Skeleton width={120} height={14} />
      <VisuallyHidden>{t.widget.panel}</VisuallyHidden>
    </>
  )
}
