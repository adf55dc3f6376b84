import { useNavigate } from 'react-router-dom'
import { plainOf } from '@/chat/markdown/plain'
import { useSound } from '@/chat/useSound'
import { useI18n } from '@/i18n/I18nProvider'
import { useLive } from '@/realtime/useLive'
import { wantsToHear } from './alerts'
import { contactName } from './contactName'
import { readEvent } from './events'
import { useDesk } from './useDesk'
import { usePreferences } from './usePreferences'

/** A sound and a notification of the system for what whoever looks wants to hear of: one for each message, over all their tabs. */
export function useAlerts(conversationId: string | null): void {
  const { t } = useI18n()
  const { meId } = useDesk()
  const [preferences] = usePreferences()
  const { play } = useSound()
  const navigate = useNavigate()

  useLive('workspace', (event) => {
    const heard = readEvent(event)
    if (heard.news !== 'row') return
    const { payload } = event
    const isMention =
      event.event === 'note_created' && Array.isArray(payload.mentions) && payload.mentions.includes(meId)
    if (!heard.isContactMessage && !isMention) return
    const { row } = heard
    const news = { kind: isMention ? 'mention' : 'message', assigneeId: row.assignee_id } as const
    if (!wantsToHear(preferences, news, meId, new Date()) || isLookedAt(row.id, conversationId)) return
    const id = String(payload.id)
    void onceOverTabs(id, () => {
      if (preferences.sound) play()
      const name = contactName(t, row.contact)
      show(
        id,
        isMention ? t.desk.mentionedYou(name) : name,
        plainOf(typeof payload.body === 'string' ? payload.body : ''),
        () => {
          void navigate(`/admin/chat/${row.id}`)
        },
      )
    })
  })
}

const HELD_MS = 5_000

/** The first tab to hear of it tells it; the others find it taken. */
async function onceOverTabs(id: string, tell: () => void): Promise<void> {
  if (!('locks' in navigator)) {
    tell()
    return
  }
  await navigator.locks.request(`causerie:alert:${id}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    tell()
    await new Promise((resolve) => {
      setTimeout(resolve, HELD_MS) // slower tabs hear of it within this
    })
  })
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

function isLookedAt(id: string, conversationId: string | null): boolean {
  return id === conversationId && document.visibilityState === 'visible' && document.hasFocus()
}
