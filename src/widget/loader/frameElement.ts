/**
 * The chat's own page, for an inbox on this page.
 * @param script beside which it stands
 */
export function frameUrl(script: string, inboxKey: string): URL {
  return new URL(`widget.html#inbox=${inboxKey}&host=${origin}`, script)
}

/** In both languages; and the word that something has loaded, be it our page or an error's. */
export const TITLE = 'Chat'

/**
 * The frame that stands in the panel, or else a new one. The button asks for it together with the script that will speak with it:
 * one after the other would cost a customer a journey to the server and back.
 */
export function frameIn(panel: HTMLElement, url: URL): HTMLIFrameElement {
  const known = panel.querySelector('iframe')
  if (known) return known
  const frame = document.createElement('iframe')
  frame.allow = 'autoplay; clipboard-write'
  frame.onload = () => (frame.title = TITLE)
  frame.src = url.href
  panel.prepend(frame)
  return frame
}

/** The page's own policy has no place for what is ours: it will not come, and nobody need wait for it. */
export function onRefused({ origin }: URL, refuse: () => void, end: AbortController): void {
  document.addEventListener(
    'securitypolicyviolation',
    ({ disposition, blockedURI }) => {
      if (disposition === 'enforce' && blockedURI.startsWith(origin)) refuse()
    },
    end,
  )
}
