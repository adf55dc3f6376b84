import { useEffect } from 'react'
import { useNavigate } from 'react-router-dom'
import { plainOf } from '@/chat/markdown/plain'
import { useAttention } from '@/chat/useAttention'
import { useSound } from '@/chat/useSound'
import { useI18n } from '@/i18n/I18nProvider'
import { claim, hold, isHeld } from '@/lib/claim'
import { addBounded, toldAmongTabs } from '@/lib/toldAmongTabs'
import { useLive } from '@/realtime/useLive'
import { mentionAlert, messageAlert, wantsToHear, type Alert } from './alerts'
import { contactName } from './contactName'
import { readEvent } from './events'
import { useDesk } from './useDesk'
import { usePreferences } from './usePreferences'

/**
 * A sound and a notification of the system for what whoever looks wants to hear of: one for each message, over all their tabs.
 * @returns tells of what was not heard but asked for: while Realtime is away, and after it
 */
export function useAlerts(conversationId: string | null): (missed: readonly Alert[]) => void {
  const { meId } = useDesk()
  const alert = useAlert()
  const attends = useAttention()
  useEffect(
    () => (attends && conversationId !== null ? hold(lookedAt(conversationId)) : undefined),
    [attends, conversationId],
  )
  useLive('workspace', (event) => {
    const heard = readEvent(event)
    if (heard.news !== 'row') return
    const { payload } = event
    const body = typeof payload.body === 'string' ? payload.body : ''
    const isMention =
      event.event === 'note_created' && Array.isArray(payload.mentions) && payload.mentions.includes(meId)
    if (isMention) alert(mentionAlert({ row: heard.row, note: { id: String(payload.id), body } }))
    else if (heard.isContactMessage) alert(messageAlert(heard.row, body))
  })
  return (missed) => {
    for (const each of missed) alert(each)
  }
}

const lookedAt = (conversationId: string) => `looked-at:${conversationId}`

function useAlert(): (alert: Alert) => void {
  const { t } = useI18n()
  const { meId } = useDesk()
  const [preferences] = usePreferences()
  const { play } = useSound()
  const navigate = useNavigate()

  // Every tab hears of it. Where one of them has it before somebody's eyes there is nothing to tell; else the first does that is seen.
  async function ring({ kind, id, row, body }: Alert) {
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? HIDDEN_MS : SHOWN_MS))
    if (settled.has(id)) return
    const isSeen = await isHeld(lookedAt(row.id))
    if (!isSeen && !(await claim(id))) return
    settled.tell(id)
    if (isSeen) return
    if (preferences.sound) play()
    const name = contactName(t, row.contact)
    show(id, kind === 'mention' ? t.desk.mentionedYou(name) : name, plainOf(body), () => {
      void navigate(`/admin/chat/${row.id}`)
    })
  }

  return (alert) => {
    const { kind, id, row } = alert
    if (settled.has(id) || !isNew(id)) return
    if (wantsToHear(preferences, { kind, assigneeId: row.assignee_id }, meId, new Date())) void ring(alert)
  }
}

const SHOWN_MS = 60
const HIDDEN_MS = 180

/** One that is hidden asks a minute after one that is seen: long after the claim. */
const settled = toldAmongTabs('causerie:alerts')
const told = new Set<string>()

/** What was heard is asked for once more by the next poll. */
function isNew(id: string): boolean {
  if (told.has(id)) return false
  addBounded(told, id)
  return true
}

function show(id: string, title: string, body: string, onClick: () => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  if (document.visibilityState === 'visible' && document.hasFocus()) return // whoever looks at the inbox sees it there
  try {
    const notification = new Notification(title, { body: body.slice(0, 160), tag: id, icon: '/icon-192.png' })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
      onClick()
    })
  } catch {
    // Android allows them to service workers only: there the title and the sound tell.
  }
}
