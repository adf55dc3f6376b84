import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fromMessageRow } from '@/chat/agentApi'
import { useChat } from '@/chat/ChatProvider'
import type { ChatMessage } from '@/chat/model'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import type { MessageRow } from '@/chat/shapes'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import styles from './DeleteMessage.module.css'
import { useAgents, useDesk } from './useDesk'

/** Beside a message's time, for who may: what they wrote themselves, and to owners and admins all that anybody wrote. */
export function DeleteMessage({ message }: { message: ChatMessage }) {
  const { t } = useI18n()
  const [isAsking, setAsking] = useState<boolean | null>(null) // null: never yet, and there is no dialog to draw
  const { meId } = useDesk()
  const role = useAgents().get(meId)?.role
  const isMine = message.mine && message.author === 'agent'
  const may = message.body !== null && message.author !== 'system' && (isMine || role === 'owner' || role === 'admin')
  return (
    <>
      {may && (
        <button
          type="button"
          className={styles.delete}
          aria-label={t.desk.deleteMessage}
          data-ours={message.author === 'agent' || undefined}
          onMouseDown={(event) => event.preventDefault()} // focused, the message tells its time to the second, and this would move away
          onClick={() => setAsking(true)}
        >
          {t.desk.delete}
        </button>
      )}
      {isAsking !== null && (
        <Dialog
          open={isAsking}
          onOpenChange={setAsking}
          title={t.desk.deleteMessage}
          description={t.desk.deleteMessageWords}
          closeLabel={t.app.close}
          finalFocus={() =>
            document.querySelector<HTMLElement>(`[data-message-id="${message.id}"] > [tabindex]`) ?? true
          }
        >
          <Question message={message} onDone={() => setAsking(false)} />
        </Dialog>
      )}
    </>
  )
}

function Question({ message, onDone }: { message: ChatMessage; onDone: () => void }) {
  const { t } = useI18n()
  const { client, timelines } = useChat()
  const { conversation_id, id } = message
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask<MessageRow>(client.rpc('delete_message', { conversation_id, id })),
    onSuccess: (row) => {
      timelines.add(conversation_id, fromMessageRow(row))
      onDone()
    },
  })
  return (
    <div className={styles.question}>
      <blockquote className={styles.quote} dir="auto">
        {message.body || message.attachments.map(({ name }) => name).join(', ')}
      </blockquote>
      {error && <p role="alert">{errorText(t, error)}</p>}
      <div className={styles.buttons}>
        <Button look="danger" busy={isPending} onClick={() => mutate()}>
          {t.desk.deleteMessageDo}
        </Button>
        <Button onClick={onDone}>{t.desk.cancel}</Button>
      </div>
    </div>
  )
}
