import { Window } from 'happy-dom'

/**
 * A DOM beside Node's own fetch, Request and WebSocket: tests against the real stack run its server in the same process, and a whole
 * browser environment would replace what that server stands on. Import it before React and the testing library.
 */
const window = new Window({ url: 'http://localhost:5173/' })

const NAMES = [
  'document',
  'HTMLElement',
  'HTMLIFrameElement',
  'HTMLInputElement',
  'HTMLTextAreaElement',
  'Element',
  'Node',
  'Text',
  'DocumentFragment',
  'MutationObserver',
  'ResizeObserver',
  'SVGElement',
  'ShadowRoot',
  'KeyboardEvent',
  'MouseEvent',
  'PointerEvent',
  'FocusEvent',
  'InputEvent',
  'CustomEvent',
  'getComputedStyle',
  'matchMedia',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'localStorage',
  'sessionStorage',
  'customElements',
  'CSS',
  'location',
  'navigator',
] as const

for (const name of NAMES) {
  Object.defineProperty(globalThis, name, {
    value: window[name as keyof typeof window],
    configurable: true,
    writable: true,
  })
}
// Listeners on `window` are listeners on the DOM's window; everything else stays Node's.
Object.defineProperty(globalThis, 'window', { value: window, configurable: true, writable: true })
