import { useMemo } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { useChat } from './ChatProvider'
import type { ChatConversation } from './model'
import { useInbox } from './useInbox'

/** How the two sides of a conversation are called on this screen, where no person's name is known. */
export interface Names {
  contact: string
  team: string
}

/** @param title what the page around the window calls the other side */
export function useNames(conversation: ChatConversation | null, title: string | undefined): Names {
  const { t } = useI18n()
  const { side } = useChat()
  const { data: inbox } = useInbox()
  const { contact } = conversation ?? {}
  const [asked, asking] =
    side.side === 'agent'
      ? [t.chat.automatic, title ?? contact?.name ?? contact?.email ?? t.chat.visitor]
      : [title ?? inbox?.name ?? t.chat.team, t.chat.you]
  return useMemo(() => ({ contact: asking, team: asked }), [asking, asked]) // each row is drawn again when it changes
}
