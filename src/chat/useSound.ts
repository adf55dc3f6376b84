import { useSyncExternalStore } from 'react'
import { muted, playNotification } from './sound'

export interface Sound {
  isMuted: boolean
  setMuted: (muted: boolean) => void
  play: () => void
}

/** The mute switch and the tone. */
export function useSound(): Sound {
  const isMuted = useSyncExternalStore(muted.subscribe, muted.get)
  return { isMuted, setMuted: muted.set, play: playNotification }
}
