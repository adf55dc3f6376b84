import { useEffect, useEffectEvent } from 'react'
import { useChat } from '@/chat/ChatProvider'
import { useConversations } from '@/chat/useConversations'
import type { WidgetControl } from './control'

/** Tells the page of the chat, and the chat what the page sends. */
export function ControlLink({ control }: { control: WidgetControl }) {
  const chat = useChat()
  const { status, conversations, unread } = useConversations()
  const isReady = status === 'ready'
  const send = useEffectEvent((text: string, conversationId?: string) => {
    const open = conversations.find((conversation) => conversation.status === 'open')
    chat.send(conversationId ?? open?.id ?? chat.newConversation(), text, null)
  })

  useEffect(() => {
    if (isReady) return control.attachChat((...given) => send(...given))
  }, [control, isReady])
  useEffect(() => {
    control.report({
      isReady,
      unread,
      conversations: conversations.map(({ id, status, unread_count, last_message }) => ({
        id,
        status,
        unread: unread_count,
        lastMessage: last_message.body,
      })),
    })
  }, [control, isReady, unread, conversations])
  return null
}
