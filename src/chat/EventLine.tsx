import { memo } from 'react'
import { useI18n } from '@/i18n/I18nProvider'
import { eventSentence } from './eventSentence'
import type { ChatEvent } from './model'
import styles from './EventLine.module.css'

/** What happened to the conversation: a quiet line among the messages, for agents. */
export const EventLine = memo(function EventLine({ event }: { event: ChatEvent }) {
  const { t, formatTime, formatMoment, formatUntil } = useI18n()
  const until = event.data.until ? formatUntil(event.data.until) : ''
  return (
    <p className={styles.event}>
      {eventSentence(event, until, t.chat)}
      <time dateTime={event.created_at} title={formatMoment(event.created_at)}>
        {formatTime(event.created_at)}
      </time>
    </p>
  )
})
