import { memo } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { Markdown } from './markdown/Markdown'
import type { ChatNote } from './model'
import styles from './NoteCard.module.css'

/** A note: seen by agents only, and looking like nothing that a customer could have got. */
export const NoteCard = memo(function NoteCard({ note }: { note: ChatNote }) {
  const { t, formatTime, formatMoment } = useI18n()
  return (
    <div className={styles.note}>
      <p className={styles.head}>
        <span>{t.chat.noteBy(note.agent?.name ?? t.chat.anAgent)}</span>
        <time dateTime={note.created_at} title={formatMoment(note.created_at)}>
          {formatTime(note.created_at)}
        </time>
      </p>
      <div className={styles.body}>
        <Markdown text={note.body} />
      </div>
    </div>
  )
})
