import { frameIn, onRefused } from './frameElement'
import type { CreatePanel } from './panel'

export type PanelScript = HTMLScriptElement & { panel?: CreatePanel }

declare global {
  interface Window {
    trustedTypes?: { createPolicy: (name: string, rules: object) => { createScriptURL: (url: string) => string } }
  }
}

/**
 * Gets `widget-panel.js`, which stands beside `widget.js`, as a script: a policy that has a place for the one has it for the other.
 * The frame is under way meanwhile.
 */
export function fetchPanel(url: URL, nonce: string, panel: HTMLElement): Promise<CreatePanel> {
  const script: PanelScript = document.createElement('script')
  const policy = window.trustedTypes?.createPolicy('causerie', { createScriptURL: (address: string) => address })
  const address = new URL('widget-panel.js', url).href
  const end = new AbortController()
  const frame = frameIn(panel, url)
  script.src = policy?.createScriptURL(address) ?? address
  script.nonce = nonce
  return new Promise<CreatePanel>((resolve, reject) => {
    script.onload = () => (script.panel ? resolve(script.panel) : reject())
    script.onerror = reject
    onRefused(url, reject, end)
    document.head.append(script)
  }).finally(() => {
    if (!script.panel) frame.remove()
    script.remove()
    end.abort()
  })
}
