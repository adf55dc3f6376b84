import type { ReactNode } from 'react'
import { ChatWindow } from '@/chat/ChatWindow'
import { MessageActionsContext } from '@/chat/MessageActions'
import type { ChatMessage, ChatNote } from '@/chat/model'
import type { InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { IconButton } from '@/ui/IconButton'
import { BackIcon, InfoIcon } from '@/ui/icons'
import { VisuallyHidden } from '@/ui/VisuallyHidden'
import { contactName } from './contactName'
import { Composer } from './composer/Composer'
import { ConversationActions } from './ConversationActions'
import { DeleteWritten } from './DeleteWritten'
import { ShowMessage } from './ShowMessage'
import { useAgents, useDesk } from './useDesk'
import { useMentionsSeen } from './useMentionsSeen'
import { useViewers } from './useViewers'
import styles from './ConversationPane.module.css'

interface ConversationPaneProps {
  row: InboxConversation
  onBack: () => void
  detailsShown: boolean
  onToggleDetails: () => void
}

/** The chosen conversation: who it is, what may be done, and the chat itself. */
export function ConversationPane({ row, onBack, detailsShown, onToggleDetails }: ConversationPaneProps) {
  const { t } = useI18n()
  const name = contactName(t, row.contact)
  useMentionsSeen(row.id)
  return (
    <PaneFrame>
      <header className={styles.header}>
        <span className={styles.back}>
          <IconButton label={t.inbox.backToList} onClick={onBack}>
            <BackIcon />
          </IconButton>
        </span>
        <Avatar name={name} size={32} className={styles.avatar} />
        <div className={styles.who}>
          <h2 className={styles.name} title={name}>
            <bdi>{name}</bdi>
          </h2>
          <Standing row={row} />
        </div>
        <Viewers conversationId={row.id} />
        <ConversationActions row={row} />
        <IconButton
          label={detailsShown ? t.inbox.hideDetails : t.inbox.showDetails}
          aria-expanded={detailsShown}
          data-does="details"
          onClick={onToggleDetails}
        >
          <InfoIcon />
        </IconButton>
      </header>
      <MessageActionsContext value={actionsOf}>
        <ChatWindow
          key={row.id}
          conversationId={row.id}
          title={name}
          hideHeader
          renderComposer={(chat) => (
            <>
              <ShowMessage chat={chat} />
              <Composer row={row} chat={chat} takesFocus={hasKeyboard()} />
            </>
          )}
        />
      </MessageActionsContext>
    </PaneFrame>
  )
}

const actionsOf = (written: ChatMessage | ChatNote) => <DeleteWritten written={written} />

export function PaneFrame({ children }: { children: ReactNode }) {
  return <div className={styles.pane}>{children}</div>
}

/** So that two do not answer at once. */
function Viewers({ conversationId }: { conversationId: string }) {
  const { t } = useI18n()
  const agents = useAgents()
  const viewers = useViewers(conversationId)
  if (viewers.length === 0) return null
  const words = t.inbox.viewers(viewers.map(({ name }) => name).join(', '))
  return (
    <span className={styles.viewers} title={words}>
      <VisuallyHidden>{words}</VisuallyHidden>
      {viewers.slice(0, VIEWERS_SHOWN).map(({ id, name }) => (
        <Avatar key={id} name={name} src={agents.get(id)?.avatar_url} seed={id} size={24} className={styles.viewer} />
      ))}
    </span>
  )
}

const VIEWERS_SHOWN = 3

/** Open · Assigned to Léa */
function Standing({ row }: { row: InboxConversation }) {
  const { t } = useI18n()
  const { meId } = useDesk()
  const agents = useAgents()
  const assigned =
    row.assignee_id === null
      ? t.inbox.unassigned
      : row.assignee_id === meId
        ? t.inbox.assignedToYou
        : t.inbox.takeOver(agents.get(row.assignee_id)?.name ?? t.inbox.formerAgent)
  return (
    <p className={styles.standing}>
      <span className={styles.status} data-status={row.status}>
        {t.inbox.statusOf[row.status]}
      </span>
      <span className={styles.assigned}>{assigned}</span>
    </p>
  )
}

// On a phone the keyboard would cover what one has come to read.
function hasKeyboard(): boolean {
  return window.matchMedia('(pointer: fine)').matches
}
