import { frameIn, onRefused, TITLE } from './frameElement'
import type { FromFrame, FromHost } from './protocol'
import { readFromFrame } from './protocol'
import { TIMEOUT_MS } from './widget'

/** A page that has loaded without a word from our script is an error page, or a portal of the network's. */
const SILENCE_TIMEOUT_MS = 3_000

export type Frame = { say: (message: FromHost) => void; focus: () => void; remove: () => void }

export type FrameHandlers = { onMessage: (message: FromFrame) => void; onSilence: () => void }

/** The chat's own page, hidden until it is ready. Both ways only its exact origin is spoken to and listened to. */
export function openFrame(parent: HTMLElement, url: URL, { onMessage, onSilence }: FrameHandlers): Frame {
  const frame = frameIn(parent, url)
  const end = new AbortController()
  let heard = false
  let timer = 0
  const expect = (withinMs: number) => {
    clearTimeout(timer)
    timer = window.setTimeout(onSilence, withinMs)
  }
  const loaded = () => {
    if (!heard) expect(SILENCE_TIMEOUT_MS)
  }
  frame.onload = loaded
  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== url.origin) return
    const message = readFromFrame(event.data)
    if (!message) return
    if (message.type === 'hello') {
      if (heard && message.again) return
      heard = true
      expect(TIMEOUT_MS)
    }
    if (message.type === 'ready') clearTimeout(timer)
    onMessage(message)
  }
  window.addEventListener('message', hear, end)
  onRefused(url, onSilence, end)
  if (frame.title) loaded()
  else expect(TIMEOUT_MS)
  frame.title = TITLE
  return {
    say(message) {
      // Before its hello the window holds another origin's blank page, and the browser would complain in the host's console.
      if (heard) frame.contentWindow?.postMessage(message, url.origin)
    },
    focus: () => frame.focus(),
    remove() {
      clearTimeout(timer)
      end.abort()
      frame.remove()
    },
  }
}
