import { useI18n } from '@/i18n/I18nProvider'
import { Avatar } from '@/ui/Avatar'
import { CloseIcon } from '@/ui/icons'
import { IconButton } from '@/ui/IconButton'
import styles from './ChatHeader.module.css'
import { useChat } from './ChatProvider'
import type { ChatConversation } from './model'

interface ChatHeaderProps {
  conversation: ChatConversation | null
  name: string
  onClose?: () => void
}

/** Who one talks with, how the conversation stands, and the way out. */
export function ChatHeader({ conversation, name, onClose }: ChatHeaderProps) {
  const { t } = useI18n()
  const { side } = useChat()
  return (
    <header className={styles.header}>
      <Avatar
        name={name}
        src={conversation?.assignee?.avatar_url}
        seed={conversation?.contact?.id ?? conversation?.assignee?.id ?? name}
        presence={side.side === 'contact' ? conversation?.assignee?.availability : undefined}
        size={36}
      />
      <div className={styles.words}>
        <h2 className={styles.title} dir="auto">
          {name}
        </h2>
        {conversation && (
          <p className={styles.status} data-status={conversation.status}>
            {
              { open: t.chat.statusOpen, snoozed: t.chat.statusSnoozed, closed: t.chat.statusClosed }[
                conversation.status
              ]
            }
          </p>
        )}
      </div>
      {onClose && (
        <IconButton label={t.chat.close} onClick={onClose}>
          <CloseIcon />
        </IconButton>
      )}
    </header>
  )
}
