import type { CreatePanel } from './panel'

export type PanelScript = HTMLScriptElement & { panel?: CreatePanel }

declare global {
  interface Window {
    trustedTypes?: { createPolicy: (name: string, rules: object) => { createScriptURL: (url: string) => string } }
  }
}

/** Gets `widget-panel.js`, which stands beside `widget.js`, as a script: a policy that has a place for the one has it for the other. */
export function fetchPanel({ src, nonce }: HTMLScriptElement): Promise<CreatePanel> {
  const script: PanelScript = document.createElement('script')
  const policy = window.trustedTypes?.createPolicy('causerie', { createScriptURL: (url: string) => url })
  const url = String(new URL('widget-panel.js', src))
  script.src = policy?.createScriptURL(url) ?? url
  script.nonce = nonce
  return new Promise((resolve, reject) => {
    script.onload = () => (script.panel ? resolve(script.panel) : reject())
    script.onerror = reject
    document.head.append(script)
  }).finally(() => script.remove()) as Promise<CreatePanel>
}
