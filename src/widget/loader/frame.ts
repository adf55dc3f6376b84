import type { FromFrame, FromHost } from './protocol'
import { readFromFrame } from './protocol'
import { TIMEOUT_MS } from './widget'

/** A page that has loaded without a word from our script is an error page, or a portal of the network's. */
const SILENCE_TIMEOUT_MS = 3_000

export type Frame = { say: (message: FromHost) => void; focus: () => void; remove: () => void }

export type FrameHandlers = { onMessage: (message: FromFrame) => void; onSilence: () => void }

/** The chat's own page, hidden until it is ready. Both ways only its exact origin is spoken to and listened to. */
export function openFrame(parent: HTMLElement, url: URL, { onMessage, onSilence }: FrameHandlers): Frame {
  const frame = document.createElement('iframe')
  const end = new AbortController()
  let heard = false
  let timer = 0
  const expect = (withinMs: number) => {
    clearTimeout(timer)
    timer = window.setTimeout(onSilence, withinMs)
  }
  frame.title = 'Chat' // in both languages
  frame.allow = 'autoplay; clipboard-write'
  frame.onload = () => {
    if (!heard) expect(SILENCE_TIMEOUT_MS)
  }
  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== url.origin) return
    const message = readFromFrame(event.data)
    if (!message) return
    if (message.type === 'hello') {
      heard = true
      expect(TIMEOUT_MS)
    }
    if (message.type === 'ready') clearTimeout(timer)
    onMessage(message)
  }
  // The page's own policy has no place for us: nothing will come, and nobody need wait for it.
  const refused = (event: SecurityPolicyViolationEvent) => {
    const { effectiveDirective, disposition, blockedURI } = event
    if (effectiveDirective === 'frame-src' && disposition === 'enforce' && blockedURI.startsWith(url.origin))
      onSilence()
  }
  window.addEventListener('message', hear, end)
  document.addEventListener('securitypolicyviolation', refused, end)
  expect(TIMEOUT_MS)
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
      end.abort()
      frame.remove()
    },
  }
}
