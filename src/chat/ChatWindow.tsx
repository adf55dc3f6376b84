import { useMemo, type ReactNode } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { AlertIcon, ChatIcon } from '@/ui/icons'
import { useFileDrop } from './attachments/useFileDrop'
import { useChat } from './ChatProvider'
import { ChatHeader } from './ChatHeader'
import styles from './ChatWindow.module.css'
import { ConnectionBanner } from './ConnectionBanner'
import { MessageInput } from './MessageInput'
import { MessageList } from './MessageList'
import type { ChatMessages } from './model'
import { TypingIndicator } from './TypingIndicator'
import { useChatMessages } from './useChatMessages'
import { useGreeting } from './useGreeting'
import { useNames } from './useNames'
import { useViewers } from './useViewers'

export interface ChatWindowProps {
  conversationId: string
  /** Shows a button that closes the window. */
  onClose?: () => void
  /** Instead of the other side's name. */
  title?: string
  /** The window stands in a page that has a header of its own. */
  hideHeader?: boolean
  /** It fades away: what comes now is not read. */
  isClosing?: boolean
  /** Puts the cursor into the composer. */
  takesFocus?: boolean
  /** Instead of the plain composer. */
  renderComposer?: (chat: ChatMessages) => ReactNode
}

/** One conversation: header, messages, who is typing, and where to write. Loads, stays live and marks as read by itself. */
export function ChatWindow({
  conversationId,
  onClose,
  title,
  hideHeader,
  isClosing = false,
  takesFocus,
  renderComposer,
}: ChatWindowProps) {
  const { t } = useI18n()
  const { side } = useChat()
  const loaded = useChatMessages(conversationId)
  const greeting = useGreeting(conversationId)
  const names = useNames(loaded.conversation, title)
  const chat = useMemo(
    () => (greeting && loaded.entries[0]?.id !== greeting.id ? withGreeting(loaded, greeting) : loaded),
    [loaded, greeting],
  )
  const drop = useFileDrop(conversationId)
  const isClosed = chat.conversation?.status === 'closed'
  return (
    <section className={styles.window} aria-label={title ?? t.chat.conversation} {...drop.handlers}>
      {drop.isOver && <p className={styles.drop}>{t.attachments.drop}</p>}
      {!hideHeader && (
        <ChatHeader
          conversation={chat.conversation}
          name={title ?? chat.conversation?.assignee?.name ?? names[side.side === 'contact' ? 'team' : 'contact']}
          onClose={onClose}
        />
      )}
      <ConnectionBanner />
      {chat.status === 'missing' ? (
        <Trouble chat={chat} />
      ) : (
        <>
          {/* What is written all the same is on the screen, and leaves when it can. */}
          {chat.status === 'failed' && chat.entries.length === 0 ? (
            <Trouble chat={chat} />
          ) : (
            <MessageList
              key={conversationId}
              conversationId={conversationId}
              chat={chat}
              names={names}
              isGreetingAwaited={greeting === undefined}
              isClosing={isClosing}
            />
          )}
          <TypingIndicator typists={chat.typing} contactName={names.contact} />
          <Viewers conversationId={conversationId} />
          {isClosed && <p className={styles.hint}>{t.chat.closedHint}</p>}
          {renderComposer ? (
            renderComposer(chat)
          ) : (
            <MessageInput
              key={`composer:${conversationId}`}
              conversationId={conversationId}
              onSend={chat.sendMessage}
              onTyping={chat.startTyping}
              takesFocus={takesFocus}
            />
          )}
        </>
      )}
    </section>
  )
}

/** Two who answer at once should know of each other. */
function Viewers({ conversationId }: { conversationId: string }) {
  const { t } = useI18n()
  const names = useViewers(conversationId).map(({ name }) => name || t.chat.anAgent)
  return names.length > 0 && <p className={styles.viewers}>{t.chat.viewing(names.join(', '))}</p>
}

function Trouble({ chat }: { chat: ChatMessages }) {
  const { t } = useI18n()
  if (chat.status === 'missing')
    return (
      <EmptyState
        className={styles.trouble}
        icon={<ChatIcon size={28} />}
        title={t.errors.hints.conversation_not_found}
      />
    )
  return (
    <EmptyState
      className={styles.trouble}
      role="alert"
      icon={<AlertIcon size={28} />}
      title={t.chat.loadFailed}
      action={<Button onClick={chat.reload}>{t.chat.tryAgain}</Button>}
    >
      {chat.error && errorText(t, chat.error)}
    </EmptyState>
  )
}

function withGreeting(chat: ChatMessages, greeting: ChatMessages['messages'][number]): ChatMessages {
  return { ...chat, messages: [greeting, ...chat.messages], entries: [greeting, ...chat.entries] }
}
