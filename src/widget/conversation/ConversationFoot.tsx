import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useChat } from '@/chat/ChatProvider'
import { MessageInput } from '@/chat/MessageInput'
import type { ChatMessages } from '@/chat/model'
import type { ContactConversation, Inbox } from '@/chat/shapes'
import { useContactCard } from '@/chat/useContactCard'
import { useI18n } from '@/i18n/I18nProvider'
import type { CauserieError } from '@/lib/errors'
import { useAnswers } from '../AnswersContext'
import { Dispensable } from '../Dispensable'
import type { WidgetHost } from '../host'
import styles from './cards.module.css'
import { unanswered } from './form'
import { useEmailAsking } from './useEmailAsking'

// Most conversations need none of them.
const EmailCard = lazy(() => import('./EmailCard').then(({ EmailCard }) => ({ default: EmailCard })))
const EndCard = lazy(() => import('./EndCard').then(({ EndCard }) => ({ default: EndCard })))
const PreChatForm = lazy(() => import('./PreChatForm').then(({ PreChatForm }) => ({ default: PreChatForm })))
const RatingCard = lazy(() => import('./RatingCard').then(({ RatingCard }) => ({ default: RatingCard })))

interface ConversationFootProps {
  host: WidgetHost
  chat: ChatMessages
  conversationId: string
  /** Null for one that is about to be started. */
  conversation: ContactConversation | null
  inbox: Inbox | undefined
  isEnding: boolean
  onEndingDone: () => void
}

/** Where one writes, and what stands there before, besides or instead: a form, a question, why one can't. */
export function ConversationFoot(props: ConversationFootProps) {
  const { host, chat, conversationId, conversation, inbox, isEnding, onEndingDone } = props
  const { t } = useI18n()
  const { current } = useAnswers()
  const isNew = conversation === null && !chat.messages.some(({ mine }) => mine)
  const asksWho = isNew && Boolean(inbox?.verified_only || inbox?.form.length)
  const card = useContactCard(asksWho)
  const why = useWaitingReason(conversationId)
  const asking = useEmailAsking({ host, conversation, chat, isWaiting: why !== null && waitsLong(why) })

  // Until it is known what is known: the room stays as it is, so that nothing jumps.
  if (asksWho && (card.isLoading || current === null)) return <div className={styles.notice} aria-busy="true" />
  if (isNew && inbox?.verified_only && !card.data?.verified)
    return (
      <p className={styles.notice} role="status">
        {t.widget.signInFirst}
      </p>
    )
  const fields =
    isNew && inbox && !current?.isFinished ? unanswered(inbox.form, card.data ?? null, host.claims?.() ?? {}) : []
  // What is written stands outside of what is still to be loaded: else it would leave the page with it for a moment, under the writer's hands.
  return (
    <>
      <Dispensable>
        {isEnding && <EndCard conversationId={conversationId} onDone={onEndingDone} />}
        {(conversation?.may_rate || conversation?.rating) && conversation.status === 'closed' && (
          <RatingCard conversationId={conversationId} isRated={!conversation.may_rate} />
        )}
      </Dispensable>
      <Dispensable>{asking && !isEnding && <EmailCard {...asking} />}</Dispensable>
      {why && why.hint && (
        <p className={styles.notice} role="status">
          {(t.errors.hints as Record<string, string>)[why.hint] ?? t.errors.busy}
        </p>
      )}
      {fields.length > 0 ? (
        <Suspense>
          <PreChatForm fields={fields} />
        </Suspense>
      ) : (
        <MessageInput
          key={conversationId}
          conversationId={conversationId}
          onSend={chat.sendMessage}
          onTyping={chat.startTyping}
        />
      )}
    </>
  )
}

/** So long nobody needs another way to be reached. */
const SHORT_MS = 30_000

function waitsLong({ trouble, retryInMs }: CauserieError): boolean {
  return trouble === 'busy' && (retryInMs ?? Infinity) > SHORT_MS
}

/** Why what was written here waits; null when nothing does. */
function useWaitingReason(conversationId: string) {
  const { outbox } = useChat()
  const { held } = useSyncExternalStore(outbox.state.subscribe, outbox.state.get)
  return held.get(conversationId) ?? null
}
