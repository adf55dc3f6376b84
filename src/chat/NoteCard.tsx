import { memo, use, useCallback, type ReactNode } from 'react'
import { errorText } from '@/i18n/errorText'
import { useI18n } from '@/i18n/I18nProvider'
import { Button } from '@/ui/Button'
import { LockIcon } from '@/ui/icons'
import { useChat } from './ChatProvider'
import { Markdown } from './markdown/Markdown'
import { stretches } from './mentions'
import { MessageActionsContext } from './MessageActions'
import type { ChatNote } from './model'
import { usePeople } from './usePeople'
import styles from './NoteCard.module.css'

/** A note: seen by agents only, and looking like nothing that a customer could have got. */
export const NoteCard = memo(function NoteCard({ note }: { note: ChatNote }) {
  const { t, formatTime, formatMoment } = useI18n()
  const actionsOf = use(MessageActionsContext)
  const drawText = useMentions()
  const { delivery } = note
  const words = { sending: t.chat.sending, waiting: t.chat.waiting, failed: t.chat.notSent }
  return (
    <div className={styles.note} data-unsent={delivery.state !== 'stored' || undefined} tabIndex={-1}>
      <p className={styles.head}>
        <LockIcon size={13} />
        <span className={styles.by}>{t.chat.noteBy(note.agent?.name ?? t.chat.anAgent)}</span>
        <time dateTime={note.created_at} title={formatMoment(note.created_at)}>
          {delivery.state === 'stored' ? formatTime(note.created_at) : words[delivery.state]}
        </time>
        {delivery.state === 'stored' && actionsOf?.(note)}
      </p>
      <div className={styles.body}>
        {note.body === null ? <em>{t.chat.deletedNote}</em> : <Markdown text={note.body} drawText={drawText} />}
      </div>
      {delivery.state === 'failed' && <Failed note={note} words={errorText(t, delivery.error)} />}
    </div>
  )
})

/** Draws who is mentioned in a text, above all whoever looks. */
function useMentions(): (text: string) => ReactNode {
  const { side } = useChat()
  const people = usePeople()
  const meId = side.side === 'agent' ? side.me.id : null
  return useCallback(
    (whole: string) =>
      stretches(whole, [...people.values()]).map(({ from, text, who }) =>
        who ? (
          <mark key={from} className={styles.mention} data-me={who.id === meId || undefined}>
            {text}
          </mark>
        ) : (
          text
        ),
      ),
    [people, meId],
  )
}

function Failed({ note, words }: { note: ChatNote; words: string }) {
  const { t } = useI18n()
  const { outbox, discard } = useChat()
  return (
    <div className={styles.failed} role="alert">
      <span>{words}</span>
      <Button size="small" onClick={() => outbox.retry(note.id, null)}>
        {t.chat.retry}
      </Button>
      <Button size="small" look="quiet" onClick={() => discard(note.id)}>
        {t.chat.discard}
      </Button>
    </div>
  )
}
