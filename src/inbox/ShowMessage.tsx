import { useEffect, useEffectEvent, useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import type { ChatMessages } from '@/chat/model'
import { after } from '@/lib/time'

/** So often it is looked for: what is far from the eye is drawn only when one comes near. */
const TRIES = 12
const AGAIN_MS = 120
const FLASH_MS = 1_600

/** Brings the message of the address into view, however far back it stands. Draws nothing itself. */
export function ShowMessage({ chat }: { chat: ChatMessages }) {
  const [params] = useSearchParams()
  const wantedId = params.get('message')
  const [shownId, setShownId] = useState<string | null>(null)
  const isWanted = wantedId !== null && wantedId !== shownId && chat.status === 'ready'
  const place = isWanted ? chat.entries.findIndex(({ id }) => id === wantedId) : -1
  const { hasOlder, isLoadingOlder, loadOlder } = chat

  useEffect(() => {
    if (isWanted && place < 0 && hasOlder && !isLoadingOlder) loadOlder()
  }, [isWanted, place, hasOlder, isLoadingOlder, loadOlder])

  const share = useEffectEvent(() => place / Math.max(1, chat.entries.length))
  const isThere = place >= 0
  useEffect(() => {
    if (!isThere || wantedId === null) return undefined
    let tries = 0
    let stop: () => void = () => undefined
    const look = () => {
      tries += 1
      const row = document.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(wantedId)}"]`)
      const box = document.querySelector<HTMLElement>('[role="log"]')
      if (row) row.scrollIntoView({ block: 'center' })
      else if (box) box.scrollTo({ top: share() * box.scrollHeight - box.clientHeight / 2 })
      if (tries < TRIES && !(row && isInView(row, box))) stop = after(AGAIN_MS, look)
      else {
        if (row) flash(row)
        setShownId(wantedId)
      }
    }
    stop = after(0, look)
    return () => stop()
  }, [isThere, wantedId])
  return null
}

function isInView(row: HTMLElement, box: HTMLElement | null): boolean {
  if (!box) return false
  const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()]
  return inner.top >= outer.top - 4 && inner.top < outer.bottom
}

function flash(row: HTMLElement): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
  row.animate([{ backgroundColor: 'light-dark(oklch(0.94 0.08 95), oklch(0.4 0.07 95))' }, {}], {
    duration: FLASH_MS,
    easing: 'ease-out',
  })
}
