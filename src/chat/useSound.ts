import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { muted, playNotification, watchGestures } from './sound'

export interface Sound {
  isMuted: boolean
  setMuted: (muted: boolean) => void
  play: () => void
}

/** The mute switch and the tone. */
export function useSound(): Sound {
  const isMuted = useSyncExternalStore(muted.subscribe, muted.get)
  useEffect(watchGestures, [])
  return useMemo(() => ({ isMuted, setMuted: muted.set, play: playNotification }), [isMuted])
}
