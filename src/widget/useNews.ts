import { useEffect, useEffectEvent, useRef } from 'react'
import type { ContactConversation } from '@/chat/shapes'
import type { Conversations } from '@/chat/useConversations'
import { useSound } from '@/chat/useSound'
import type { WidgetHost } from './host'
import type { Shown, WidgetEvent } from './loader/protocol'

export type News = {
  name: Exclude<WidgetEvent, 'ready' | 'open' | 'close' | 'unread' | 'error'>
  conversation_id: string
}

/** Carries what changes in the customer's conversations out of the panel: to the badge, to the host's page, to the ear. */
export function useNews(host: WidgetHost, { status, conversations, unread }: Conversations, { open }: Shown): void {
  const { play } = useSound()
  const known = useRef<ContactConversation[] | null>(null)
  const isReady = status === 'ready'

  const spread = useEffectEvent((news: News[]) => {
    for (const { name, conversation_id } of news) host.tell(name, { conversation_id })
    const isRead = open && document.hasFocus()
    if (!isRead && news.some(({ name }) => name === 'message:received')) play()
  })

  useEffect(() => {
    if (!isReady) return
    if (known.current) spread(newsBetween(known.current, conversations))
    known.current = conversations
  }, [isReady, conversations])

  useEffect(() => host.setUnread(unread), [host, unread])
}

/** What happened from one list to the next. */
export function newsBetween(before: ContactConversation[], after: ContactConversation[]): News[] {
  const news: News[] = []
  for (const conversation of after) {
    const old = before.find(({ id }) => id === conversation.id)
    const say = (name: News['name']) => news.push({ name, conversation_id: conversation.id })
    if (!old) say('conversation:started')
    if (conversation.last_seq > (old?.last_seq ?? 0)) {
      if (conversation.last_message.author === 'contact') say('message:sent')
      else if (old) say('message:received')
    }
    if (old?.status === 'open' && conversation.status === 'closed') say('conversation:closed')
  }
  return news
}
