import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useChat } from '@/chat/ChatProvider'
import type { ChatMessages } from '@/chat/model'
import type { ContactConversation } from '@/chat/shapes'
import { useContactActions } from '@/chat/useContactActions'
import { useContactCard } from '@/chat/useContactCard'
import { useI18n } from '@/i18n/I18nProvider'
import { useAnswers } from '../AnswersContext'
import type { WidgetHost } from '../host'
import { useAway } from '../useAway'

const DISMISSED = 'email_dismissed'

interface Asked {
  host: WidgetHost
  conversation: ContactConversation | null
  chat: ChatMessages
  /** What was written can't leave just now, because too much is going on. */
  isWaiting: boolean
}

/** When somebody has written and nobody is there, or it can't leave: asks for an address, once. @returns what the card needs, or null */
export function useEmailAsking({ host, conversation, chat, isWaiting }: Asked) {
  const { t } = useI18n()
  const { keys } = useChat()
  const queryClient = useQueryClient()
  const { update } = useContactActions()
  const { current, write, finish } = useAnswers()
  const [isDismissed, setDismissed] = useState<boolean | null>(null)
  const [isGiven, setGiven] = useState(false)
  const [isBegun, setBegun] = useState(false)
  const { storage, claims } = host
  const isStored = chat.conversation !== null
  const hasWritten = chat.messages.some(({ mine }) => mine)
  const isAnswered = chat.messages.at(-1)?.author === 'agent'
  const away = useAway(conversation)
  const mayAsk = hasWritten && (isWaiting || (away && !isAnswered && chat.conversation?.status === 'open'))
  const card = useContactCard(mayAsk && isStored)

  useEffect(() => {
    let isCurrent = true
    void Promise.resolve(storage.getItem(DISMISSED)).then((value) => isCurrent && setDismissed(value !== null))
    return () => {
      isCurrent = false
    }
  }, [storage])

  const onGive = useCallback(
    async (email: string) => {
      if (isStored) queryClient.setQueryData([...keys.all, 'card'], await update({ email }))
      else {
        write('email', email) // nobody knows the visitor yet: it goes as soon as somebody does
        finish()
      }
      setGiven(true)
    },
    [isStored, queryClient, keys, update, write, finish],
  )
  const onDismiss = useCallback(() => {
    setDismissed(true)
    void storage.setItem(DISMISSED, '1')
  }, [storage])

  const onBegin = useCallback(() => setBegun(true), [])
  const isKnown = Boolean(card.data?.known.includes('email') || claims?.().email || current?.values.email)
  const isUnknownYet = isDismissed === null || current === null || (isStored && mayAsk && card.data === undefined)
  // Who has begun to type it is let finish, even if somebody comes meanwhile.
  if (isDismissed || isUnknownYet || !(isGiven || isBegun || (mayAsk && !isKnown))) return null
  return { reason: isWaiting ? t.widget.emailAskBusy : t.widget.emailAsk, onBegin, onGive, onDismiss }
}
