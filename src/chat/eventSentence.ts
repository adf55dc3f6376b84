import type { Words } from '@/i18n/words'
import type { ChatEvent } from './model'

/** What happened, in words. @param until of a snooze, as it is said on this screen */
export function eventSentence(event: ChatEvent, until: string, t: Words['chat']): string {
  const who =
    event.actor === 'contact' ? t.theContact : event.actor === 'system' ? 'Causerie' : (event.agent?.name ?? t.anAgent)
  switch (event.kind) {
    case 'opened':
      return t.event.opened
    case 'reopened':
      return t.event.reopened(who)
    case 'closed':
      return t.event.closed(who)
    case 'assigned':
      return event.agent_id !== null && event.agent_id === event.data.assignee_id
        ? t.event.tookOver(who)
        : t.event.assigned(who, event.assignee?.name ?? t.anAgent)
    case 'unassigned':
      return t.event.unassigned(who)
    case 'snoozed':
      return t.event.snoozed(who, until)
    case 'woken':
      return t.event.woken
    case 'labelled':
      return t.event.labelled(who, event.data.name ?? '')
    case 'unlabelled':
      return t.event.unlabelled(who, event.data.name ?? '')
    case 'priority_changed':
      return t.event.priorityChanged(who, t.event.priorities[event.data.priority ?? 0] ?? '')
    case 'moved':
      return t.event.moved(who, event.data.name ?? '')
    case 'merged':
      return t.event.merged(who)
    case 'unmerged':
      return t.event.unmerged(who)
    case 'rated':
      return t.event.rated(event.data.score ?? 0)
    case 'blocked':
      return t.event.blocked(who)
    case 'unblocked':
      return t.event.unblocked(who)
    case 'identified':
      return t.event.identified
    case 'message_deleted':
      return t.event.messageDeleted(who)
    case 'note_deleted':
      return t.event.noteDeleted(who)
    default:
      return event.kind satisfies never
  }
}
