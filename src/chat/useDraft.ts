import { useCallback, useEffect, useState } from 'react'
import { useChat } from './ChatProvider'

/** What stands in the composer of a conversation. Kept when it is left, and over a reload. */
export function useDraft(conversationId: string): [text: string, setText: (text: string) => void] {
  const { drafts } = useChat()
  const [draft, setDraft] = useState({ conversationId, text: '' })
  if (draft.conversationId !== conversationId) setDraft({ conversationId, text: '' })

  useEffect(() => {
    let isCurrent = true
    async function restore() {
      const text = await drafts.read(conversationId)
      // Who has begun to write meanwhile is not interrupted.
      if (isCurrent && text)
        setDraft((now) => (now.conversationId === conversationId && now.text === '' ? { conversationId, text } : now))
    }
    void restore()
    return () => {
      isCurrent = false
    }
  }, [drafts, conversationId])

  const setText = useCallback(
    (text: string) => {
      setDraft({ conversationId, text })
      drafts.write(conversationId, text)
    },
    [drafts, conversationId],
  )
  return [draft.conversationId === conversationId ? draft.text : '', setText]
}
