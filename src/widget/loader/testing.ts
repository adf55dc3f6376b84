import { expect, vi } from 'vitest'
import { createEvents } from './events'
import { hostStorage } from './hostStorage'
import { frameUrl } from './frameElement'
import { createPanel, type CreatePanel } from './panel'
import type { WidgetOptions } from './protocol'
import { createWidget, type Widget } from './widget'

export const KEY = `ibx_${'A'.repeat(22)}`
export const ORIGIN = 'https://chat.example'

export const widgets: Widget[] = []

/** Before each test: what happy-dom has not, or would do. */
export function prepare(): void {
  vi.useFakeTimers()
  vi.stubGlobal('origin', location.origin)
  vi.stubGlobal('requestIdleCallback', (task: () => void) => setTimeout(task, 50))
  // happy-dom would fetch the frame's page; here only what is said to it matters.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(function (this: HTMLIFrameElement, url) {
    this.dataset.src = url
  })
}

export async function cleanUp(): Promise<void> {
  for (const widget of widgets.splice(0)) widget.destroy()
  await window.Causerie?.('destroy')
  localStorage.clear()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.useRealTimers()
}

/** A widget on this page, and its frame's words in our hands. */
export function given(
  options: WidgetOptions = { locale: 'en' },
  fetchPanel: (panel: HTMLElement) => Promise<CreatePanel> = () =>
    Promise.resolve((core) =>
      createPanel(
        core,
        frameUrl(ORIGIN, KEY),
        hostStorage(KEY, () => localStorage),
      ),
    ),
) {
  const events = createEvents()
  const warn = vi.fn<(sentence: string) => void>()
  const fetched = vi.fn<(panel: HTMLElement) => Promise<CreatePanel>>(fetchPanel)
  const widget = createWidget({
    inboxKey: KEY,
    fetchPanel: fetched,
    options,
    read: (name) => localStorage.getItem(`causerie:${KEY}:${name}`),
    events,
    warn,
  })
  widgets.push(widget)
  const said: { data: { type?: string; id?: number }; target: unknown }[] = []
  const frameWindow = { postMessage: (data: { type?: string }, target: unknown) => said.push({ data, target }) }
  vi.spyOn(HTMLIFrameElement.prototype, 'contentWindow', 'get').mockReturnValue(frameWindow as unknown as null)
  const frame = () => shadow().querySelector('iframe')
  /** Somebody speaks: the frame at its origin, unless another origin or window is given. */
  const hear = (message: object, origin = ORIGIN, source: unknown = frame()?.contentWindow) => {
    // An Event, because a MessageEvent takes no stand-in for a window.
    window.dispatchEvent(Object.assign(new Event('message'), { data: message, origin, source }))
  }
  return {
    widget,
    events,
    warn,
    fetched,
    said,
    frame,
    hear,
    open: async () => {
      void widget.open()
      await settle()
    },
    intend: async (event = 'focus') => {
      launcher().dispatchEvent(new Event(event))
      await settle()
    },
  }
}

/** What was promised without a clock has come. */
export const settle = () => vi.advanceTimersByTimeAsync(0)

export const host = () => document.querySelector<HTMLElement>('causerie-chat') ?? expect.fail('the button is gone')
export const shadow = () => host().shadowRoot ?? expect.fail('the button is gone')
/** What its look is set on. */
export const worn = () => shadow().querySelector('section')?.style ?? expect.fail('the button is bare')
export const launcher = () => shadow().querySelector<HTMLButtonElement>('.launcher') ?? expect.fail('no launcher')
export const card = () => shadow().querySelector<HTMLElement>('.card') ?? expect.fail('no card')
