import { createStore, type WritableStore } from '@/lib/store'
import { on, together } from '@/lib/undo'

/** Whether sounds are muted. Remembered in this browser. */
export const muted: WritableStore<boolean> = rememberedMute()

let context: AudioContext | null = null

/**
 * A short pleasant tone, made on the spot. Silent while muted, and before the first gesture on this page: browsers forbid it, and so
 * does courtesy.
 */
export function playNotification(): void {
  if (muted.get() || !hadGesture()) return
  try {
    context ??= new AudioContext()
    void context.resume().then(() => context && ring(context))
  } catch {
    // No audio device: the badge tells.
  }
}

// Two soft notes, a fifth apart: sine waves that swell and fade, so that nothing clicks.
function ring(audio: AudioContext): void {
  const start = audio.currentTime + 0.02
  for (const { hertz, at, seconds } of NOTES) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.type = 'sine'
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, start + at)
    volume.gain.linearRampToValueAtTime(0.12, start + at + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.0008, start + at + seconds)
    tone.connect(volume).connect(audio.destination)
    tone.start(start + at)
    tone.stop(start + at + seconds + 0.05)
  }
}

const NOTES = [
  { hertz: 659.25, at: 0, seconds: 0.28 },
  { hertz: 987.77, at: 0.09, seconds: 0.5 },
]

let gestured = false

function hadGesture(): boolean {
  return navigator.userActivation?.hasBeenActive ?? gestured
}

/** Notices the first gesture, where the browser doesn't say. @returns the undo */
export function watchGestures(): () => void {
  const notice = () => {
    gestured = true
  }
  return together(on(document, 'pointerdown', notice), on(document, 'keydown', notice))
}

const STORAGE_KEY = 'causerie:muted'

function rememberedMute(): WritableStore<boolean> {
  let initial = false
  try {
    initial = localStorage.getItem(STORAGE_KEY) === '1'
  } catch {
    // Storage refused: sounds are on until they are muted.
  }
  const store = createStore(initial)
  return {
    ...store,
    set(value) {
      store.set(value)
      try {
        if (value) localStorage.setItem(STORAGE_KEY, '1')
        else localStorage.removeItem(STORAGE_KEY)
      } catch {
        // Storage refused: it lasts as long as the page.
      }
    },
  }
}
