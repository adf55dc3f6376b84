import { useState } from 'react'
import type { ContactConversation } from '@/chat/shapes'
import { useContactActions } from '@/chat/useContactActions'
import { useI18n } from '@/i18n/I18nProvider'
import { CheckIcon, DownloadIcon } from '@/ui/icons'
import styles from './ConversationActions.module.css'

interface ConversationActionsProps {
  conversation: ContactConversation
  inboxName: string
  onEnd: () => void
}

/** What a customer can do with a conversation besides writing: keep it, end it. */
export function ConversationActions({ conversation, inboxName, onEnd }: ConversationActionsProps) {
  const i18n = useI18n()
  const { t } = i18n
  const { allMessages } = useContactActions()
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')

  async function keep() {
    setState('busy')
    try {
      const [messages, { transcriptOf, download, fileNameOf }] = await Promise.all([
        allMessages(conversation.id),
        import('./transcript'),
      ])
      download(transcriptOf(messages, inboxName, i18n), fileNameOf(inboxName, new Date()))
      setState('idle')
    } catch {
      setState('failed')
    }
  }

  return (
    <div className={styles.actions}>
      <button type="button" className={styles.action} aria-busy={state === 'busy'} onClick={() => void keep()}>
        <DownloadIcon />
        {t.widget.transcript}
      </button>
      {state === 'failed' && (
        <p role="alert" className={styles.error}>
          {t.widget.actionFailed}
        </p>
      )}
      {conversation.status === 'open' && (
        <button type="button" className={styles.action} onClick={onEnd}>
          <CheckIcon />
          {t.widget.end}
        </button>
      )}
    </div>
  )
}
