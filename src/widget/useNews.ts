import { useEffect, useEffectEvent, useRef } from 'react'
import { byNewest } from '@/chat/conversation'
import { plainOf } from '@/chat/markdown/plain'
import type { ContactConversation } from '@/chat/shapes'
import type { Conversations } from '@/chat/useConversations'
import { useInbox } from '@/chat/useInbox'
import { useSound } from '@/chat/useSound'
import { useI18n } from '@/i18n/I18nProvider'
import { claim } from '@/lib/claim'
import type { WidgetHost } from './host'
import type { Preview, Shown, WidgetEvent } from './loader/protocol'

export type News = {
  name: Exclude<WidgetEvent, 'ready' | 'open' | 'close' | 'unread' | 'error'>
  conversation_id: string
}

/** Carries what changes in the customer's conversations out of the panel: to the badge, beside the button, to the host's page, to the ear. */
export function useNews(host: WidgetHost, { status, conversations, unread }: Conversations, { open }: Shown): void {
  const { t } = useI18n()
  const { play } = useSound()
  const { data: inbox } = useInbox()
  const known = useRef<ContactConversation[] | null>(null)
  const isReady = status === 'ready'
  const team = inbox?.name ?? t.widget.panel

  // Every tab hears of it. One where it is read takes it in silence; of the others the first that looks at the page tells.
  async function ring(conversation: ContactConversation) {
    const isRead = open && document.hasFocus()
    if (!isRead) await new Promise((resolve) => setTimeout(resolve, document.hidden ? HIDDEN_MS : SEEN_MS))
    if (!(await claim(`${conversation.id} ${conversation.last_seq}`)) || isRead) return
    play()
    const preview = previewOf([conversation], team, t.widget.dismiss)
    if (preview) host.notify(preview)
  }

  const spread = useEffectEvent((news: News[]) => {
    for (const { name, conversation_id } of news) host.tell(name, { conversation_id })
    const received = news.find(({ name }) => name === 'message:received')
    const conversation = conversations.find(({ id }) => id === received?.conversation_id)
    if (conversation) void ring(conversation)
  })

  useEffect(() => {
    if (!isReady) return
    if (known.current) spread(newsBetween(known.current, conversations))
    known.current = conversations
  }, [isReady, conversations])

  useEffect(() => host.setUnread(unread), [host, unread])

  const { author, text } = (!open && previewOf(conversations, team, '')) || { author: '', text: '' }
  const { dismiss } = t.widget
  useEffect(() => host.preview(text ? { author, text, dismiss } : null), [host, author, text, dismiss])
}

const SEEN_MS = 60
const HIDDEN_MS = 180
const PREVIEW_LENGTH = 200

/** The newest message that waits to be read. */
function previewOf(conversations: readonly ContactConversation[], team: string, dismiss: string): Preview | null {
  const [newest] = conversations.filter(({ unread_count }) => unread_count > 0).toSorted(byNewest)
  const body = newest?.last_message.body
  if (!newest || !body || newest.last_message.author === 'contact') return null
  return { author: newest.assignee?.name ?? team, text: plainOf(body).slice(0, PREVIEW_LENGTH), dismiss }
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
