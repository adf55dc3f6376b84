import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { eventSentence } from '@/chat/eventSentence'
import type { ChatEvent } from '@/chat/model'
import type { AgentRow, EventRow, InboxConversation } from '@/chat/shapes'
import { useI18n } from '@/i18n/I18nProvider'
import { useFailure } from '@/chat/useFailure'
import { useCatchUp, useLive } from '@/realtime/useLive'
import { Button } from '@/ui/Button'
import { Skeleton } from '@/ui/Skeleton'
import { contactQueries } from './contactQueries'
import { NotLoaded } from './NotLoaded'
import { deskQueries } from './queries'
import { useAgents, useDesk } from './useDesk'
import styles from './ConversationDetails.module.css'

const FEW = 5

interface ContactEventsProps {
  row: InboxConversation
  linkTo: (conversationId: string) => string
}

/** What happened to a person's conversations: this one, and those before it. */
export function ContactEvents({ row, linkTo }: ContactEventsProps) {
  const { t } = useI18n()
  const desk = useDesk()
  const cache = useQueryClient()
  const [isWhole, setWhole] = useState(false)
  const { data: others } = useQuery(deskQueries.ofContact(desk, row.contact_id))
  const ids = [row.id, ...(others ?? []).filter((id) => id !== row.id)].toSorted()
  const query = contactQueries.events(desk, ids)
  const asked = useQuery({ ...query, enabled: others !== undefined })
  const failure = useFailure(query.queryKey, asked)
  const { data: events } = asked
  const lookAgain = () => void cache.invalidateQueries({ queryKey: query.queryKey })
  useLive('workspace', ({ event, payload }) => {
    const isEvent = event === 'event_created' || (Array.isArray(payload.events) && payload.events.length > 0)
    if (isEvent && typeof payload.conversation_id === 'string' && ids.includes(payload.conversation_id)) lookAgain()
  })
  useCatchUp(lookAgain)
  return (
    <section className={styles.group} aria-label={t.inbox.events}>
      <h3 className={styles.title}>{t.inbox.events}</h3>
      {!events && (failure.why ? <NotLoaded failure={failure} /> : <Skeleton width="70%" />)}
      {events?.length === 0 && <p className={styles.none}>{t.inbox.eventsNone}</p>}
      {events && events.length > 0 && (
        <ul className={styles.events}>
          {events.slice(0, isWhole ? events.length : FEW).map((event) => (
            <Happened
              key={event.id}
              event={event}
              elsewhere={event.conversation_id === row.id ? null : linkTo(event.conversation_id)}
            />
          ))}
        </ul>
      )}
      {events && events.length > FEW && !isWhole && (
        <Button size="small" look="quiet" onClick={() => setWhole(true)}>
          {t.inbox.eventsMore}
        </Button>
      )}
    </section>
  )
}

function Happened({ event, elsewhere }: { event: EventRow; elsewhere: string | null }) {
  const { t, formatDay, formatTime, formatMoment, formatUntil } = useI18n()
  const agents = useAgents()
  const until = event.data.until ? formatUntil(event.data.until) : ''
  return (
    <li className={styles.happened}>
      <span dir="auto">{eventSentence(named(event, agents), until, t.chat)}</span>
      <span className={styles.otherWhen}>
        <time dateTime={event.created_at} title={formatMoment(event.created_at)}>
          {formatDay(event.created_at)}, {formatTime(event.created_at)}
        </time>
        {elsewhere && (
          <>
            {' · '}
            <Link className={styles.link} to={elsewhere}>
              {t.inbox.eventElsewhere}
            </Link>
          </>
        )}
      </span>
    </li>
  )
}

function named(event: EventRow, agents: ReadonlyMap<string, AgentRow>): ChatEvent {
  const person = (id: string | null | undefined) => {
    const agent = id ? agents.get(id) : undefined
    return agent ? { id: agent.user_id, name: agent.name, avatar_url: agent.avatar_url } : null
  }
  return { ...event, type: 'event', agent: person(event.agent_id), assignee: person(event.data.assignee_id) }
}
