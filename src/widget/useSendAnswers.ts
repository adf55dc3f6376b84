import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useChat } from '@/chat/ChatProvider'
import { useContactActions } from '@/chat/useContactActions'
import { useAnswers } from './AnswersContext'
import { filled } from './conversation/form'

/** What a visitor has said of themselves goes to the team as soon as they are somebody: after their first message. */
export function useSendAnswers(isContact: boolean): void {
  const { keys } = useChat()
  const queryClient = useQueryClient()
  const { update } = useContactActions()
  const { current, forget } = useAnswers()
  const values = isContact && current?.isFinished ? current.values : null
  useEffect(() => {
    if (!values || Object.keys(values).length === 0) return undefined
    let isCurrent = true
    async function send(claims: NonNullable<typeof values>) {
      try {
        const card = await update(filled(claims))
        if (!isCurrent) return
        queryClient.setQueryData([...keys.all, 'card'], card)
        forget()
      } catch {
        // They went with the first message too; what came later is tried again when the chat is opened anew.
      }
    }
    void send(values)
    return () => {
      isCurrent = false
    }
  }, [values, update, queryClient, keys, forget])
}
