/** What a site's pages need to show an inbox's chat. */
export function snippetOf(inboxKey: string): string {
  return `<script async src="${widgetOrigin()}/widget.js" data-inbox="${inboxKey}"></script>`
}

/** Our own page with the chat of an inbox on it. */
export function testPageOf(inboxKey: string): string {
  return `/?inbox=${inboxKey}`
}

// In production the widget stands on an origin of its own, which the build is told.
function widgetOrigin(): string {
  const built: unknown = import.meta.env.VITE_CAUSERIE_WIDGET_ORIGIN
  return typeof built === 'string' && built ? built.replace(/\/+$/, '') : location.origin
}
