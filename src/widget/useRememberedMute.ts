import { useEffect, useRef } from 'react'
import { useSound } from '@/chat/useSound'
import type { WidgetHost } from './host'

const MUTED = 'muted'

/** Keeps the mute switch with the host: what a frame stores for itself, browsers partition or drop. */
export function useRememberedMute({ storage }: WidgetHost): void {
  const { isMuted, setMuted } = useSound()
  const last = useRef(isMuted)

  useEffect(() => {
    void Promise.resolve(storage.getItem(MUTED)).then((value) => value && setMuted(true))
  }, [storage, setMuted])

  useEffect(() => {
    if (isMuted === last.current) return
    last.current = isMuted
    void (isMuted ? storage.setItem(MUTED, '1') : storage.removeItem(MUTED))
  }, [storage, isMuted])
}
