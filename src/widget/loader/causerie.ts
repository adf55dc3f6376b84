import type { Asked, Claims, WidgetEvent, WidgetEvents, WidgetOptions } from './protocol'

/** Who the chat takes the visitor for, once `identify` has been answered. */
export type Contact = { id: string; name: string | null; email: string | null; verified: boolean }

/** `window.Causerie`: before load a stub that queues into `q` (and answers nothing), after it this. */
export type Causerie = {
  /** `open` and `toggle` resolve when the chat can be used. */
  (method: 'open' | 'close' | 'toggle' | 'show' | 'hide' | 'destroy'): Promise<void>
  /** Resolves with the contact once the server has taken the token: not before somebody reaches for the chat. Rejects with its `code`. */
  (method: 'identify', given: Asked['identify']): Promise<Contact>
  (method: 'update', given: WidgetOptions & Claims): Promise<void>
  (method: 'logout', given?: Asked['logout']): Promise<void>
  /** @returns the undo */
  <Name extends WidgetEvent>(method: 'on', name: Name, listener: (detail: WidgetEvents[Name]) => void): () => void
  /** Without a listener: all of them. */
  <Name extends WidgetEvent>(method: 'off', name: Name, listener?: (detail: WidgetEvents[Name]) => void): Promise<void>
  /** What was asked before load. */
  q?: unknown[][]
  loaded?: true
}

declare global {
  interface Window {
    Causerie?: Causerie
  }
}
