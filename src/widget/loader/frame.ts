import type { FromFrame, FromHost } from './protocol'
import { readFromFrame } from './protocol'

/** A frame that has not painted by then is not coming. */
const READY_TIMEOUT_MS = 12_000
/** A page that has loaded without a word from our script is an error page, or a portal of the network's. */
const SILENCE_TIMEOUT_MS = 3_000

export type Frame = { say: (message: FromHost) => void; focus: () => void; remove: () => void }

export type FrameHandlers = { onMessage: (message: FromFrame) => void; onSilence: () => void }

/** The chat's own page, hidden until it is ready. Both ways only its exact origin is spoken to and listened to. */
export function openFrame(parent: HTMLElement, url: URL, { onMessage, onSilence }: FrameHandlers): Frame {
  const frame = document.createElement('iframe')
  frame.title = 'Chat' // in both languages
  frame.allow = 'autoplay; clipboard-write'
  let timer = setTimeout(onSilence, READY_TIMEOUT_MS)
  let heard = false
  frame.onload = () => {
    if (heard) return
    clearTimeout(timer)
    timer = setTimeout(onSilence, SILENCE_TIMEOUT_MS)
  }
  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== url.origin) return
    const message = readFromFrame(event.data)
    if (!message) return
    if (message.type === 'hello') {
      heard = true
      clearTimeout(timer)
      timer = setTimeout(onSilence, READY_TIMEOUT_MS)
    }
    if (message.type === 'ready') clearTimeout(timer)
    onMessage(message)
  }
  window.addEventListener('message', hear)
  frame.src = url.href
  parent.prepend(frame)
  return {
    say(message) {
      // Before its hello the window holds another origin's blank page, and the browser would complain in the host's console.
      if (heard) frame.contentWindow?.postMessage(message, url.origin)
    },
    focus: () => frame.focus(),
    remove() {
      clearTimeout(timer)
      window.removeEventListener('message', hear)
      frame.remove()
    },
  }
}
