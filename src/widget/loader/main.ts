import { publishApi } from './api'
import { createEvents } from './events'
import { fetchPanel } from './fetchPanel'
import { frameUrl } from './frameElement'
import { INBOX_KEY, readOptions } from './protocol'
import { createWidget } from './widget'
import { warn } from './warn'
import { browserLocale } from './words'

/** Starts the widget that `<script async src="…/widget.js" data-inbox="ibx_…">` asks for. */
export function start(script: HTMLScriptElement | null): void {
  const { inbox: inboxKey = '' } = script?.dataset ?? {}
  if (window.Causerie?.loaded) return warn('is on this page already: the second script is ignored')
  if (!script || !INBOX_KEY.test(inboxKey)) return warn(`needs data-inbox="ibx_…" on its script, not "${inboxKey}"`)
  if (!origin.startsWith('http')) return warn('needs http or https')

  const events = createEvents()
  const options = readOptions(script.dataset, (name) => warn(`does not understand the value of data-${name}`))
  options.locale ??= browserLocale(navigator.languages)
  const widget = createWidget({
    inboxKey,
    fetchPanel: (panel) => fetchPanel(frameUrl(script.src, inboxKey), script.nonce, panel),
    options,
    read(name) {
      try {
        return localStorage.getItem(`causerie:${inboxKey}:${name}`)
      } catch {
        return null // closed storage: cookies refused, or a sandbox
      }
    },
    events,
    warn,
  })
  publishApi(widget, events, warn)
  events.emit('ready', {})
}
