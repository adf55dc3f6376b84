/** What comes over the network when files are first handled. */
export const parts = {
  tray: () => import('./TrayList'),
  view: () => import('./AttachmentView'),
  uploads: () => import('./uploads'),
}

/**
 * Fetches them when the page has nothing else to do: the first file then needs none of them, on a bad network either.
 * @returns the undo
 */
export function loadParts(): () => void {
  const load = () => {
    // One that doesn't come is asked for again when it is needed.
    for (const part of Object.values(parts)) part().catch(() => undefined)
  }
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(load, 2_000)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(load, { timeout: 5_000 })
  return () => cancelIdleCallback(handle)
}
