import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { fromMessageRow, fromNoteRow } from '@/chat/agentApi'
import { useChat } from '@/chat/ChatProvider'
import type { ChatMessage, ChatNote } from '@/chat/model'
import type { MessageRow, NoteRow } from '@/chat/shapes'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { ask } from '@/lib/errors'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import styles from './DeleteWritten.module.css'
import { useAgents, useDesk } from './useDesk'

interface DeleteWrittenProps {
  written: ChatMessage | ChatNote
}

/** Beside the time of a message or note, for who may: what they wrote themselves, and to owners and admins all that anybody wrote. */
export function DeleteWritten({ written }: DeleteWrittenProps) {
  const { t } = useI18n()
  const [isAsking, setAsking] = useState<boolean | null>(null) // null: never yet, and there is no dialog to draw
  const may = useMay(written)
  const isNote = written.type === 'note'
  const title = isNote ? t.desk.deleteNote : t.desk.deleteMessage
  return (
    <>
      {may && (
        <button
          type="button"
          className={styles.delete}
          aria-label={title}
          data-ours={(!isNote && written.author === 'agent') || undefined}
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
          title={title}
          description={isNote ? t.desk.deleteNoteWords : t.desk.deleteMessageWords}
          closeLabel={t.app.close}
          finalFocus={() =>
            document.querySelector<HTMLElement>(`[data-message-id="${written.id}"] > [tabindex]`) ?? true
          }
        >
          <Question written={written} onDone={() => setAsking(false)} />
        </Dialog>
      )}
    </>
  )
}

function useMay(written: ChatMessage | ChatNote): boolean {
  const { meId } = useDesk()
  const role = useAgents().get(meId)?.role
  if (written.body === null || (written.type === 'message' && written.author === 'system')) return false
  const isMine = written.type === 'note' ? written.agent_id === meId : written.mine && written.author === 'agent'
  return isMine || role === 'owner' || role === 'admin'
}

function Question({ written, onDone }: DeleteWrittenProps & { onDone: () => void }) {
  const { t } = useI18n()
  const { client, timelines } = useChat()
  const { type, conversation_id, id } = written
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () =>
      type === 'note'
        ? fromNoteRow(await ask<NoteRow>(client.rpc('delete_note', { conversation_id, id })))
        : fromMessageRow(await ask<MessageRow>(client.rpc('delete_message', { conversation_id, id }))),
    onSuccess: (tombstone) => {
      timelines.add(conversation_id, tombstone)
      onDone()
    },
  })
  const files = written.type === 'message' ? written.attachments.map(({ name }) => name).join(', ') : ''
  return (
    <div className={styles.question}>
      <blockquote className={styles.quote} dir="auto">
        {written.body || files}
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
