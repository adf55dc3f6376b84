import type { Causerie } from './causerie'
import type { Events } from './events'
import type { WidgetEvent } from './protocol'
import type { Widget } from './widget'

type Call = (method: string, ...given: unknown[]) => unknown

/** Answers `window.Causerie(method, …)` and first what was asked before load. */
export function publishApi(widget: Widget, events: Events, warn: (sentence: string) => void): void {
  const methods: Record<string, (...given: never[]) => unknown> = {
    ...widget,
    off: events.off,
    destroy() {
      unpublish()
      widget.destroy()
    },
  }
  const call: Call = (method, ...given) => {
    if (method === 'on') return events.on(given[0] as WidgetEvent, given[1] as () => void)
    // What goes wrong is said in the console, too: not everybody waits for the answer.
    const answer = new Promise((resolve) => {
      if (!Object.hasOwn(methods, method)) throw new Error(`no method "${method}"`)
      resolve(methods[method]?.(...(given as never[])))
    })
    answer.catch((error: Error) => warn(error.message))
    return answer
  }
  const api = Object.assign(call as Causerie, { loaded: true as const })
  const unpublish = () => {
    if (window.Causerie === api) delete window.Causerie
  }

  const queued = window.Causerie?.q ?? []
  window.Causerie = api
  for (const [method, ...given] of queued) call(String(method), ...given)
}
