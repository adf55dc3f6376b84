import { useCallback, useEffect, useEffectEvent, useRef, useState, type CSSProperties } from 'react'
import { ChatWindow } from '@/chat/ChatWindow'
import type { ContactConversation } from '@/chat/shapes'
import { useConversations } from '@/chat/useConversations'
import { useFailure } from '@/chat/useFailure'
import { useInbox, useInboxKey } from '@/chat/useInbox'
import { useStartConversation } from '@/chat/useStartConversation'
import { useI18n } from '@/i18n/I18nProvider'
import { OwnWords } from '@/i18n/Language'
import { asCauserieError } from '@/lib/errors'
import { every } from '@/lib/time'
import { on, together } from '@/lib/undo'
import { accentTokens } from '@/ui/accent'
import { ConversationFoot } from './conversation/ConversationFoot'
import { ConversationHeader } from './ConversationHeader'
import { ConversationList } from './ConversationList'
import type { PanelOptions, WidgetHost } from './host'
import type { Shown } from './loader/protocol'
import { Unreachable } from './Unreachable'
import { useFreshInbox } from './useFreshInbox'
import { useHasWritten, useMarkWritten } from './useHasWritten'
import { useLinger } from './useLinger'
import { useNews } from './useNews'
import { useSendAnswers } from './useSendAnswers'
import { useUnsent } from './useUnsent'
import { useRememberedMute } from './useRememberedMute'
import { WelcomeHeader } from './WelcomeHeader'
import styles from './WidgetPanel.module.css'

interface WidgetPanelProps {
  host: WidgetHost
  options: PanelOptions
  shown: Shown
}

const RETRY_MS = 10_000

/** A little longer than closing takes to be seen. */
const CLOSING_MS = 220

/** `null` while it is not known yet whether this customer has written before. */
type View = { view: 'list' } | { view: 'conversation'; id: string } | null

/** The chat as a customer sees it, in the inbox's own words where it has some. */
export function WidgetPanel(props: WidgetPanelProps) {
  const { data: inbox } = useInbox()
  return (
    <OwnWords strings={inbox?.texts.strings}>
      <Panel {...props} />
    </OwnWords>
  )
}

/** Their conversations, or the chosen one. A newcomer starts with the composer. */
function Panel({ host, options, shown }: WidgetPanelProps) {
  const { t } = useI18n()
  const conversations = useConversations()
  const inbox = useFreshInbox(conversations.conversations, shown.open)
  const startConversation = useStartConversation()
  const [chosen, setChosen] = useState<View>(null)
  const [unusedId, setUnusedId] = useState(startConversation)
  const unsent = useUnsent()
  const unsentId = unsent.find(({ isNew }) => isNew)?.id ?? null
  const newId = unsentId ?? unusedId // what waits to begin is gone on with: nobody shall think it lost and write it again
  const [ending, setEnding] = useState<string | null>(null)
  const [listed, setListed] = useState<string | null>(null)
  const panel = useRef<HTMLElement>(null)
  const hasWritten = useHasWritten(conversations)
  useNews(host, conversations, shown)
  useMarkWritten(host, hasWritten)
  useRememberedMute(host)
  useSendAnswers(conversations.conversations.length > 0)

  const view = chosen ?? firstView(conversations, newId, unsentId !== null)
  const accent = (options.accentIsAsked ? undefined : inbox.data?.theme.accent) ?? options.accent
  const tokens = accentTokens(accent)
  const isUnknown = inbox.error !== null && asCauserieError(inbox.error).hint === 'inbox_not_found'
  // Who has written sees what they wrote; the window says by itself that it waits. So it is for whoever has begun to write: what is known
  // of the inbox stays good.
  const failure = useFailure(useInboxKey(), inbox)
  const isUnreachable = failure.why !== null && !isUnknown && !hasWritten

  useEffect(() => host.ready(), [host])
  useEffect(() => {
    if (isUnknown) host.unknownInbox()
  }, [host, isUnknown])
  const tryAgain = useEffectEvent(() => {
    if (!failure.isAsking) failure.again() // in a tab that nobody sees too, where tries that follow by themselves rest
  })
  useEffect(() => {
    if (!isUnreachable) return undefined
    return together(
      on(window, 'online', () => tryAgain()),
      every(RETRY_MS, () => tryAgain()),
    )
  }, [isUnreachable])
  useEffect(() => {
    if (inbox.data?.theme.accent) host.remember({ accent: inbox.data.theme.accent })
  }, [host, inbox.data?.theme.accent])

  // What was chosen by itself stays when the list changes: nobody is moved from one conversation to another unasked.
  if (chosen === null && view !== null && shown.open) setChosen(view)
  // What stood in the list and does so no more was taken away, with whoever wrote it: one begins anew.
  const isListed = chosen?.view === 'conversation' && find(conversations.conversations, chosen.id) !== null
  if (isListed && listed !== chosen.id) setListed(chosen.id)
  else if (chosen?.view === 'conversation' && !isListed && listed === chosen.id) {
    setListed(null)
    setChosen(null)
    setUnusedId(startConversation())
  }
  if (unsentId !== null && chosen?.view === 'conversation' && chosen.id === unusedId && unusedId !== unsentId)
    setChosen({ view: 'conversation', id: unsentId }) // it was read late, or written in another tab

  useEffect(
    () =>
      on(document, 'keydown', (event) => {
        // At the document, so that what is open inside (emoji, settings) can take the key for itself.
        if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return
        if (event.defaultPrevented || event.isComposing) return
        if (event.target instanceof Node && panel.current?.contains(event.target)) host.close()
      }),
    [host],
  )
  // A closed chat reads nothing; but it keeps its face until it has faded away.
  const isPresent = useLinger(shown.open, CLOSING_MS)
  const place = shown.open && (view?.view === 'conversation' ? view.id : 'list')
  useEffect(() => {
    if (place) focusFirst(panel.current)
  }, [place])

  const write = () => {
    const isUsed = conversations.conversations.some((conversation) => conversation.id === newId)
    const id = isUsed ? startConversation() : newId
    if (isUsed) setUnusedId(id)
    setChosen({ view: 'conversation', id })
  }
  const tools = { host, shown }
  const endingDone = useCallback(() => setEnding(null), [])

  return (
    <section
      ref={panel}
      role="dialog"
      aria-label={t.widget.panel}
      dir={t.widget.direction}
      tabIndex={-1}
      className={styles.panel}
      style={tokens as CSSProperties | undefined}
    >
      {view?.view === 'conversation' ? (
        <>
          <ConversationHeader
            {...tools}
            inbox={inbox.data}
            isLoading={inbox.isLoading && !isUnreachable}
            conversation={find(conversations.conversations, view.id)}
            onBack={() => setChosen({ view: 'list' })}
            onEnd={() => setEnding(view.id)}
          />
          {isUnreachable ? (
            <Unreachable onRetry={failure.again} busy={failure.isAsking} />
          ) : (
            isPresent && (
              <ChatWindow
                key={view.id}
                conversationId={view.id}
                hideHeader
                isClosing={!shown.open}
                renderComposer={(chat) => (
                  <ConversationFoot
                    host={host}
                    chat={chat}
                    conversationId={view.id}
                    conversation={find(conversations.conversations, view.id)}
                    inbox={inbox.data}
                    isEnding={ending === view.id}
                    onEndingDone={endingDone}
                  />
                )}
              />
            )
          )}
        </>
      ) : (
        <>
          <WelcomeHeader {...tools} inbox={inbox.data} />
          <ConversationList
            conversations={conversations}
            unsent={unsent}
            inboxName={inbox.data?.name ?? ''}
            onChoose={(id) => setChosen({ view: 'conversation', id })}
            onWrite={write}
          />
        </>
      )}
    </section>
  )
}

/** What waits to begin comes first, then what is unread, then the only open conversation; who has several chooses; who has none writes. */
function firstView(
  { status, conversations }: ReturnType<typeof useConversations>,
  newId: string,
  isUnsent: boolean,
): View {
  if (isUnsent) return { view: 'conversation', id: newId }
  if (status === 'loading') return null
  const unread = conversations.find((conversation) => conversation.unread_count > 0)
  if (unread) return { view: 'conversation', id: unread.id }
  const [first, second] = conversations
  if (first && !second && first.status === 'open') return { view: 'conversation', id: first.id }
  return first || status === 'failed' ? { view: 'list' } : { view: 'conversation', id: newId }
}

function find(conversations: ContactConversation[], id: string): ContactConversation | null {
  return conversations.find((conversation) => conversation.id === id) ?? null
}

/** Where one writes, unless that would pull up a phone's keyboard over what was said; else the panel itself. */
function focusFirst(panel: HTMLElement | null): void {
  if (!panel) return
  const composer = matchMedia('(pointer: coarse)').matches ? null : panel.querySelector('textarea')
  const target = composer ?? panel
  target.focus({ preventScroll: true })
}
