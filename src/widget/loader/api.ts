import type { Events } from './events'
import type { WidgetEvent } from './protocol'
import type { Widget } from './widget'

/** `window.Causerie`: before load a stub that queues into `q`, after it this. */
export type Causerie = ((method: string, ...given: unknown[]) => unknown) & { q?: unknown[][]; loaded?: true }

declare global {
  interface Window {
    Causerie?: Causerie
  }
}

/** Answers `window.Causerie(method, …)` and first what was asked before load. Returns the undo. */
export function publishApi(widget: Widget, events: Events, warn: (sentence: string) => void): () => void {
  const methods: Record<string, (...given: never[]) => unknown> = {
    ...widget,
    off: events.off,
    destroy() {
      unpublish()
      widget.destroy()
    },
  }
  const api: Causerie = (method, ...given) => {
    if (method === 'on') return events.on(given[0] as WidgetEvent, given[1] as () => void)
    const run = Object.hasOwn(methods, method) && methods[method]
    if (!run) return Promise.reject(new Error(`Causerie: no method "${method}"`))
    return Promise.resolve(run(...(given as never[])))
  }
  api.loaded = true
  const unpublish = () => {
    if (window.Causerie === api) delete window.Causerie
  }

  const queued = window.Causerie?.q ?? []
  window.Causerie = api
  for (const [method, ...given] of queued)
    Promise.resolve(api(String(method), ...given)).catch((error: Error) => warn(error.message))
  return unpublish
}
